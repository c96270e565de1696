// What belongs to the whole page: light or dark, staying at the newest message, one press per click.
(() => {
  const root = document.documentElement;
  const kept = localStorage.getItem("theme");
  if (kept) root.dataset.theme = kept;

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".theme")) return;
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });

  // A pressed button shows at once that it was taken; its row stays locked for a moment.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.button");
    if (!button) return;
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), 1000);
  });

  // Follow the conversation only while the reader is at its end.
  const follow = (talk) => {
    let atEnd = true;
    const end = (behavior) => talk.scrollTo({ top: talk.scrollHeight, behavior });
    talk.addEventListener("scroll", () => {
      atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
      root.classList.toggle("reading-back", !atEnd);
    }, { passive: true });
    const grown = new ResizeObserver(() => atEnd && talk.querySelector(".bubble") && end("instant"));
    for (const part of talk.children) grown.observe(part);
    grown.observe(talk);
    window.addEventListener("talk:end", () => { atEnd = true; end("smooth"); });
    if (talk.querySelector(".bubble")) end("instant"); // a newcomer reads from the top
  };
  const waiting = new MutationObserver(() => {
    const talk = document.getElementById("talk");
    if (!talk) return;
    waiting.disconnect();
    follow(talk);
  });
  waiting.observe(root, { childList: true, subtree: true });
})();
