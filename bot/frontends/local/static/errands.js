// What the pages about oneself do besides pressing: photos are sent, a list chooses, the browser may tell of results.
import { allowed, offer } from "./notices.js";

function upload(file, id) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/upload?" + new URLSearchParams({ id, name: file.name }));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.onloadend = () => resolve(request.status);
    request.send(file);
  });
}

async function sendAll(files, words, id) {
  const told = document.querySelector("[data-sending]");
  for (const [at, file] of files.entries()) {
    if (told) Object.assign(told, { hidden: false, textContent: words.sending.replace("{done}", at + 1).replace("{total}", files.length) });
    const status = await upload(file, id());
    if (status === 0 || status >= 500) {
      if (told) told.textContent = words.unsent.replace("{name}", file.name);
      return;
    }
  }
  if (told) told.hidden = true;
}

function showNotices(words) {
  const part = document.querySelector("[data-notices]");
  if (!part || !("Notification" in window)) return;
  part.hidden = false;
  part.querySelector("#notices").setAttribute("aria-pressed", allowed());
  if (Notification.permission === "denied") part.querySelector("p").textContent = words["notices-denied"];
}

export function errands(words, { press, say, id }) {
  // A picture in one's own words: the answer comes as a card, the words go once they were taken.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-words]");
    if (!form) return;
    event.preventDefault();
    const field = form.elements.words, typed = field.value.trim().replace(/\s+/g, " ");
    if (!typed || form.dataset.busy) return;
    form.dataset.busy = "yes";
    const taken = await say(form.dataset.words.replace("{words}", () => typed));
    delete form.dataset.busy;
    if (taken) field.value = "";
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-upload]")) {
      const files = [...event.target.files];
      event.target.value = "";
      sendAll(files, words, id);
    }
    if (event.target.matches("[data-choose]")) press(event.target.value, event.target.selectedOptions[0].textContent);
  });
  document.addEventListener("click", async (event) => {
    if (!event.target.closest("#notices")) return;
    await offer(!allowed());
    showNotices(words);
  });
  document.addEventListener("site:renewed", () => showNotices(words));
  showNotices(words);
}
