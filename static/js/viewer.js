// Photos one by one in a window of their own, addressed by #anh-3: Back closes it.
const STEPS = [1, 1.5, 2, 3, 4, 6];
const SWIPE = 40; // pixels
const links = [...document.querySelectorAll(".figure__open")];
const figureOf = (link) => link.closest("figure");
const dialog = document.querySelector(".viewer");
const stage = dialog.querySelector(".viewer__stage");
const part = (name) => dialog.querySelector(`[data-view="${name}"]`);
let at = 0;
let zoom = 0; // a place in STEPS
let neighbours = [];

// The picture of the page with all its copies; the browser chooses among them by the width.
function large(link) {
  const made = link.querySelector("picture").cloneNode(true);
  const img = made.querySelector("img");
  img.removeAttribute("fetchpriority");
  for (const one of made.querySelectorAll("source")) one.sizes = "100vw";
  img.loading = "eager";
  img.className = "viewer__photo";
  img.draggable = false;
  return made;
}

function show(place) {
  at = place;
  setZoom(0);
  const figure = figureOf(links[at]);
  stage.replaceChildren(large(links[at]));
  dialog.querySelector(".viewer__count").textContent = `Ảnh ${at + 1}/${links.length}`;
  const caption = figure.querySelector("figcaption").cloneNode(true);
  caption.querySelector(".figure__number")?.remove();
  dialog.querySelector(".viewer__caption").replaceChildren(...caption.childNodes);
  part("previous").disabled = at === 0;
  part("next").disabled = at === links.length - 1;
  neighbours = [links[at - 1], links[at + 1]].filter(Boolean).map(large);
  if (!dialog.open) dialog.showModal();
}

// Zoomed, the stage scrolls: by finger, by keys, or dragged by the mouse.
function setZoom(step) {
  const img = stage.querySelector("img");
  const middle = [stage.scrollLeft + stage.clientWidth / 2, stage.scrollTop + stage.clientHeight / 2];
  const before = STEPS[zoom];
  zoom = Math.min(Math.max(step, 0), STEPS.length - 1);
  part("smaller").disabled = zoom === 0;
  part("larger").disabled = zoom === STEPS.length - 1;
  stage.classList.toggle("viewer__stage--zoomed", zoom > 0);
  if (!img) return;
  img.style.inlineSize = "";
  if (!zoom) return;
  img.style.inlineSize = `${fitted(img) * STEPS[zoom]}px`;
  for (const one of stage.querySelectorAll("source")) one.sizes = img.style.inlineSize;
  const grown = STEPS[zoom] / before;
  stage.scrollTo({
    left: middle[0] * grown - stage.clientWidth / 2,
    top: middle[1] * grown - stage.clientHeight / 2,
    behavior: "instant",
  });
}

// The width of the whole picture on the stage.
const fitted = (img) =>
  Math.min(stage.clientWidth, (stage.clientHeight * img.getAttribute("width")) / img.getAttribute("height"));

function go(place) {
  if (place < 0 || place >= links.length) return;
  history.replaceState(history.state, "", `#${figureOf(links[place]).id}`);
  show(place);
}

export function open(link) {
  history.pushState({ viewer: true }, "", `#${figureOf(link).id}`);
  show(links.indexOf(link));
}

// The address says what is open.
export function follow() {
  const place = links.findIndex((link) => `#${figureOf(link).id}` === location.hash);
  if (place < 0) {
    if (dialog.open) dialog.close();
    return;
  }
  if (!history.state?.viewer) {
    // Somebody came by a link: Back leads to the piece.
    const { hash } = location;
    history.replaceState(null, "", location.pathname + location.search);
    history.pushState({ viewer: true }, "", hash);
  }
  show(place);
}

const KEYS = {
  ArrowLeft: () => go(at - 1),
  ArrowRight: () => go(at + 1),
  Home: () => go(0),
  End: () => go(links.length - 1),
  "+": () => setZoom(zoom + 1),
  "-": () => setZoom(zoom - 1),
};

dialog.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  const scrolls = zoom && /^(Arrow|Home|End)/.test(event.key);
  if (!act || scrolls || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  act();
});

dialog.addEventListener("close", () => {
  stage.replaceChildren();
  neighbours = [];
  if (history.state?.viewer) history.back();
  links[at].focus();
});

part("previous").addEventListener("click", KEYS.ArrowLeft);
part("next").addEventListener("click", KEYS.ArrowRight);
part("smaller").addEventListener("click", KEYS["-"]);
part("larger").addEventListener("click", KEYS["+"]);
part("close").addEventListener("click", () => dialog.close());
stage.addEventListener("dblclick", () => setZoom(zoom ? 0 : 2));

let from = null;
stage.addEventListener("pointerdown", ({ clientX, clientY, pointerType, isPrimary }) => {
  from = isPrimary && { x: clientX, y: clientY, left: stage.scrollLeft, top: stage.scrollTop, mouse: pointerType === "mouse" };
});
stage.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!from?.mouse || !zoom) return;
  stage.scrollTo({ left: from.left + from.x - clientX, top: from.top + from.y - clientY, behavior: "instant" });
});
stage.addEventListener("pointerup", ({ clientX, clientY }) => {
  const [across, down] = from ? [clientX - from.x, clientY - from.y] : [0, 0];
  from = null;
  if (zoom || Math.abs(across) < SWIPE || Math.abs(down) > Math.abs(across)) return;
  go(at - Math.sign(across));
});
stage.addEventListener("pointercancel", () => (from = null));
addEventListener("popstate", follow);
