// The lists of pieces on this device: /da-luu/ and the page that stands in without a line.
import "./copies.js";
import { check, saved, unsave } from "./keeping.js";

const { copies } = self;
const list = document.querySelector("[data-list]");
const day = new Intl.DateTimeFormat("vi-VN", { dateStyle: "short" });

function element(name, words, facts = {}) {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...[words].flat());
  return made;
}

// Pieces read lately have no list but their copies.
async function kept() {
  if (!self.caches) return [];
  const found = new Map();
  for (const name of [copies.SAVED, copies.READ]) {
    for (const path of (await copies.kept(name)).reverse()) {
      const page = new DOMParser().parseFromString(await (await copies.find(path, name)).text(), "text/html");
      found.set(path, { path, title: page.querySelector("h1")?.textContent ?? path });
    }
  }
  return [...found.values()];
}

function row(piece) {
  const parts = [element("h2", piece.gone ? piece.title : element("a", piece.title, { href: piece.path }), { className: "saved__title" })];
  if (piece.gone) parts.push(element("p", "Đã gỡ: tòa soạn không còn đăng bài này.", { className: "saved__gone" }));
  if (piece.at) {
    parts.push(element("p", `Lưu ngày ${day.format(piece.at)}`, { className: "saved__meta" }));
    const button = element("button", "Bỏ lưu", { type: "button", className: "button", ariaLabel: `Bỏ lưu: ${piece.title}` });
    button.addEventListener("click", () => unsave(piece.id).then(show));
    parts.push(button);
  }
  return element("li", parts, { className: "saved__piece" });
}

async function show() {
  const pieces = list.dataset.list === "saved" ? saved() : await kept();
  list.querySelectorAll("ul, .empty, form").forEach((old) => old.remove());
  const empty = list.dataset.list === "saved" ? "Bạn chưa lưu bài nào." : "Chưa có bài nào được giữ trên máy này.";
  list.append(pieces.length ? element("ul", pieces.map(row), { className: "saved__list", role: "list" }) : element("p", empty, { className: "empty" }));
  if (list.dataset.list === "saved") list.append(toAccount());
}

// The list of a browser goes to the account as from any page without script: by a form.
function toAccount() {
  const ids = saved().filter(({ gone }) => !gone).map(({ id }) => id).join();
  if (!ids) return "";
  return element("form", [
    element("input", "", { type: "hidden", name: "bai", value: ids }),
    element("button", "Chép danh sách vào tài khoản", { className: "button" }),
  ], { method: "post", action: "/tai-khoan/luu/", className: "more" });
}

const again = () => check().then(show, () => {});
await show();
addEventListener("online", again);
if (navigator.onLine) await again();
