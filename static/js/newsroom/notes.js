// The notes beside the form of a piece: written, answered and closed without leaving it.
//
// <section data-notes="address of the page of notes"> [data-threads] is drawn by the server and
// comes back from it; [data-with-script] shows what works only here.
const panel = document.querySelector("[data-notes]")
const form = panel.closest("form")
const [threads, words, passage, names] = ["threads", "words", "passage", "people"].map((name) =>
  panel.querySelector(`[data-${name}]`),
)
const cancel = panel.querySelector("[data-cancel]")
const CONTEXT = 60
const LONGEST = 300
let quoted = null
let answering = ""

const squeezed = (text) => text.replace(/\s+/g, " ").trim()

// What is selected in the piece stays meant while the note is typed.
document.addEventListener("selectionchange", () => {
  const found = selected()
  if (!found) return
  quoted = found
  passage.querySelector("span").textContent = `“${found.quote}”`
  passage.hidden = false
})

function selected() {
  const field = document.activeElement
  if (field?.form === form && ["title", "sapo"].includes(field.name)) {
    return cut(field.value, field.selectionStart, field.selectionEnd)
  }
  const selection = document.getSelection()
  const body = selection.anchorNode?.parentElement?.closest(".ProseMirror")
  if (!body || !form.contains(body) || selection.isCollapsed) return null
  const chosen = selection.getRangeAt(0)
  const ahead = document.createRange()
  ahead.setStart(body, 0)
  ahead.setEnd(chosen.startContainer, chosen.startOffset)
  const start = ahead.toString().length
  return cut(body.textContent, start, start + chosen.toString().length)
}

function cut(text, start, end) {
  const quote = squeezed(text.slice(start, end))
  if (!quote || quote.length > LONGEST) return null
  return { quote, before: text.slice(Math.max(0, start - CONTEXT), start), after: text.slice(end, end + CONTEXT) }
}

function drop() {
  quoted = null
  passage.hidden = true
}

function answer(note) {
  answering = note
  cancel.hidden = !note
  if (note) words.focus()
}

async function send(fields) {
  const body = new FormData()
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  try {
    const response = await fetch(panel.dataset.notes, { method: "POST", body, headers: { "X-Part": "threads" } })
    if (!response.ok && response.status !== 422) throw new Error(response.status)
    draw(await response.text())
    return response.ok
  } catch {
    draw(null)
    return false
  }
}

function draw(html) {
  if (html === null) {
    const said = document.createElement("p")
    said.className = "errornote"
    said.setAttribute("role", "alert")
    said.textContent = "Chưa gửi được. Chữ bạn gõ còn nguyên; hãy thử lại."
    threads.prepend(said)
  } else {
    threads.innerHTML = html
  }
  const open = threads.querySelector("[data-open]")?.dataset.open ?? "0"
  panel.querySelector("[data-count]").textContent = open === "0" ? "" : `(${open})`
  show()
}

function show() {
  for (const part of panel.querySelectorAll("[data-with-script]")) part.hidden = false
}

panel.addEventListener("click", async ({ target }) => {
  const button = target.closest("button")
  if (!button) return
  const { note } = button.dataset
  if ("drop" in button.dataset) drop()
  else if ("cancel" in button.dataset) answer("")
  else if (button.dataset.do === "answer") answer(note)
  else if (button.dataset.do === "add") {
    const typed = words.value
    const sent = await send(
      answering ? { do: "answer", note: answering, words: typed } : { do: "add", words: typed, ...quoted },
    )
    if (!sent) return
    if (words.value === typed) words.value = ""
    names.hidden = true
    drop()
    answer("")
  } else if (button.dataset.do) await send({ do: button.dataset.do, note })
})

// A quotation leads to where it stands in the editor.
threads.addEventListener("click", ({ target }) => {
  const quote = target.closest("[data-quote]")?.dataset.quote
  if (quote) window.find?.(quote, false, false, true)
})

// @tên: names that go on from what was typed.
words.addEventListener("input", async ({ isComposing }) => {
  if (isComposing) return
  const typed = /(?:^|\s)@([^@\n]{1,40})$/.exec(words.value.slice(0, words.selectionStart))
  names.hidden = true
  if (!typed) return
  const response = await fetch(`${panel.dataset.notes}nguoi/?q=${encodeURIComponent(typed[1])}`)
  if (!response.ok) return
  const { people } = await response.json()
  names.replaceChildren(...people.map((person) => offered(person, typed[1].length)))
  names.hidden = !people.length
})

function offered({ username, name }, length) {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = `${name} (@${username})`
  button.addEventListener("click", () => {
    const end = words.selectionStart
    words.setRangeText(`${username} `, end - length, end, "end")
    names.hidden = true
    words.focus()
  })
  const item = document.createElement("li")
  item.append(button)
  return item
}

show()
