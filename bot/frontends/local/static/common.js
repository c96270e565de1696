// What belongs to every page: light or dark, and one press per click.
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

  // A page beside the chat can be seen before its script is there: what is clicked meanwhile is done as soon as it is.
  window.early = [];
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("body.site:not([data-ready]) :is(button, [data-action], [data-say])");
    if (!pressed || pressed.matches(".theme")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!window.early.includes(pressed)) window.early.push(pressed);
  }, true);

  // A pressed button shows at once that it was taken; its row stays locked for a moment.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.button");
    if (!button || button.matches("[data-comparing], [data-play], #notices, .lightbox *")) return; // these send nothing
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), 1000);
  });
})();
