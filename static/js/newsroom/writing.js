// Keeps what is typed: here on this machine and, a breath later, beside the piece in the newsroom.
// An unfinished Vietnamese syllable is nobody's word yet: nothing is read while one is composed.
import { putBack, readerOf, same } from "./form-values.js"
import { copiesOf, dropCopy, heldSittings, holdSitting, keepCopy } from "./local-copy.js"
import { offerCopies } from "./offers.js"
import { watchPastes } from "./old-text.js"
import { seatsOf } from "./seats.js"
import { signInPlace } from "./sign-in-place.js"
import { spliceOf } from "./text-splice.js"

const PAUSE = 1000 // milliseconds after the last key
const LONGEST = 5000 // of typing without a pause
const BEAT = 20_000
const LONGEST_BODY = 3_000_000 // letters; a longer post is cut off before its form can answer
const WHOLE = 300 // letters up to which a field is sent as it is
const MOST_ASKED = 200 // sittings in one question
const LARGEST = 60_000 // bytes a page may still send while it closes

const root = document.querySelector("[data-writing]")
if (root) start(root, root.closest("form"))

function start(root, form) {
  const { sitting, user, piece, autosave, signIn, takeOver: takeOverAddress } = root.dataset
  const read = readerOf(form, root.dataset.fields.split(" "))
  const status = statusLine(root)
  const showSeats = seatsOf(root, { takeOver })
  const opening = read()
  let held = root.dataset.refused === undefined ? opening : {} // what the newsroom has, by field
  let now = opening
  let number = Number(root.dataset.number)
  let flying = null
  let composing = false
  let submitted = false
  let refused = false
  let timer = null
  let since = 0
  let editor = null

  holdSitting(sitting)
  document.addEventListener("prose-editor:ready", (event) => (editor = event.detail.editor))
  document.addEventListener("compositionstart", () => (composing = true))
  document.addEventListener("compositionend", () => {
    composing = false
    soon()
  })
  form.addEventListener("input", soon)
  form.addEventListener("change", soon)
  window.django?.jQuery?.(form).on("change", soon)
  form.addEventListener("submit", sending)
  addEventListener("pagehide", () => speak({ leaving: true }))
  addEventListener("pageshow", (event) => event.persisted && ((submitted = false), speak()))
  document.addEventListener("visibilitychange", () => document.hidden && speak())
  addEventListener("online", () => speak())
  watchPastes(form, root.dataset.fields.split(" "), {
    read,
    label,
    ask: (name, text) => post(root.dataset.oldText, JSON.stringify({ name, text })),
    put: (name, text) => putBack(form, { [name]: text }, editor),
  })
  setInterval(speak, BEAT)
  speak()
  offer()

  function soon() {
    if (composing) return
    since ||= Date.now()
    clearTimeout(timer)
    timer = setTimeout(speak, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())))
  }

  // Reads the form unless a syllable is open; what was read last stands until it is closed.
  function settle() {
    if (composing || editor?.view.composing) return
    const before = now
    now = read()
    if (Object.keys(now).some((name) => !same(now[name], before[name]))) copy()
  }

  function changes(from) {
    const names = Object.keys(now).filter((name) => !same(now[name], from[name]))
    return Object.fromEntries(names.map((name) => [name, now[name]]))
  }

  function copy(more = {}) {
    const values = root.dataset.refused === undefined ? changes(opening) : now
    if (!Object.keys(values).length) return dropCopy(sitting)
    const { base, opened } = form.elements
    const record = { sitting, user, piece, base: base?.value ?? "", opened: opened?.value ?? "", at: Date.now(), values }
    return keepCopy({ ...record, kept: false, sent: false, ...more })
  }

  function fieldsFor(from) {
    return Object.fromEntries(
      Object.entries(changes(from)).map(([name, value]) => {
        const whole = Array.isArray(value) || value.length < WHOLE || typeof from[name] !== "string"
        return [name, whole ? value : spliceOf(from[name], value)]
      }),
    )
  }

  async function speak({ leaving = false } = {}) {
    clearTimeout(timer)
    since = 0
    settle()
    if (refused || (flying && !leaving)) return
    const fields = submitted ? {} : fieldsFor(flying?.state ?? held)
    const spoke = Object.keys(fields).length > 0
    if (spoke) number++
    const sent = number
    const base = Number(form.elements.base?.value) || null
    const body = JSON.stringify({ sitting, user: Number(user), base, number, fields, leaving })
    if (leaving) {
      if (body.length < LARGEST) post(autosave, body, { keepalive: true }).catch(() => {})
      return
    }
    flying = { state: now }
    const answer = await post(autosave, body).catch(() => null)
    const state = flying.state
    flying = null
    heard(answer, state, { spoke, sent })
  }

  function heard(answer, state, { spoke, sent }) {
    if (!answer) {
      status("Chưa nối được với tòa soạn. Chữ bạn gõ được giữ trên máy này.", true)
      return
    }
    if (answer.status === 401) {
      status(answer.said, true)
      form.elements.csrfmiddlewaretoken.value = answer.csrf
      signInAgain()
      return
    }
    if (answer.said) {
      refused = answer.status !== 422
      status(`${answer.said} Chữ bạn gõ được giữ trên máy này.`, true)
      return
    }
    number = Math.max(number, answer.number)
    if (spoke && answer.number !== sent) {
      // Another page of this sitting was heard meanwhile: these words came as old ones.
      held = {}
      showSeats(answer)
      soon()
      return
    }
    held = Object.fromEntries(Object.entries(state).filter(([name]) => !answer.again.includes(name)))
    if (spoke && !answer.again.length) status(`Đã giữ bản gõ dở lúc ${answer.at}.`)
    showSeats(answer)
    if (spoke && state === now && !answer.again.length && !submitted) copy({ kept: true })
    if (answer.again.length || state !== now) soon()
  }

  async function post(address, body, options = {}) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value }
    const answer = await fetch(address, { method: "POST", headers, body, ...options })
    return { ...(await answer.json()), status: answer.status }
  }

  async function signInAgain() {
    const signed = await signInPlace(signIn, form.elements.csrfmiddlewaretoken.value)
    if (!signed) return
    form.elements.csrfmiddlewaretoken.value = signed.csrf
    if (String(signed.user) === user) speak()
    else status("Bạn vừa đăng nhập bằng tài khoản khác. Chữ trong trang này là của người mở trang.", true)
  }

  async function takeOver() {
    const answer = await post(takeOverAddress, JSON.stringify({ sitting, user: Number(user) })).catch(() => null)
    if (answer?.writes) showSeats({ writes: true, others: [], taken_by: "" })
    else status(answer?.said ?? "Chưa nối được với tòa soạn.", true)
  }

  function sending(event) {
    // Buttons of the panels lead elsewhere: what is typed is not saved by them.
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return
    if (!navigator.onLine) {
      event.preventDefault()
      status("Mất mạng nên chưa gửi được. Chữ bạn gõ được giữ trên máy này; hãy lưu lại khi có mạng.", true)
      return
    }
    if (form.elements.body?.value.length > LONGEST_BODY) {
      event.preventDefault()
      status("Nội dung dài quá mức tòa soạn nhận được. Hãy chia bài thành nhiều kỳ.", true)
      return
    }
    composing = false
    settle()
    form.elements.number.value = number
    tellTouched()
    submitted = true
    clearTimeout(timer)
    copy({ sent: true })
  }

  // What was changed since the form was opened; a form that came back refused says what it said then
  // as well, and nothing where it said nothing.
  function tellTouched() {
    const { touched } = form.elements
    if (root.dataset.refused !== undefined && !touched.value) return
    const names = new Set([...touched.value.split(" "), ...Object.keys(changes(opening))].filter(Boolean))
    touched.value = ["js", ...[...names].filter((name) => name !== "js")].join(" ")
  }

  async function offer() {
    const live = await heldSittings()
    const found = []
    const copies = await copiesOf(user, piece)
    const saved = await savedOf(copies.filter((record) => record.sent).map((record) => record.sitting))
    for (const record of copies) {
      if (record.sitting === sitting || live.has(record.sitting)) continue
      if (record.sent && saved.has(record.sitting)) dropCopy(record.sitting)
      else found.push(record)
    }
    offerCopies(root, found, { now: opening, take, label })
  }

  // The page names the newest; of older ones the newsroom is asked.
  async function savedOf(sittings) {
    const saved = new Set(root.dataset.saved.split(" "))
    const others = sittings.filter((key) => !saved.has(key)).slice(0, MOST_ASKED)
    if (!others.length) return saved
    const answer = await post(root.dataset.savedWords, JSON.stringify({ sittings: others })).catch(() => null)
    return new Set([...saved, ...(answer?.saved ?? [])])
  }

  async function take(record) {
    putBack(form, record.values, editor)
    for (const name of ["base", "opened"]) {
      if (record[name] && form.elements[name]) form.elements[name].value = record[name]
    }
    const took = Object.assign(document.createElement("input"), { type: "hidden", name: "took", value: record.sitting })
    form.append(took)
    settle()
    await copy()
    dropCopy(record.sitting)
    speak()
  }

  function label(name) {
    const words = form.querySelector(`label[for="id_${name}"]`)?.textContent ?? name
    return words.trim().replace(/:$/, "")
  }
}

function statusLine(root) {
  const line = document.createElement("p")
  line.className = "writing__kept"
  line.setAttribute("role", "status")
  const row = document.querySelector(".submit-row")
  if (row) row.before(line)
  else root.append(line)
  return (words, lost = false) => {
    line.textContent = words
    line.classList.toggle("writing__kept--lost", lost)
  }
}
