// J and K go from piece to piece of the board; Enter opens the one in focus, as for any link.
const rows = () => [...document.querySelectorAll("[data-board] .board-row__title")]

const typing = (target) => target.closest("input, select, textarea, [contenteditable]")

document.addEventListener("keydown", (event) => {
  const way = { j: 1, k: -1 }[event.key.toLowerCase()]
  if (!way || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return
  const all = rows()
  const next = all.indexOf(document.activeElement) + (document.activeElement?.matches(".board-row__title") ? way : 1)
  const row = all[Math.min(Math.max(next, 0), all.length - 1)]
  if (!row) return
  event.preventDefault()
  row.focus()
  row.scrollIntoView({ block: "nearest" })
})
