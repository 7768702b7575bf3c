// “Dùng chung cho tất cả”: fills the blanks at once, to be seen before they are stored.
// Markup: templates/photos/check.html. Without this module they are filled when the form is sent.
const shared = document.querySelector("[data-shared]")

function fill() {
  let filled = 0
  for (const source of shared.querySelectorAll("input[name], textarea[name]")) {
    const value = source.value.trim()
    const name = source.name.replace(/^chung-/, "")
    for (const field of document.querySelectorAll(`[data-row] [name$="-${name}"]`)) {
      if (!value || field.value.trim()) continue
      field.value = value
      filled += 1
    }
  }
  shared.querySelector("[data-filled]").textContent = filled
    ? `Đã điền ${filled} ô.`
    : "Không có ô trống nào để điền."
}

if (shared) {
  const button = shared.querySelector("[data-fill]")
  button.hidden = false
  button.addEventListener("click", fill)
}
