// “/” leads to the search box from wherever nothing is being typed.
// Markup: templates/newsroom/finding/box.html.
const box = document.getElementById("tim-toa-soan")

function typing(target) {
  return target.isContentEditable || target.matches("input, textarea, select, [role=textbox]")
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.defaultPrevented || typing(event.target)) return
  event.preventDefault()
  box.focus()
  box.select()
})
