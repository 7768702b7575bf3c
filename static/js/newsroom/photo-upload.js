// Many photos into the library: each file goes by its own request, two at a time.
// Markup: templates/photos/upload.html; a file's row is templates/photos/upload_result.html.
// Without this module the page's form sends all files together.
const AT_ONCE = 2
const LOST = "Mất kết nối, ảnh chưa gửi được."
const BROKEN = "Máy chủ gặp lỗi, ảnh chưa vào kho."

const page = document.querySelector("[data-uploads]")
const part = (name) => page.querySelector(`[data-${name}]`)
const input = page.querySelector("input[type=file]")
const waiting = []
const failed = new Map() // row → file, for those another try may help
const tally = { all: 0, in: 0, refused: 0, sending: 0 }
let unchecked = Number(part("onward").dataset.waiting)

// Signs that turn the direction of writing: “gpj.exe” must not look like “exe.jpg”.
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const figure = (value) => value.toLocaleString("vi-VN")

function token() {
  // The cookie's, not the page's: signing in again in another window has changed it.
  const kept = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)
  return kept ? kept[1] : page.querySelector("[name=csrfmiddlewaretoken]").value
}

// --- a file's row

function rowFor(file) {
  const row = part("blank").content.firstElementChild.cloneNode(true)
  const find = (name) => row.querySelector(`[data-${name}]`)
  const name = file.name.replace(TURNS, "")
  find("name").textContent = name
  find("bar").setAttribute("aria-label", `Tiến độ gửi ${name}`)
  find("retry").addEventListener("click", () => retry(row))
  find("keep").addEventListener("click", () => {
    find("alike").hidden = true
    find("state").tabIndex = -1
    find("state").focus() // the button that had it is gone
  })
  find("throw").addEventListener("submit", (event) => {
    event.preventDefault()
    throwAway(row, find)
  })
  part("list").append(row)
  return row
}

function tell(row, sentence, look = "") {
  row.querySelector("[data-state]").textContent = sentence
  row.className = `arrival ${look && `arrival--${look}`}`
}

function showPhoto(row, photo) {
  const find = (name) => row.querySelector(`[data-${name}]`)
  tell(row, `Đã vào kho, ảnh số ${photo.id}.`, "in")
  find("picture").src = photo.thumbnail
  find("picture").hidden = false
  find("caption").textContent = photo.caption
  find("caption").hidden = !photo.caption
  const facts = [photo.credit && `Ảnh: ${photo.credit}`, photo.place, photo.taken_on].filter(Boolean)
  find("facts").replaceChildren(...facts.flatMap((fact) => [element("span", fact), " "]))
  find("facts").hidden = !facts.length
  find("warnings").replaceChildren(...photo.warnings.map((sentence) => element("li", sentence)))
  find("others").replaceChildren(...photo.alike.map(otherPhoto))
  find("alike").hidden = !photo.alike.length
  find("throw").action = photo.throw_away
  find("keep").hidden = false
  find("hint").hidden = true
}

function otherPhoto(other) {
  const link = element("a", "")
  link.href = other.url
  link.target = "_blank"
  const picture = element("img", "")
  picture.src = other.thumbnail
  picture.alt = ""
  link.append(picture, element("span", `Số ${other.id}: ${other.caption || "chưa có chú thích"}`))
  const item = element("li", "")
  item.append(link)
  return item
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

// --- sending

function add(files) {
  for (const file of files) {
    const row = rowFor(file)
    tally.all += 1
    if (file.size > Number(page.dataset.most)) {
      tally.refused += 1
      tell(row, page.dataset.tooLarge, "refused")
    } else {
      tell(row, "Đang chờ")
      waiting.push([row, file])
    }
  }
  next()
}

function next() {
  while (tally.sending < AT_ONCE && waiting.length) send(...waiting.shift())
  report()
}

function send(row, file) {
  const bar = row.querySelector("[data-bar]")
  const form = new FormData()
  form.append("file", file)
  const request = new XMLHttpRequest()
  request.open("POST", page.dataset.address)
  request.setRequestHeader("X-CSRFToken", token())
  request.setRequestHeader("Accept", "application/json")
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return
    bar.value = (100 * event.loaded) / event.total
    tell(row, event.loaded < event.total ? `Đang gửi, ${Math.floor(bar.value)}%` : "Đang xem ảnh…")
  })
  request.addEventListener("loadend", () => {
    tally.sending -= 1
    bar.hidden = true
    answered(row, file, request)
    next()
  })
  bar.value = 0
  bar.hidden = false
  tally.sending += 1
  tell(row, "Đang gửi")
  request.send(form)
}

