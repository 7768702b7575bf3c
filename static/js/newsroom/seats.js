// Who else is at the piece. Who came second reads until they take over; who lost the seat goes on
// typing and is told: saving then joins both.
export function seatsOf(root, { takeOver }) {
  const notice = root.querySelector("[data-presence]")
  // The panels beside the piece (notes, steps) stay open to whoever reads.
  const parts = document.querySelectorAll(".desk__main, .desk__side > fieldset")
  const buttons = document.querySelectorAll(".submit-row input[type=submit]")
  let wrote = false

  function lock(locked) {
    for (const part of parts) part.inert = locked
    for (const button of buttons) button.disabled = locked
  }

  function tell(words, act) {
    const said = `${words}|${act}`
    if (notice.dataset.said === said) return
    notice.dataset.said = said
    notice.replaceChildren(words)
    notice.hidden = !words
    if (!act) return
    const button = document.createElement("button")
    button.type = "button"
    button.className = "button"
    button.textContent = act
    button.addEventListener("click", takeOver)
    notice.append(button)
  }

  return function show({ writes, others, taken_by: takenBy }) {
    const writer = others.find((other) => other.writes)
    const self = others.some((other) => other.self)
    if (takenBy) {
      lock(false)
      tell(`${takenBy} đã giành quyền sửa. Chữ bạn gõ vẫn được giữ; khi bạn lưu, hai bản sẽ được nhập làm một.`, "Giành lại quyền sửa")
    } else if (!writes && writer && !writer.self && !wrote) {
      lock(true)
      tell(`${writer.name} đang sửa bài này, từ ${writer.since}. Bạn đang xem.`, "Giành quyền sửa")
    } else {
      lock(false)
      wrote ||= writes
      const names = others.filter((other) => !other.self).map((other) => other.name)
      const there = names.length ? `Cũng đang mở bài này: ${names.join(", ")}.` : ""
      tell(self ? `Bạn đang mở bài này ở một thẻ khác. ${there}`.trim() : there, "")
    }
  }
}
