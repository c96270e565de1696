// The pages' pictures: opened over the whole window, and compared with the photo they were made of.
import { view } from "./viewer.js";

function items(open) {
  const strip = [...document.querySelectorAll(".strip [data-item]")];
  if (!strip.length) {
    const image = open.querySelector("img"), save = document.querySelector(".seen a[download]");
    const name = new URL(save.href).searchParams.get("name");
    return [[{ src: image.getAttribute("src"), alt: image.alt, caption: "", name }], 0];
  }
  const all = strip.map(({ dataset, alt }) => ({ src: dataset.item, alt, caption: dataset.caption, name: dataset.name }));
  const at = strip.findIndex((each) => each.parentElement.hasAttribute("aria-current"));
  return [all, Math.max(0, at)];
}

// The photo is loaded when it is first compared with.
function compare(on) {
  const slider = document.querySelector("[data-compare]"), button = document.querySelector("[data-comparing]");
  if (!slider) return;
  const photo = slider.querySelector(".before");
  if (on && !photo.src) photo.src = photo.dataset.src;
  slider.hidden = !on;
  button.setAttribute("aria-pressed", on);
}

export function pictures(words) {
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-view]");
    if (open) view(...items(open), words);
    if (!event.target.closest("[data-comparing]")) return;
    const on = document.querySelector("[data-compare]").hidden;
    sessionStorage.setItem("compare", on ? "on" : "");
    compare(on);
    if (on) document.querySelector("[data-compare] input").focus();
  });
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("[data-compare]");
    slider?.style.setProperty("--cut", event.target.value + "%");
  });
  const resume = () => compare(sessionStorage.getItem("compare") === "on");
  document.addEventListener("site:renewed", resume);
  resume();
}
