// The pieces kept on this device: last read, and saved by the reader.
import "./copies.js";
import { recall, remember } from "./memory.js";

const { copies } = self;
const LIST = "da-luu";
const MOST = 100;
const BATCH = 200; // as many as /con-dang/ answers for
const able = "caches" in self; // not in a page without encryption

// [{ id, path, title, at (milliseconds), gone }], the newest first
export const saved = () => recall(LIST, []);
export const isSaved = (id) => saved().some((piece) => piece.id === id);

async function bring(name, key, address = key, options = {}) {
  const answer = await fetch(address, options);
  if (answer.ok) await copies.put(name, key, await copies.plain(key, answer));
}

async function bringMissing(name, paths) {
  const there = new Set(await copies.kept(name));
  await Promise.all(paths.filter((path) => !there.has(path)).map((path) => bring(name, path)));
}

// What the browser fetched for this page it has at hand: keeping it costs no line.
function fetched(folder) {
  const urls = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const paths = urls.filter(({ origin }) => origin === location.origin).map((url) => url.pathname);
  return [...new Set(paths)].filter((path) => path.startsWith(folder));
}

// The page being read: its words where no worker was there to keep them, its pictures in view.
export async function keepRead() {
  const key = copies.keyOf(location.href);
  if (!able || !key) return; // a preview has a key for nobody
  // The browser has just fetched it: asked for again, it would come over the line twice.
  const atHand = { cache: "force-cache" };
  if (!(await copies.find(key))) await bring(copies.READ, key, location.pathname, atHand);
  await bringMissing(copies.PARTS, fetched("/static/"));
  await bringMissing(copies.PICTURES, fetched("/media/anh/"));
}

export async function save(piece, images) {
  const others = saved().filter(({ id }) => id !== piece.id);
  if (!remember(LIST, [{ ...piece, at: Date.now(), gone: false }, ...others].slice(0, MOST))) return false;
  if (!able) return true;
  navigator.storage?.persist?.();
  const key = copies.keyOf(piece.path);
  const copy = await copies.find(key, copies.READ);
  if (copy) await copies.put(copies.SAVED, key, copy);
  else await bring(copies.SAVED, key, piece.path);
  const paths = images.map((address) => new URL(address, location)).filter(({ origin }) => origin === location.origin);
  await bringMissing(copies.SAVED_PICTURES, paths.map((url) => url.pathname));
  return true;
}

export async function unsave(id) {
  remember(LIST, saved().filter((piece) => piece.id !== id));
  if (able) await copies.drop(`/bai-post${id}.html`, copies.SAVED);
}

// Asks which pieces readers may have now: drops what was withdrawn, brings what was changed.
export async function check() {
  if (!able) return;
  const keys = [...new Set([...(await copies.kept(copies.READ)), ...(await copies.kept(copies.SAVED))])];
  const ids = [...new Set([...saved().map(({ id }) => id), ...keys.map(copies.idOf)])];
  const marks = {};
  for (let at = 0; at < ids.length; at += BATCH) {
    const answer = await fetch(`/con-dang/?bai=${ids.slice(at, at + BATCH)}`);
    if (!answer.ok) return;
    Object.assign(marks, await answer.json());
  }
  for (const key of keys) await settle(key, marks[copies.idOf(key)]);
  remember(LIST, saved().map((piece) => ({ ...piece, gone: marks[piece.id] === null })));
}

async function settle(key, mark) {
  if (mark === null) return copies.drop(key, copies.READ, copies.SAVED);
  const words = await (await copies.find(key))?.text();
  if (words?.includes(`data-version="${mark}"`)) return;
  return copies.note(key, await fetch(key));
}
