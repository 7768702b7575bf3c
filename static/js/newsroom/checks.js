// A finding leads to its field; in the rich text to the words themselves, which are selected.
const panel = document.querySelector(".checks-panel")

panel.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-passage]")
  if (!link) return
  const field = document.querySelector(link.hash)
  const editor = field?.closest(".form-row")?.querySelector(".ProseMirror")
  const place = editor ?? field
  if (!place) return
  event.preventDefault()
  place.scrollIntoView({ block: "center" })
  place.focus({ preventScroll: true })
  const words = link.dataset.passage
  if (editor && words) select(editor, words)
  else if (words && "setSelectionRange" in place) {
    const start = place.value.indexOf(words)
    if (start >= 0) place.setSelectionRange(start, start + words.length)
  }
})

function select(editor, words) {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(words)
    if (start < 0) continue
    const range = document.createRange()
    range.setStart(node, start)
    range.setEnd(node, start + words.length)
    document.getSelection().removeAllRanges()
    document.getSelection().addRange(range)
    node.parentElement.scrollIntoView({ block: "center" })
    return
  }
}