function answered(row, file, request) {
  const answer = read(request)
  if (request.status === 200 && answer) {
    tally.in += 1
    unchecked += 1
    showPhoto(row, answer)
  } else if (request.status === 413 || (request.status === 422 && answer)) {
    tally.refused += 1
    tell(row, answer?.error ?? page.dataset.tooLarge, "refused")
    showKnown(row, answer?.known)
  } else {
    failed.set(row, file)
    tell(row, answer?.error ?? (request.status ? BROKEN : LOST), "failed")
    row.querySelector("[data-retry]").hidden = false
  }
}

function read(request) {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return null
  }
}

function showKnown(row, known) {
  const link = row.querySelector("[data-known]")
  link.hidden = !known
  if (!known) return
  link.href = known.url
  link.target = "_blank"
  link.textContent = `Mở ảnh số ${known.id}`
}

function retry(row) {
  waiting.push([row, failed.get(row)])
  failed.delete(row)
  row.querySelector("[data-retry]").hidden = true
  tell(row, "Đang chờ")
  next()
}

async function throwAway(row, find) {
  let response = null
  try {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" }
    response = await fetch(find("throw").action, { method: "POST", headers })
  } catch {
    // Told below, as any other failure.
  }
  if (!response?.ok) {
    const answer = await response?.json().catch(() => null)
    find("state").textContent = answer?.error ?? "Chưa bỏ được ảnh. Hãy thử lại."
    return
  }
  tell(row, "Đã bỏ ảnh mới vào thùng rác.")
  for (const name of ["alike", "warnings", "caption", "facts"]) find(name).hidden = true
  unchecked -= 1
  report()
}

// --- all of them

function report() {
  const done = tally.in + tally.refused
  const sentences = [`Đã xong ${figure(done)} trên ${figure(tally.all)} tệp.`]
  if (tally.refused) sentences.push(`${figure(tally.refused)} tệp không nhận.`)
  if (failed.size) sentences.push(`${figure(failed.size)} tệp chưa gửi được.`)
  part("status").textContent = tally.all ? sentences.join(" ") : ""
  part("retry-all").hidden = failed.size < 2
  part("onward").hidden = !unchecked || underWay()
  part("onward").textContent = `Soát thông tin ${figure(unchecked)} ảnh`
}

function underWay() {
  return tally.sending > 0 || waiting.length > 0
}

window.addEventListener("beforeunload", (event) => {
  if (underWay()) event.preventDefault()
})

part("retry-all").addEventListener("click", () => {
  for (const row of [...failed.keys()]) retry(row)
})

input.addEventListener("change", () => {
  add([...input.files])
  input.value = ""
})

// A picture let go beside the zone would open in place of the page.
for (const kind of ["dragover", "drop"]) {
  window.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault()
  })
}
const zone = part("zone")
zone.addEventListener("dragover", () => zone.classList.add("uploads__zone--over"))
zone.addEventListener("dragleave", () => zone.classList.remove("uploads__zone--over"))
zone.addEventListener("drop", (event) => {
  zone.classList.remove("uploads__zone--over")
  add([...event.dataTransfer.files])
})

page.classList.add("uploads--scripted")
part("send").hidden = true
part("call").hidden = false
