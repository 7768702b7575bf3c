// Words this machine kept of earlier sittings, offered back as the newsroom offers its own.
import { dropCopy } from "./local-copy.js"
import { same } from "./form-values.js"

const EXCERPT = 400

export function offerCopies(root, records, { now, take, label }) {
  for (const record of records) {
    const differing = Object.keys(record.values).filter((name) => !same(record.values[name], now[name] ?? ""))
    const own = root.querySelector(`[data-offer="${record.sitting}"]`)
    if (!differing.length || (record.kept && own)) continue
    own?.remove() // the newsroom has less of it
    root.append(shown(record, differing, { take, label }))
  }
}

function shown(record, names, { take, label }) {
  const when = new Date(record.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" })
  const section = document.createElement("section")
  section.className = "writing__offer"
  section.dataset.copy = record.sitting
  section.innerHTML = `<p></p><details><summary></summary><dl class="difference-lines"></dl></details>
    <p class="writing__acts"><button type="button" class="button" data-take>Lấy lại</button>
    <button type="button" class="button" data-forget>Bỏ bản này</button></p>`
  section.querySelector("p").textContent = `Máy này giữ bản gõ dở lúc ${when}, chưa lưu.`
  section.querySelector("summary").textContent = `Xem chỗ khác: ${names.map(label).join(", ")}`
  for (const name of names) section.querySelector("dl").append(line(label(name), record.values[name]))
  section.querySelector("[data-take]").addEventListener("click", () => {
    take(record)
    section.remove()
  })
  section.querySelector("[data-forget]").addEventListener("click", () => {
    dropCopy(record.sitting)
    section.remove()
  })
  return section
}

function line(label, value) {
  const part = document.createElement("div")
  const words = new DOMParser().parseFromString(String(value).replaceAll("</p>", "</p>\n"), "text/html").body.textContent
  part.append(document.createElement("dt"), document.createElement("dd"))
  part.firstChild.textContent = label
  part.lastChild.textContent = words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words || "(bỏ trống)"
  return part
}
