// Samples that are heard or move: two seconds of a voice, and a drawn head that moves as a portrait would.
const NS = "http://www.w3.org/2000/svg";
const LARGER = 4; // real movements are small; here they are to be told apart

let playing = null;
function play(button) {
  playing?.pause();
  const same = playing?.button === button;
  playing = null;
  if (same) return;
  const sound = new Audio(button.dataset.play);
  sound.button = button;
  button.classList.add("on");
  for (const end of ["pause", "ended", "error"]) sound.addEventListener(end, () => button.classList.remove("on"));
  playing = sound;
  sound.play();
}

function head(place) {
  const make = (tag, facts) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(facts)) made.setAttribute(name, value);
    return made;
  };
  const svg = make("svg", { viewBox: "-50 -56 100 112" });
  const whole = make("g", {}), face = make("g", {});
  svg.append(make("path", { class: "neck", d: "M-13 34h26v14q18 2 24 8h-74q6-6 24-8z" }));
  whole.append(make("ellipse", { class: "skin", rx: 30, ry: 38 }), make("path", { class: "hair", d: "M-31-6Q-34-46 0-46T31-6Q28-24 14-28-12-20-24-26-30-18-31-6z" }), face);
  for (const x of [-11, 11]) face.append(make("circle", { class: "eye", cx: x, cy: -3, r: 3.2 }), make("path", { class: "line", d: `M${x - 6}-11q6-4 12 0` }));
  face.append(make("path", { class: "line", d: "M0-1l-3 11h5" }), make("path", { class: "line", d: "M-9 19q9 6 18 0" }));
  svg.append(whole);
  place.replaceChildren(svg);
  return { whole, face };
}

function at(curve, share) {
  const place = share * curve.length, left = Math.floor(place) % curve.length;
  return curve[left] + (curve[(left + 1) % curve.length] - curve[left]) * (place - Math.floor(place));
}

async function move() {
  const places = [...document.querySelectorAll(".movement .head")].filter((each) => !each.firstChild);
  if (!places.length) return;
  const drawn = places.map((place) => ({ place, ...head(place), style: place.dataset.movement }));
  const { seconds, curves } = await (await fetch("/look/movements.json")).json();
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => entries.forEach((each) => seen[each.isIntersecting ? "add" : "delete"](each.target)));
  drawn.forEach(({ place }) => watch.observe(place));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const draw = (now) => {
    if (!drawn[0].place.isConnected) return watch.disconnect();
    for (const { place, whole, face, style } of drawn) {
      if (style === undefined || !seen.has(place)) continue;
      if (calm.matches && !place.parentElement.matches(":hover, :focus-visible")) continue; // then only what is pointed at
      const [yaw, pitch, roll] = curves[style].map((curve) => LARGER * at(curve, (now / 1000 / seconds) % 1));
      whole.setAttribute("transform", `rotate(${roll} 0 40)`);
      face.setAttribute("transform", `translate(${yaw * 0.7} ${pitch * 0.7})`);
    }
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

export function samples() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-play]");
    if (button) play(button);
  });
  document.addEventListener("site:renewed", move);
  move();
}
