// What the bot answers while somebody is on a page beside the chat: cards that come, change and can be closed.
import { heard } from "./notices.js";

const MOST = 4; // cards at once; the chat has all of them
const PATIENCE = 5000; // milliseconds; then things are asked for although no answer would be heard

const element = (tag, className = "", more = {}) => Object.assign(document.createElement(tag), { className, ...more });

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function clock(finish, words) {
  const left = Math.ceil(finish - Date.now() / 1000);
  if (left <= 0) return words.moment;
  const two = (value) => String(value).padStart(2, "0");
  return `${Math.floor(left / 60)}:${two(left % 60)} ${words.left}`;
}

function inside(shown, words) {
  const parts = [];
  if (shown.html) parts.push(element("div", "text", { innerHTML: shown.html }));
  if (shown.kind === "progress") {
    const gauge = element("div", "gauge"), track = element("div", "track"), fill = element("div", "fill");
    track.setAttribute("role", "progressbar");
    track.setAttribute("aria-label", plain(shown.html));
    track.setAttribute("aria-valuenow", shown.percent);
    fill.style.width = Math.max(2, shown.percent) + "%";
    track.append(fill);
    gauge.append(track, element("span", "percent", { textContent: shown.percent ? shown.percent + " %" : "" }));
    if (shown.finish) {
      const time = element("time", "countdown", { textContent: clock(shown.finish, words) });
      time.dataset.finish = shown.finish;
      gauge.append(time);
    }
    parts.push(gauge);
  }
  if (shown.pictures) {
    const row = element("div", "thumbs");
    for (const picture of shown.pictures.slice(0, 4)) row.append(element("img", "", { src: picture.src, alt: picture.alt }));
    parts.push(row);
  }
  if (shown.sound) parts.push(element("audio", "", { src: shown.sound, controls: true }));
  if (shown.video) parts.push(element("video", "", { src: shown.video, controls: true, playsInline: true }));
  if (shown.file) parts.push(element("a", "file", { href: shown.file, download: shown.name, textContent: shown.name }));
  if (shown.trace) parts.push(element("small", "trace", { textContent: words.trace.replace("{trace}", shown.trace) }));
  if (shown.buttons?.length) {
    const row = element("div", "buttons");
    for (const each of shown.buttons.slice(0, 8)) {
      const button = element("button", "button " + each.kind, { type: "button", textContent: each.label });
      button.dataset.action = each.action;
      row.append(button);
    }
    parts.push(row);
  }
  return parts;
}

// One line to answer with: what a portrait is to say, a code, why something is reported.
function replying(words, say) {
  const form = element("form", "reply"), line = element("input", "", { type: "text", maxLength: 4000, autocomplete: "off" });
  line.placeholder = words["answers-reply"];
  line.setAttribute("aria-label", words["answers-reply"]);
  const send = element("button", "button go", { type: "submit", textContent: words.send });
  form.append(line, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (line.value.trim()) say(line.value.trim());
    line.value = "";
  });
  return form;
}

// Returns a promise: from then on whatever the bot answers is heard.
export function answers(tray, words, { changed, say }) {
  const cards = new Map(), list = element("div", "cards"), reply = replying(words, say);
  reply.hidden = true;
  list.setAttribute("role", "log");
  list.setAttribute("aria-live", "polite");
  list.setAttribute("aria-label", words.answers);
  tray.append(list, reply);
  const lost = element("div", "lost", { hidden: true, textContent: words.lost });
  lost.setAttribute("role", "status");
  document.body.append(lost);

  const close = (name) => {
    cards.get(name)?.remove();
    cards.delete(name);
    reply.hidden = !cards.size;
  };

  const show = (event) => {
    let card = cards.get(event.message);
    if (!card) {
      card = element("article", "card");
      const body = element("div", "body"), head = element("div", "head");
      const chat = element("a", "", { href: "/", textContent: words["answers-chat"] });
      const closer = element("button", "closer", { type: "button" });
      closer.setAttribute("aria-label", words["answers-close"]);
      closer.addEventListener("click", () => close(event.message));
      head.append(chat, closer);
      card.append(body, head);
      cards.set(event.message, card);
      reply.hidden = false;
      for (const name of [...cards.keys()].slice(0, Math.max(0, cards.size - MOST))) close(name);
    }
    card.className = "card " + event.kind;
    card.querySelector(".body").replaceChildren(...inside(event, words));
    if (event.kind !== "progress" || !card.isConnected) list.append(card);
    list.scrollTop = list.scrollHeight;
    if (event.kind !== "progress") changed();
  };

  const source = new EventSource("/live?" + new URLSearchParams({ lang: document.documentElement.lang }));
  const listening = new Promise((done) => {
    source.addEventListener("open", done, { once: true });
    setTimeout(done, PATIENCE);
  });
  source.addEventListener("open", () => {
    if (!lost.hidden) changed(); // what came meanwhile is not told again
    lost.hidden = true;
  });
  source.addEventListener("error", () => {
    lost.hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  });
  source.addEventListener("message", (message) => {
    const event = JSON.parse(message.data);
    if (event.event === "renew") location.reload();
    if (event.event === "line") {
      heard({ message: event.message, kind: event.kind, text: plain(event.html) });
      show(event);
    }
    if (event.event === "gone") {
      for (const name of event.messages ?? [...cards.keys()]) close(name);
      changed();
    }
  });
  window.addEventListener("pagehide", () => source.close());
  setInterval(() => {
    for (const time of tray.querySelectorAll(".countdown")) time.textContent = clock(time.dataset.finish, words);
  }, 500);
  return listening;
}
