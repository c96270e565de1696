// The pages beside the chat: clicks become what the chat would send, answers come as cards, lists follow what is typed.
import { answers } from "./answers.js";
import { errands } from "./errands.js";
import { pictures } from "./pictures.js";
import { samples } from "./samples.js";

const words = JSON.parse(document.body.dataset.words);
const id = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Sent again under the same id until the bot has taken it: nothing is done twice. An answer may load the page anew,
// what is on its way is not given up for that.
async function send(path, query, body) {
  await listening;
  const url = path + "?" + new URLSearchParams({ id: id(), ...query });
  for (let pause = 500; ; pause = Math.min(8000, pause * 2)) {
    try {
      const answer = await fetch(url, { method: "POST", body, keepalive: true });
      if (answer.status < 500) return answer.ok;
    } catch {
      // the connection is lost, which the page says by itself
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

export const press = (action, label = "") => send("/press", { action, label });
export const say = (text) => send("/say", {}, text);

document.addEventListener("click", async (event) => {
  const command = event.target.closest("button.command");
  if (command) return say(command.textContent);
  const button = event.target.closest("[data-action], [data-say]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.busy) return;
  button.dataset.busy = "yes";
  setTimeout(() => delete button.dataset.busy, 1000); // a double click is one press
  if (button.dataset.action) await press(button.dataset.action, button.dataset.label ?? button.textContent.trim());
  else await say(button.dataset.say);
});

// A part of the page that is made anew: the same address, the same place, the focus where it was.
let renewing = null;
async function renew(selector, url = location.href) {
  renewing?.abort();
  const mine = (renewing = new AbortController());
  try {
    const answer = await fetch(url, { signal: mine.signal });
    const gone = document.querySelector(selector)?.dataset.gone;
    if (gone && !answer.ok) return location.replace(gone);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
    const old = document.querySelector(selector);
    if (!fresh || !old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(fresh);
    if (focused) document.getElementById(focused)?.focus();
    document.dispatchEvent(new CustomEvent("site:renewed"));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting;
  const look = () => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const url = location.pathname + (asked.size ? "?" + asked : "");
    history.replaceState(null, "", url);
    renew("[data-found]", url);
  };
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(look, event.target.type === "search" ? 180 : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  const typed = form.querySelector("[type=search]"); // perhaps before this script was there
  if (typed && typed.value !== typed.defaultValue) look();
}

// What an answer has changed is shown at once: a star, a verdict, a picture that is gone.
let due;
const changed = () => {
  clearTimeout(due);
  if (document.querySelector("[data-renew]")) due = setTimeout(() => renew("[data-renew]"), 250);
};

const listening = answers(document.querySelector(".answers"), words, { changed, say });
pictures(words);
errands(words, { press, say, id });
samples();
document.body.dataset.ready = "yes";
for (const each of window.early.splice(0)) each.click();

// On a phone the choices scroll: the one that is shown must not be the one that is out of sight.
document.querySelector(".choices [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
