// The moderators' desk by keys: a card beside the list, a decision without leaving it, and who else
// has what open. Without this script every act is a form or a link that works by itself.

const desk = document.querySelector("[data-queue]")
const pane = desk.querySelector("[data-pane]")
const keys = desk.querySelector("[data-keys]")
const undo = desk.querySelector("[data-undo]")
const wide = matchMedia("(min-width: 64rem)")
const STATE_EVERY = 15_000
const SENT_AGAIN = 5_000
const TYPING = "input:not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable=true]"

let current = null
let askedWithoutReason = false
let renewing = 0
let opening = new AbortController()
let taken = Promise.resolve()
let underWay = new WeakSet()

const rows = () => [...desk.querySelectorAll("[data-row]:not([data-gone])")]
const card = () => desk.querySelector("[data-card-of]")
const verdictForm = () => desk.querySelector("form[data-verdict]")
const rowOf = (form) => desk.querySelector(`[data-row="${form.closest("[data-card-of]").dataset.cardOf}"]`)
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
  if (address) renewing = setInterval(() => { taken = renew(address) }, desk.dataset.renewed * 1000)
  return address
}

async function renew(address) {
  try {
    const { ok, own, by } = await post(address, { viec: "giu" })
    if (!ok || own || card()?.dataset.claim !== address) return
    clearInterval(renewing)
    card().removeAttribute("data-claim")
    tell(`${by} đang xem ý kiến này.`)
    verdictForm()?.querySelectorAll("button").forEach((button) => { button.disabled = true })
  } catch {
    // The line is dead: asked again in a minute, and checked once more at the decision.
  }
}

function giveBack(address) {
  if (!address) return
  const facts = new FormData()
  facts.set("csrfmiddlewaretoken", token())
  facts.set("viec", "tha")
  navigator.sendBeacon(address, facts)
}

// A card leaves the pane before the next is asked for, so that no key decides on what was skipped;
// and only what is shown in the end is taken, so that nobody holds what he hurried past.
async function open(row) {
  if (!pane) return
  opening.abort()
  opening = new AbortController()
  const { signal } = opening
  const left = card()?.dataset.claim
  clearInterval(renewing)
  taken.then(() => giveBack(left))
  pane.replaceChildren()
  if (!wide.matches) return
  const separator = row.dataset.card.includes("?") ? "&" : "?"
  const answer = await fetch(`${row.dataset.card}${separator}phan=the`, { signal })
  if (!answer.ok) throw new Error(answer.status)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  signal.throwIfAborted()
  pane.replaceChildren(...page.body.childNodes)
  pane.hidden = false
  pane.scrollTop = 0
  askedWithoutReason = false
  const address = hold()
  if (address) taken = renew(address)
}

function choose(row) {
  if (!row) return
  current?.removeAttribute("aria-current")
  current = row
  row.setAttribute("aria-current", "true")
  row.scrollIntoView({ block: "nearest" })
  open(row).catch((failure) => {
    if (failure.name !== "AbortError") tell("Chưa mở được ý kiến. Đường truyền có thể đang đứt.")
  })
}

function beside(row, by) {
  const all = [...desk.querySelectorAll("[data-row]")].filter((one) => one === row || !("gone" in one.dataset))
  return all[all.indexOf(row) + by]
}

function step(by) {
  choose(current ? beside(current, by) : rows()[0])
}

// --- deciding ----------------------------------------------------------------------------------

function ready() {
  const form = verdictForm()
  return form && (!pane || rowOf(form) === current) ? form : null
}

function press(verdict) {
  const form = ready()
  if (!form) {
    if (current && !wide.matches) location.assign(current.dataset.card)
    return
  }
  const button = form.querySelector(`button[value=${verdict}]`)
  if (button.disabled || underWay.has(form)) return
  const unsaid = !form.elements.reason.value.trim() && !form.elements.template.value
  if (verdict === "reject" && unsaid && !askedWithoutReason) {
    askedWithoutReason = true
    tell("Chọn mẫu lý do bằng phím 1 đến 9 rồi nhấn T; nhấn T lần nữa nếu không ghi lý do.")
    form.elements.template.closest("p").classList.add("verdict__reason--wanted")
    return
  }
  form.requestSubmit(button)
}

async function decide(form, button) {
  const row = rowOf(form)
  const facts = new FormData(form, button)
  form.querySelectorAll("button").forEach((one) => { one.disabled = true })
  await taken
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
  const next = beside(row, 1) ?? beside(row, -1)
  row.remove()
  count()
  if (row !== current) return
  card()?.remove()
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
  const place = pane && wide.matches ? ready() : verdictForm() ?? desk
  const select = place?.querySelector("[data-templates]")
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
  const form = event.target
  if (underWay.has(form)) {
    event.preventDefault()
    return
  }
  underWay.add(form)
  if (!pane || !form.matches("[data-verdict]")) {
    setTimeout(() => underWay.delete(form), SENT_AGAIN)
    return
  }
  event.preventDefault()
  decide(form, event.submitter).catch(() => {
    tell("Quyết định chưa được ghi. Đường truyền có thể đang đứt; chữ còn nguyên.")
    form.querySelectorAll("button[name]").forEach((one) => { one.disabled = false })
  }).finally(() => underWay.delete(form))
})

desk.addEventListener("click", (event) => {
  if (event.target.closest("[data-key='?']")) acts["?"]()
  const link = event.target.closest("[data-open]")
  if (!link || !pane || !wide.matches || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  choose(link.closest("[data-row]"))
})

desk.addEventListener("change", count)
addEventListener("pagehide", () => giveBack(card()?.dataset.claim))
addEventListener("pageshow", () => { underWay = new WeakSet() })
desk.querySelectorAll("[data-key='?'][hidden]").forEach((button) => { button.hidden = false })
hold()
count()
if (pane) setInterval(() => look().catch(() => {}), STATE_EVERY)
if (pane && wide.matches && rows().length) choose(rows().find((row) => row.querySelector("[data-told]").hidden) ?? rows()[0])
