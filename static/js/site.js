// On every page, before it is painted: the size of letters the reader chose. Then the copies.
try {
  document.documentElement.dataset.text = localStorage.getItem("co-chu") ?? "0";
} catch {}

const EVERY = 3e5; // milliseconds

async function ask(now) {
  if (!navigator.onLine || !self.caches) return;
  try {
    if (!now && localStorage.getItem("soat") > Date.now() - EVERY) return;
    localStorage.setItem("soat", Date.now());
  } catch {}
  const { check } = await import("./keeping.js");
  await check();
}

document.addEventListener("focusin", ({ target }) => {
  if (target.id === "tim") import("./suggest.js");
});

// By which name somebody is signed in, as the pages under /tai-khoan/ told this browser.
document.addEventListener("DOMContentLoaded", () => {
  try {
    const name = JSON.parse(localStorage.getItem("tai-khoan"));
    if (name) document.querySelector("[data-who]").textContent = name;
  } catch {}
});

addEventListener("load", () => {
  navigator.serviceWorker?.register("/sw.js").catch(() => {});
  ask(false);
});
addEventListener("online", () => ask(true));
