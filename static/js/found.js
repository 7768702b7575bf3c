// Tells at which place of the results the piece stood that was opened: what was typed and a number,
// nothing of the reader. Who asks not to be followed tells nothing.
const { found, to } = document.querySelector("script[data-found]").dataset;
const { webdriver, globalPrivacyControl, doNotTrack } = navigator;

function tell({ target }) {
  const row = target.closest("a") && target.closest("[data-rank]");
  if (row) navigator.sendBeacon(to, new URLSearchParams({ q: found, hang: row.dataset.rank }));
}

if (!webdriver && !globalPrivacyControl && doNotTrack !== "1") {
  const list = document.querySelector(".search-results");
  for (const way of ["click", "auxclick"]) list.addEventListener(way, tell);
}
