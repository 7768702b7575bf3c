// Reads a piece aloud with the device's own Vietnamese voice, sentence by sentence: browsers fall
// silent in utterances of more than some fifteen seconds.
import { recall, remember } from "./memory.js";

const LONGEST = 180; // characters of one utterance
const PLACES = "nghe"; // { piece: number of its next sentence }
const PIECES = 30;
const BLOCKS = "h1, .sapo, .article__body :is(p, h2, h3, h4, li, blockquote, tr, dt, dd), .signature";
const bar = document.querySelector(".listening");
const part = (name) => bar.querySelector(`[data-listen="${name}"]`);

// [{ block, words }] in the order of the page, captions and blocks of blocks left out.
function sentences() {
  const blocks = [...document.querySelectorAll(BLOCKS)].filter(
    (block) => !block.closest("figure, .related, dialog") && !block.querySelector("p, li, blockquote"),
  );
  return blocks.flatMap((block) => split(spoken(block)).map((words) => ({ block, words })));
}

const spoken = (block) =>
  block.cells ? [...block.cells].map((cell) => cell.textContent.trim()).join(", ") : block.textContent.trim();

// At the end of sentences, then at commas, then between words.
function split(text) {
  const ends = text.split(/(?<=[.!?…:;]["”’)]*)\s+/).filter(Boolean);
  return ends.flatMap((sentence) => {
    const lines = [""];
    for (const bit of sentence.split(sentence.length > LONGEST ? /(?<=,)\s+|\s+/ : /$^/)) {
      if (lines.at(-1) && lines.at(-1).length + bit.length > LONGEST) lines.push("");
      lines[lines.length - 1] = `${lines.at(-1)} ${bit}`.trim();
    }
    return lines;
  });
}

export function reader(piece, voice) {
  const all = sentences();
  let at = Math.min(recall(PLACES, {})[piece] ?? 0, all.length - 1);
  let speaking = false;
  let turn = 0; // what was cancelled still reports its end

  function keepPlace() {
    const { [piece]: _old, ...others } = recall(PLACES, {});
    const entries = Object.entries(others).slice(1 - PIECES);
    remember(PLACES, Object.fromEntries(at ? [...entries, [piece, at]] : entries));
  }

  function mark(block) {
    document.querySelector(".is-read-aloud")?.classList.remove("is-read-aloud");
    block?.classList.add("is-read-aloud");
    block?.scrollIntoView({ block: "nearest" });
  }

  function speak() {
    const own = ++turn;
    speechSynthesis.cancel();
    const { block, words } = all[at];
    const utterance = new SpeechSynthesisUtterance(words);
    Object.assign(utterance, { voice, lang: voice.lang, rate: Number(part("speed").value) });
    utterance.onend = () => own === turn && next();
    utterance.onerror = ({ error }) => own === turn && error !== "interrupted" && pause();
    mark(block);
    part("progress").textContent = `Câu ${at + 1}/${all.length}.`;
    keepPlace();
    speechSynthesis.speak(utterance);
  }

  function next() {
    if (++at < all.length) speak();
    else stop();
  }

  function set(on) {
    speaking = on;
    part("pause").textContent = on ? "Tạm dừng" : "Đọc tiếp";
  }

  // Some telephones cannot go on after a pause(): the sentence begins anew.
  function pause() {
    set(false);
    turn++;
    speechSynthesis.cancel();
  }

  function start() {
    bar.hidden = false;
    set(true);
    speak();
  }

  function stop() {
    pause();
    at = 0;
    keepPlace();
    mark(null);
    bar.hidden = true;
    document.querySelector('[data-tool="listen"]').focus();
  }

  part("pause").addEventListener("click", () => (speaking ? pause() : start()));
  part("stop").addEventListener("click", stop);
  part("speed").addEventListener("change", () => {
    remember("toc-do", part("speed").value);
    if (speaking) speak();
  });
  part("speed").value = recall("toc-do", "1");
  addEventListener("pagehide", pause);
  return { start };
}
