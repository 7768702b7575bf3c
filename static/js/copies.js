// The copies of pieces on this device: one set of rules for pages and for the service worker.
// Neither imports nor exports, so that both can load it: it leaves one name, `copies`.
self.copies = (() => {
  const READ = "bbp-doc-1";
  const SAVED = "bbp-luu-1";
  const PARTS = "bbp-phan-1";
  const PICTURES = "bbp-anh-1";
  const SAVED_PICTURES = "bbp-anh-luu-1";
  const MOST = { [READ]: 30, [SAVED]: 100, [PARTS]: 150, [PICTURES]: 120, [SAVED_PICTURES]: 600 };
  const LOOSELY = { ignoreVary: true };

  // One key for a piece in each edition, whatever its slug was at the time and whatever others hung
  // on the address (fbclid): only ?anh= asks for another page. "" for other pages.
  function keyOf(address) {
    const { pathname, search } = new URL(address, location);
    const match = !new URLSearchParams(search).has("anh") && /^(\/lite)?\/[^/]*-post(\d+)\.html$/.exec(pathname);
    return match ? `${match[1] ?? ""}/bai-post${match[2]}.html` : "";
  }

  const idOf = (key) => /(\d+)\.html$/.exec(key)[1];

  // Caches list their keys in the order of arrival: what comes again goes to the end of the queue.
  async function put(name, key, answer) {
    const cache = await caches.open(name);
    try {
      await cache.delete(key, LOOSELY);
      await cache.put(key, answer);
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      await caches.delete(PICTURES); // room for words
      return;
    }
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, -MOST[name]).map((old) => cache.delete(old)));
  }

  async function find(key, ...names) {
    for (const name of names.length ? names : [SAVED, READ]) {
      const found = await (await caches.open(name)).match(key, LOOSELY);
      if (found) return found;
    }
  }

  async function kept(name) {
    const keys = await (await caches.open(name)).keys();
    return keys.map(({ url }) => new URL(url).pathname);
  }

  // What is not in a page is not in its copy either: a comment taken from readers would stay here.
  const COMMENTS = /<section class="comments" id="y-kien"[^]*?<\/section>/;
  const instead = (key) => `<section class="comments comments--away" id="y-kien"><p class="comments__closed">Bản lưu trên máy không kèm ý kiến bạn đọc. <a href="/binh-luan/${idOf(key)}/">Xem ý kiến về bài này</a></p></section>`;

  // As it is kept. An answer that came by a redirect may not be given to a page that did not ask
  // for one.
  async function plain(key, answer) {
    const { headers } = answer;
    if (!/^text\/html/.test(headers.get("Content-Type") ?? "")) return new Response(await answer.blob(), { headers });
    return new Response((await answer.text()).replace(COMMENTS, () => instead(key)), { headers });
  }

  // Copies of an older program, which kept comments too.
  async function clean() {
    for (const name of [READ, SAVED]) {
      for (const key of await kept(name)) {
        const copy = await find(key, name);
        if (COMMENTS.test(await copy.clone().text())) await put(name, key, await plain(key, copy));
      }
    }
  }

  const shown = async (copy) => (await copy.text()).match(/\/media\/anh\/[\w./-]+/g) ?? [];

  // The copy, and every picture no other copy shows: what is withdrawn leaves the device whole.
  async function drop(key, ...names) {
    for (const name of names) {
      const copy = await find(key, name);
      if (!copy) continue;
      const pictures = new Set(await shown(copy));
      await (await caches.open(name)).delete(key, LOOSELY);
      for (const other of await kept(name)) {
        for (const picture of await shown(await find(other, name))) pictures.delete(picture);
      }
      const store = await caches.open(name === SAVED ? SAVED_PICTURES : PICTURES);
      await Promise.all([...pictures].map((picture) => store.delete(picture, LOOSELY)));
    }
  }

  // What became of a piece, by the answer of the line; true where readers may not have it any more.
  async function note(key, answer) {
    if (answer.status === 404 || answer.status === 410) {
      const id = idOf(key);
      for (const each of [`/bai-post${id}.html`, `/lite/bai-post${id}.html`]) {
        await drop(each, READ, SAVED);
      }
      return true;
    }
    const secret = /no-store/.test(answer.headers.get("Cache-Control") ?? "");
    if (answer.status !== 200 || answer.type !== "basic" || secret) return false;
    const page = await plain(key, answer);
    if (await find(key, SAVED)) await put(SAVED, key, page.clone());
    await put(READ, key, page);
    return false;
  }

  const NAMES = Object.keys(MOST);
  return { READ, SAVED, PARTS, PICTURES, SAVED_PICTURES, NAMES, keyOf, idOf, put, find, kept, plain, clean, drop, note };
})();
