// New comments are offered to a page that stays open, and come in when its reader says so. It asks
// less and less often while nothing comes, never while it is hidden or its reader saves on data.
const FIRST = 20_000;
const LAST = 300_000;
const MOST = 50;

const place = document.querySelector("[data-fresh]");
const { fresh: address, since: made } = place.dataset;
const told = new Set();
const offered = new Map();
let since = made;
let next = made;
let wait = FIRST;
let timer;
let mark; // of comments.js, which brings this script in: two that import each other get no name by hash

const at = (number) => document.getElementById(`y-kien-${number}`);

async function ask() {
  const answer = await fetch(`${address}?tu=${next}`);
  if (!answer.ok) throw new Error(answer.status);
  const first = next === made;
  next = answer.headers.get("Next-Key") ?? next;
  const before = offered.size;
  const { new: found } = answer.status === 204 ? { new: [] } : await answer.json();
  for (const [number, root] of found) {
    if (!told.has(number) && isNews(number, root, first)) offered.set(number, root);
    told.add(number);
  }
  wait = offered.size > before ? FIRST : Math.min(wait * 1.5, LAST);
  if (offered.size > before) offer();
}

// The first answer goes back to before the page was made: what is further down is no news.
function isNews(number, root, first) {
  if (at(number)) return false;
  if (root) return at(root) && !(first && at(root).parentElement.querySelector(".comment__more"));
  const last = document.querySelector(".comments:has(> .more) > .comment-list > :last-child > *");
  return !first || !last || number > last.id.slice(7);
}

function offer() {
  const button = place.firstElementChild ?? document.createElement("button");
  button.className = "button";
  button.textContent = `Có ${offered.size < MOST ? offered.size : `hơn ${MOST}`} ý kiến mới`;
  place.append(button);
}

async function show() {
  if (offered.size >= MOST) throw new Error("Too many to bring in one by one");
  const upTo = next;
  const answer = await fetch(`${address}?tu=${since}&xem=1`);
  if (answer.status !== 200) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  let top;
  for (const [number, root] of [...offered].sort(([one], [other]) => one - other)) {
    const item = page.getElementById(`y-kien-${number}`)?.closest("li");
    const above = at(root)?.parentElement;
    if (!item || (root && !above)) continue;
    if (!root || !top) top = item;
    if (above) listOf(above, above.firstElementChild, "comment-list--replies").append(item);
    else listOf(place.parentElement, place).prepend(item);
    item.querySelectorAll("[data-like]").forEach(mark);
  }
  const title = place.closest(".comments").querySelector(".comments__title");
  title.textContent = title.textContent.replace(/[\d.]+/, page.querySelector("[data-total]").dataset.total);
  place.replaceChildren();
  offered.clear();
  since = upTo;
  top?.querySelector("a, button").focus();
}

// The list in an element, made after the one that it follows if there is none.
function listOf(element, before, kind = "") {
  const found = element.querySelector(":scope > .comment-list");
  if (found) return found;
  const list = document.createElement("ol");
  list.className = `comment-list ${kind}`;
  before.after(list);
  return list;
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(turn, wait * (0.75 + Math.random() / 2));
}

async function turn() {
  if (document.hidden) return;
  await ask().catch(() => (wait = Math.min(wait * 2, LAST)));
  plan();
}

export function watch(marking) {
  if (navigator.connection?.saveData) return;
  mark = marking;
  plan();
  document.addEventListener("visibilitychange", plan);
  place.addEventListener("click", () => show().catch(() => location.reload()));
}
