// Links under the search box, loaded when it is first focused; Tab leads into them. Waits for a
// pause in typing and for the end of a composition: half a Telex syllable is no question.
const WAIT = 180; // milliseconds

const box = document.querySelector(".search-box");
const input = box.querySelector("#tim");
const list = document.createElement("ul");
const known = new Map();
let timer;

const typed = () => input.value.normalize("NFC").trim().toLowerCase();

function show(items) {
  list.hidden = !items.length;
  list.replaceChildren(
    ...items.map(({ kind, text, url }) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      const name = document.createElement("small");
      link.href = url;
      name.textContent = kind;
      link.append(text, name);
      row.append(link);
      return row;
    }),
  );
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

list.className = "suggestions";
list.ariaLabel = "Gợi ý";
input.autocomplete = "off";
show([]);
box.append(list);
input.addEventListener("input", later);
input.addEventListener("compositionend", later);
box.addEventListener("keydown", ({ key }) => key === "Escape" && show([]));
box.addEventListener("focusout", ({ relatedTarget }) => box.contains(relatedTarget) || show([]));
