// Pages from the line first. A copy stands in where the line is dead, broken or slower than PATIENCE.
const PATIENCE = 4000; // milliseconds
const FRAME_CACHE = `bbp-khung-${FRAME.edition}`;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PART = /^\/static\/(?:css|fonts|img|js)\/(?!newsroom\/)/;

addEventListener("install", (event) => event.waitUntil(furnish()));
addEventListener("activate", (event) => event.waitUntil(settle()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (!/^\/(?:admin|binh-luan|kho-rieng|media|tai-khoan|xem-truoc)\//.test(pathname)) event.respondWith(page(event));
  } else if (PART.test(pathname)) {
    event.respondWith(part(event, pathname));
  } else if (request.destination === "image" && pathname.startsWith("/media/anh/")) {
    event.respondWith(picture(request, pathname));
  }
});

// The pages for bad days with all they are made of: style sheets, letters, scripts.
async function furnish() {
  const cache = await caches.open(FRAME_CACHE);
  const seen = new Set();
  async function bring(address) {
    if (seen.has(address)) return;
    seen.add(address);
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const text = /\.(?:css|js)$|\/$/.test(address) ? await answer.clone().text() : "";
    await cache.put(address, answer);
    const named = text.matchAll(/["'(]([\w./-]+\.(?:css|js|woff2|svg))["')]/g);
    const parts = [...named].map(([, part]) => new URL(part, new URL(address, location)).pathname);
    await Promise.all(parts.filter((path) => path.startsWith("/static/")).map(bring));
  }
  await Promise.all(FRAME.pages.map(bring));
  await skipWaiting();
}

async function settle() {
  const current = [FRAME_CACHE, ...copies.NAMES];
  const old = (await caches.keys()).filter((name) => name.startsWith("bbp-") && !current.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await copies.clean();
  await clients.claim();
}

async function page(event) {
  const { request } = event;
  const { pathname } = new URL(request.url);
  const key = copies.keyOf(request.url);
  const copy = key && (await copies.find(key));
  let late = false;
  const answer = fetch(request).then((fresh) => {
    if (key) event.waitUntil(told(event, key, fresh.clone(), () => late));
    return copy && fresh.status >= 500 ? copy : fresh;
  });
  event.waitUntil(answer.catch(() => {}));
  try {
    return await (copy ? Promise.race([answer, after(PATIENCE)]) : answer) ?? ((late = true), copy);
  } catch {
    return copy || frame(pathname);
  }
}

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function told(event, key, fresh, wasLate) {
  const gone = await copies.note(key, fresh);
  if (!gone || !wasLate()) return;
  // The copy is on the screen by now: the page is opened again, and shows the notice.
  const client = await clients.get(event.resultingClientId);
  await client?.navigate(client.url);
}

async function frame(pathname) {
  const cache = await caches.open(FRAME_CACHE);
  return (await cache.match(pathname)) ?? (await cache.match(FRAME.pages[0])) ?? Response.error();
}

// A name with a hash is never given to other bytes.
async function part(event, pathname) {
  const found = await copies.find(event.request, FRAME_CACHE, copies.PARTS);
  if (found && HASHED.test(pathname)) return found;
  try {
    const fresh = await fetch(event.request);
    if (fresh.ok) event.waitUntil(copies.put(copies.PARTS, pathname, fresh.clone()));
    return fresh;
  } catch (error) {
    if (found) return found;
    throw error;
  }
}

// Without a line another width of the same picture does as well.
async function picture(request, pathname) {
  const places = [copies.PICTURES, copies.SAVED_PICTURES];
  const found = await copies.find(request, ...places);
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    const stem = pathname.replace(/-\d+\.\w+$/, "-");
    for (const name of places) {
      const like = (await copies.kept(name)).find((path) => path.startsWith(stem));
      if (like) return copies.find(like, name);
    }
    throw error;
  }
}
