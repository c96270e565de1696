// One picture over the whole window: turned over, enlarged where one points, moved, downloaded. The chat and the pages
// share it. A modal dialog keeps the focus inside and everything behind it out of reach.
const MOST = 8; // times larger

const element = (tag, className = "", more = {}) => Object.assign(document.createElement(tag), { className, ...more });

function control(className, label, act) {
  const button = element("button", className, { type: "button" });
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

// Enlarging and moving of one image inside its frame.
function zooming(frame, image) {
  let scale = 1, x = 0, y = 0;
  const fingers = new Map();
  const draw = () => {
    image.style.transform = scale === 1 ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
    frame.classList.toggle("zoomed", scale > 1);
  };
  const keepInside = () => {
    const over = (length, frameLength) => Math.max(0, (length * scale - frameLength) / 2);
    const most = [over(image.offsetWidth, frame.clientWidth), over(image.offsetHeight, frame.clientHeight)];
    x = Math.max(-most[0], Math.min(most[0], x));
    y = Math.max(-most[1], Math.min(most[1], y));
  };
  // What is under the pointer stays there.
  const zoom = (factor, at) => {
    const box = frame.getBoundingClientRect(), fresh = Math.max(1, Math.min(MOST, scale * factor));
    const px = at ? at.clientX - box.x - box.width / 2 : 0, py = at ? at.clientY - box.y - box.height / 2 : 0;
    x = px - ((px - x) * fresh) / scale;
    y = py - ((py - y) * fresh) / scale;
    scale = fresh;
    keepInside();
    draw();
  };
  const reset = () => {
    [scale, x, y] = [1, 0, 0];
    draw();
  };
  const apart = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event);
  }, { passive: false });
  frame.addEventListener("dblclick", (event) => (scale > 1 ? reset() : zoom(2.5, event)));
  frame.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (fingers.size === 2) {
      const was = apart();
      fingers.set(event.pointerId, event);
      if (was) zoom(apart() / was, event);
      return;
    }
    fingers.set(event.pointerId, event);
    if (scale === 1) return;
    x += event.clientX - before.clientX;
    y += event.clientY - before.clientY;
    keepInside();
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, (event) => fingers.delete(event.pointerId));
  return { zoom, reset };
}

// `items`: [{ src, alt, caption (HTML the server made), name }]; `words`: close, next, previous, download, zoom-in, zoom-out.
export function view(items, start, words) {
  const before = document.activeElement;
  const box = element("dialog", "lightbox"), frame = element("div", "frame"), image = element("img", "", { draggable: false });
  const under = element("div", "under"), caption = element("span"), count = element("span", "count");
  const save = element("a", "button go", { textContent: words.download, download: "" });
  count.setAttribute("role", "status");
  const { zoom, reset } = zooming(frame, image);
  let shown = start;
  const draw = () => {
    const item = items[shown];
    reset();
    Object.assign(image, { src: item.src, alt: item.alt });
    box.setAttribute("aria-label", item.alt);
    caption.innerHTML = item.caption || "";
    count.textContent = items.length > 1 ? `${shown + 1} / ${items.length}` : "";
    save.href = item.src + "?name=" + encodeURIComponent(item.name);
  };
  const turn = (step) => {
    shown = (shown + step + items.length) % items.length;
    draw();
  };
  const close = () => {
    box.remove();
    (before?.isConnected ? before : document.querySelector("[data-view]"))?.focus(); // the page may have been renewed
  };
  const keys = {
    Escape: close, ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
    "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: reset,
  };
  box.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  box.addEventListener("close", close);
  box.addEventListener("click", (event) => event.target === box && close());
  frame.append(image);
  under.append(caption, count, control("button larger", words["zoom-in"], () => zoom(1.5)), control("button smaller", words["zoom-out"], () => zoom(1 / 1.5)), save);
  box.append(control("closer", words.close, close), frame, under);
  if (items.length > 1) box.append(control("turn back", words.previous, () => turn(-1)), control("turn on", words.next, () => turn(1)));
  draw();
  document.body.append(box);
  box.showModal();
}
