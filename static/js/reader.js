// The reader's tools of a piece. A tool is shown once its script can do what it says.
import { isSaved, keepRead, save, saved, unsave } from "./keeping.js";
import { remember } from "./memory.js";

const SIZES = ["100", "112", "125", "150"]; // per cent; reader-tools.css draws them
const head = document.querySelector(".reader-tools--head");
const { piece } = head.dataset;
const address = document.querySelector("link[rel=canonical]").href;
const title = document.querySelector("h1").textContent;

function tell(button, words) {
  const status = button.closest(".reader-tools").querySelector(".reader-tools__status");
  status.textContent = words;
  setTimeout(() => status.textContent === words && (status.textContent = ""), 6000);
}

// Shows every button of a tool and has it do its work.
function offer(tool, act) {
  const buttons = [...document.querySelectorAll(`[data-tool="${tool}"]`)];
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", (event) => act(button, event));
  }
  return buttons;
}

function resize(step) {
  const { dataset } = document.documentElement;
  const size = Math.min(Math.max(Number(dataset.text) + step, 0), SIZES.length - 1);
  dataset.text = size;
  remember("co-chu", size);
  return `Cỡ chữ ${SIZES[size]}%`;
}

async function share(event) {
  event.preventDefault();
  await navigator.share({ title, url: address }).catch(() => {}); // the reader thought better of it
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(address);
    tell(button, "Đã sao chép liên kết.");
  } catch {
    tell(button, `Chưa sao chép được. Liên kết: ${address}`);
  }
}

function showSaved() {
  const kept = isSaved(piece);
  for (const button of document.querySelectorAll('[data-tool="save"]')) {
    button.setAttribute("aria-pressed", kept);
    button.textContent = kept ? "Đã lưu" : "Lưu bài";
  }
}

async function toggleSaved(button) {
  if (isSaved(piece)) {
    await unsave(piece);
    tell(button, "Đã bỏ lưu.");
  } else {
    const images = [...document.querySelectorAll(".figure img")].map((img) => img.currentSrc || img.src);
    const done = await save({ id: piece, path: new URL(address).pathname, title }, images);
    tell(button, done ? "Đã lưu, đọc được cả khi không có mạng." : "Trình duyệt không cho lưu.");
  }
  showSaved();
}

offer("smaller", (button) => tell(button, resize(-1)));
offer("larger", (button) => tell(button, resize(1)));
offer("print", () => print());
offer("copy", copy);
if (navigator.share) {
  offer("send", (_button, event) => share(event));
  offer("share", (_button, event) => share(event));
}
if (remember("da-luu", saved())) {
  offer("save", toggleSaved);
  showSaved();
}

// A voice may come after the page.
function listenIfThereIsAVoice() {
  const voice = speechSynthesis.getVoices().find(({ lang }) => /^vi(?![a-z])/i.test(lang));
  if (!voice) return;
  speechSynthesis.removeEventListener?.("voiceschanged", listenIfThereIsAVoice);
  let reading;
  offer("listen", async () => {
    reading ??= import("./listening.js").then(({ reader }) => reader(piece, voice));
    (await reading).start();
  });
}
if ("speechSynthesis" in self) {
  speechSynthesis.addEventListener?.("voiceschanged", listenIfThereIsAVoice);
  listenIfThereIsAVoice();
}

// Photos open in a window of their own, by a click or by the address #anh-3.
const view = (then) => import("./viewer.js").then(then);
addEventListener("click", (event) => {
  const link = event.target.closest(".figure__open");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  view(({ open }) => open(link)).catch(() => location.assign(link.href));
});
const arrive = () => /^#anh-\d+$/.test(location.hash) && view(({ follow }) => follow());
addEventListener("hashchange", arrive);
arrive();

// The script of the comments is for whoever comes near them.
const talk = document.getElementById("y-kien");
if (talk) {
  const watch = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      watch.disconnect();
      import("./comments.js");
    },
    { rootMargin: "600px" },
  );
  watch.observe(talk);
}

const keep = () => keepRead().catch(() => {});
if (document.readyState === "complete") keep();
else addEventListener("load", keep);
addEventListener("visibilitychange", () => document.hidden && keep());
