// Suggestions under the search box, loaded when it is first focused. Waits for a pause in typing,
// and for the end of a composition: half a Telex syllable is no question.
const WAIT = 180; // milliseconds
const LEAST = 2;

const box = document.querySelector(".search-box");
const input = box.querySelector("input[type=search]");
const list = document.createElement("ul");
const known = new Map();
let timer;
let chosen = -1;

list.className = "suggestions";
list.id = "goi-y";
list.role = "listbox";
list.ariaLabel = "Gợi ý";
list.hidden = true;
box.append(list);
for (const [name, value] of Object.entries({
  role: "combobox",
  autocomplete: "off",
  "aria-autocomplete": "list",
  "aria-controls": "goi-y",
  "aria-expanded": "false",
})) input.setAttribute(name, value);

function close() {
  list.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function show(items) {
  list.replaceChildren(
    ...items.map(({ kind, text, url }, n) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      const name = document.createElement("small");
      row.role = "presentation";
      link.id = `goi-y-${n}`;
      link.role = "option";
      link.tabIndex = -1;
      link.href = url;
      name.textContent = kind;
      link.append(text, name);
      row.append(link);
      return row;
    }),
  );
  close();
  if (!items.length) return;
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
}

async function ask() {
  const text = input.value.normalize("NFC").trim().toLowerCase();
  if ([...text].length < LEAST) return close();
  try {
    if (!known.has(text)) {
      const answer = await fetch(`/tim-kiem/goi-y/?q=${encodeURIComponent(text)}`);
      if (!answer.ok) return;
      known.set(text, (await answer.json()).items);
    }
  } catch {
    return;
  }
  if (text === input.value.normalize("NFC").trim().toLowerCase()) show(known.get(text));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

input.addEventListener("input", (event) => event.isComposing || later());
input.addEventListener("compositionend", later);
input.addEventListener("blur", () => setTimeout(close, 200));
input.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")];
  if (event.isComposing || list.hidden || !links.length) return;
  if (event.key === "Escape") return close();
  if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    return links[chosen].click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  links[chosen]?.removeAttribute("aria-selected");
  chosen = (chosen + step + links.length) % links.length;
  links[chosen].ariaSelected = "true";
  input.setAttribute("aria-activedescendant", links[chosen].id);
});
