// The moderators' desk by keys: a card beside the list, a decision without leaving it, and who else
// has what open. Without this script every act is a form or a link that works by itself.

const desk = document.querySelector("[data-queue]")
const pane = desk.querySelector("[data-pane]")
const keys = desk.querySelector("[data-keys]")
const undo = desk.querySelector("[data-undo]")
const wide = matchMedia("(min-width: 64rem)")
const STATE_EVERY = 15_000
const TYPING = "input:not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable=true]"

let current = null
let askedWithoutReason = false
let renewing = 0

const rows = () => [...desk.querySelectorAll("[data-row]:not([data-gone])")]
const card = () => desk.querySelector("[data-card-of]")
const verdictForm = () => desk.querySelector("form[data-verdict]")
const token = () => desk.querySelector("[name=csrfmiddlewaretoken]").value

function tell(words) {
  const place = desk.querySelector("[data-told-all]")
  if (!place) return
  place.textContent = words
  place.hidden = !words
}

async function post(address, facts) {
  const body = facts instanceof FormData ? facts : new URLSearchParams({ csrfmiddlewaretoken: token(), ...facts })
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } })
  const told = await answer.json().catch(() => ({ told: "Máy chủ không nhận việc này. Xin tải lại trang." }))
  return { ok: answer.ok, ...told }
}

// --- the card that is open ---------------------------------------------------------------------

function hold() {
  clearInterval(renewing)
  const address = card()?.dataset.claim
  if (address) renewing = setInterval(() => renew(address), desk.dataset.renewed * 1000)
}

async function renew(address) {
  try {
    const { ok, own, by } = await post(address, { viec: "giu" })
    if (!ok || own) return
    clearInterval(renewing)
    card()?.removeAttribute("data-claim")
    const words = `${by} đã giành ý kiến này.`
    tell(words)
    verdictForm()?.querySelectorAll("button").forEach((button) => { button.disabled = true })
  } catch {
    // The line is dead: asked again in a minute, and checked once more at the decision.
  }
}

function release() {
  clearInterval(renewing)
  const address = card()?.dataset.claim
  if (!address) return
  const facts = new FormData()
  facts.set("csrfmiddlewaretoken", token())
  facts.set("viec", "tha")
  navigator.sendBeacon(address, facts)
}

async function open(row) {
  if (!pane || !wide.matches) return
  release()
  const separator = row.dataset.card.includes("?") ? "&" : "?"
  const answer = await fetch(`${row.dataset.card}${separator}phan=the`)
  if (!answer.ok || current !== row) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  pane.replaceChildren(...page.body.childNodes)
  pane.hidden = false
  pane.scrollTop = 0
  askedWithoutReason = false
  hold()
}

function choose(row) {
  if (!row) return
  current?.removeAttribute("aria-current")
  current = row
  row.setAttribute("aria-current", "true")
  row.scrollIntoView({ block: "nearest" })
  open(row).catch(() => tell("Chưa mở được ý kiến. Đường truyền có thể đang đứt."))
}

function step(by) {
  const all = rows()
  const at = all.indexOf(current)
  choose(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))])
}

// --- deciding ----------------------------------------------------------------------------------

function press(verdict) {
  const form = verdictForm()
  if (!form) {
    if (current && !wide.matches) location.assign(current.dataset.card)
    return
  }
  const unsaid = !form.elements.reason.value.trim() && !form.elements.template.value
  if (verdict === "reject" && unsaid && !askedWithoutReason) {
    askedWithoutReason = true
    tell("Chọn mẫu lý do bằng phím 1 đến 9 rồi nhấn T; nhấn T lần nữa nếu không ghi lý do.")
    form.elements.template.closest("p").classList.add("verdict__reason--wanted")
    return
  }
  form.requestSubmit(form.querySelector(`button[value=${verdict}]`))
}

async function decide(form, button) {
  const row = current
  const facts = new FormData(form, button)
  form.querySelectorAll("button").forEach((one) => { one.disabled = true })
  const { ok, told, undo: act } = await post(form.action, facts)
  tell(told)
  if (!ok) {
    form.querySelectorAll("button[name]").forEach((one) => { one.disabled = false })
    return
  }
  if (undo && act) {
    undo.hidden = false
    undo.elements.viec.value = act
  }
  const all = rows()
  const next = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1]
  row.remove()
  count()
  pane.replaceChildren()
  if (next) choose(next)
  else location.reload()
}

function count() {
  const place = desk.querySelector("[data-chosen]")
  if (place) place.textContent = desk.querySelectorAll("[name=chon]:checked").length
}

// --- who else is there -------------------------------------------------------------------------

async function look() {
  const shown = rows()
  if (!shown.length || document.hidden) return
  const asked = shown.map((row) => row.dataset.row).join(",")
  const answer = await fetch(`${desk.dataset.state}?y-kien=${asked}`)
  if (!answer.ok) return
  const { claims, gone } = await answer.json()
  for (const row of shown) {
    const by = claims[row.dataset.row]
    const over = gone.includes(Number(row.dataset.row))
    const place = row.querySelector("[data-told]")
    place.textContent = over ? "đã có người quyết định" : by ? `${by} đang xem` : ""
    place.hidden = !place.textContent
    if (over) {
      row.dataset.gone = ""
      row.querySelectorAll("input, button").forEach((one) => { one.disabled = true })
    }
  }
}

// --- keys --------------------------------------------------------------------------------------

const acts = {
  j: () => step(1),
  k: () => step(-1),
  d: () => press("approve"),
  t: () => press("reject"),
  s: () => press("spam"),
  b: () => card()?.querySelector("[data-key=b]")?.click(),
  x: () => current?.querySelector("[name=chon]")?.click(),
  z: () => undo && !undo.hidden && undo.requestSubmit(),
  "?": () => (keys.open ? keys.close() : keys.showModal()),
}

function pick(number) {
  const select = (verdictForm() ?? desk).querySelector("[data-templates]")
  const option = select?.options[number]
  if (option) select.value = option.value
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat) return
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return
  const key = event.key.toLowerCase()
  if (keys.open && key !== "?") return
  if (/^[1-9]$/.test(key)) pick(Number(key))
  else if (acts[key]) acts[key]()
  else return
  event.preventDefault()
})

desk.addEventListener("submit", (event) => {
  if (!pane || !event.target.matches("[data-verdict]")) return
  event.preventDefault()
  decide(event.target, event.submitter).catch(() => {
    tell("Quyết định chưa được ghi. Đường truyền có thể đang đứt; chữ còn nguyên.")
    event.target.querySelectorAll("button[name]").forEach((one) => { one.disabled = false })
  })
})

desk.addEventListener("click", (event) => {
  if (event.target.closest("[data-key='?']")) acts["?"]()
  const link = event.target.closest("[data-open]")
  if (!link || !pane || !wide.matches || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  choose(link.closest("[data-row]"))
})

desk.addEventListener("change", count)
addEventListener("pagehide", release)
desk.querySelectorAll("[data-key='?'][hidden]").forEach((button) => { button.hidden = false })
hold()
count()
if (pane) setInterval(() => look().catch(() => {}), STATE_EVERY)
if (pane && wide.matches && rows().length) choose(rows().find((row) => row.querySelector("[data-told]").hidden) ?? rows()[0])
