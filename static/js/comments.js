// Comments without leaving the page: a like counts where it stands, more comments come in below.
// Without this script every one of these is a form or a link that works by itself.
import { recall, remember } from "./memory.js";

const LIKED = "da-thich";
const SENT = "da-gui-y-kien";
const liked = new Set(recall(LIKED, []));

function mark(form) {
  const pressed = liked.has(form.dataset.like);
  form.querySelector("button").setAttribute("aria-pressed", String(pressed));
}

async function click(form) {
  const number = form.dataset.like;
  const back = liked.has(number);
  const address = back ? form.action.replace("/thich/", "/bo-thich/") : form.action;
  const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  const { likes } = await answer.json();
  form.querySelector("[data-likes]").textContent = likes ? likes.toLocaleString("vi-VN") : "";
  if (back) liked.delete(number);
  else liked.add(number);
  remember(LIKED, [...liked].slice(-500));
  mark(form);
}

async function more(link) {
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.querySelector("[data-goes-on]");
  const here = link.closest(".comments").querySelector("[data-goes-on]");
  const fresh = [...list.children].filter((item) => !document.getElementById(item.firstElementChild.id));
  here.append(...fresh);
  fresh.forEach((item) => item.querySelectorAll("[data-like]").forEach(mark));
  const next = page.querySelector(".more a[rel~=next]");
  if (next) link.href = next.href;
  else link.parentElement.remove();
  link.removeAttribute("aria-busy");
  fresh[0]?.querySelector("a, button")?.focus();
}

// What this browser sent to the piece and is not there yet, above the others. Nobody who never sent
// anything asks for it.
async function own(section) {
  const answer = await fetch(section.dataset.sent);
  if (answer.status !== 200) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = section.querySelector(".comment-orders, .comment-list, .more");
  if (place) place.before(...page.body.children);
  else section.append(...page.body.children);
}

// What fails goes the way without script.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-like]");
  if (!form) return;
  event.preventDefault();
  click(form).catch(() => form.submit());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".comments .more a[rel~=next]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (!link.hasAttribute("aria-busy")) more(link).catch(() => location.assign(link.href));
});
document.querySelectorAll("[data-like]").forEach(mark);
// The receipt of something sent: from now on pieces are asked what of it is not there yet.
if (document.querySelector("[data-receipt]")) remember(SENT, true);
const section = document.querySelector("[data-sent]");
if (section && recall(SENT, false)) own(section).catch(() => {});
if (document.querySelector("[data-fresh]")) import("./fresh.js").then(({ watch }) => watch(mark));
