// Links under the search box, loaded when it is first focused: a combobox whose arrow keys choose,
// Enter opens and Escape closes. Waits for a pause in typing and for the end of a composition: half
// a Telex syllable is no question.
const WAIT = 180; // milliseconds

const box = document.querySelector(".search-box");
const input = box.querySelector("#tim");
const list = document.createElement("div");
const known = new Map();
let timer;
let active = -1;

const typed = () => input.value.normalize("NFC").trim().toLowerCase();

function choose(number) {
  active = number;
  [...list.children].forEach((row, n) => (row.ariaSelected = n === active));
  const row = list.children[active];
  if (row) input.setAttribute("aria-activedescendant", row.id);
  else input.removeAttribute("aria-activedescendant");
  row?.scrollIntoView({ block: "nearest" });
}

function show(items) {
  list.hidden = !items.length;
  input.ariaExpanded = !list.hidden;
  list.replaceChildren(
    ...items.map(({ kind, text, url }, n) => {
      const row = document.createElement("a");
      const name = document.createElement("small");
      Object.assign(row, { href: url, id: `goi-y-${n}`, role: "option", tabIndex: -1 });
      name.textContent = kind;
      row.append(text, name);
      return row;
    }),
  );
  choose(-1);
}

async function ask() {
  const text = typed();
  try {
    if (text.length > 1 && !known.has(text)) {
      const answer = await fetch(`/tim-kiem/goi-y/?q=${encodeURIComponent(text)}`);
      known.set(text, (await answer.json()).items);
    }
    if (text === typed()) show(known.get(text) ?? []);
  } catch {}
}

function later({ isComposing }) {
  clearTimeout(timer);
  if (!isComposing) timer = setTimeout(ask, WAIT);
}

function press(event) {
  const { key, isComposing } = event;
  const rows = list.children.length + 1; // the box itself is one stop of the round
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (isComposing || list.hidden) return;
  if (step) choose(((active + 1 + step + rows) % rows) - 1);
  else if (key === "Escape") show([]);
  else if (key === "Enter" && active >= 0) list.children[active].click();
  else return;
  event.preventDefault();
}

list.className = "suggestions";
list.id = "goi-y";
list.role = "listbox";
list.ariaLabel = "Gợi ý";
Object.assign(input, { autocomplete: "off", role: "combobox", ariaAutoComplete: "list" });
input.setAttribute("aria-controls", list.id);
box.append(list);
show([]);
input.addEventListener("input", later);
input.addEventListener("compositionend", later);
input.addEventListener("keydown", press);
box.addEventListener("focusout", ({ relatedTarget }) => box.contains(relatedTarget) || show([]));
