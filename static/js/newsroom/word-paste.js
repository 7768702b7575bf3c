// What Word puts on the clipboard, made into what an editor meant: lists are lists again, at
// their level and number; its own tags, comments, page anchors and blank lines are gone.
const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i
const NUMBERED = /^\(?([0-9]{1,3}|[a-zđ]{1,4})[.)]/i

export function fromWord(html) {
  if (!/\bMso|mso-/.test(html)) return html
  const page = new DOMParser().parseFromString(html, "text/html")
  dropJunk(page)
  makeLists(page)
  return page.body.innerHTML
}

function dropJunk(page) {
  const comments = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) comment.remove()
  for (const junk of page.querySelectorAll("style, script, xml, meta, link, title, img")) junk.remove()
  for (const element of [...page.body.querySelectorAll("*")]) {
    const ofWord = element.localName.includes(":")
    const anchor = element.localName === "a" && !/^(https?|mailto|tel):/i.test(element.getAttribute("href") ?? "")
    if (ofWord || anchor) element.replaceWith(...element.childNodes)
  }
  for (const paragraph of page.querySelectorAll("p")) {
    if (!paragraph.textContent.trim() && !paragraph.closest("td, th")) paragraph.remove()
  }
}

// Word sends a list as loose paragraphs with the bullet typed in front.
function makeLists(page) {
  let open = [] // the lists from the outermost to the one being filled
  for (const paragraph of [...page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const wanted = Number(LEVEL.exec(paragraph.getAttribute("style") ?? "")?.[1] ?? 0)
    if (!wanted) continue
    const marker = takeMarker(paragraph)
    const number = NUMBERED.exec(marker)?.[1]
    const tag = number ? "ol" : "ul"
    if (paragraph.previousElementSibling !== open[0]) open = []
    const level = Math.min(wanted, open.length + 1)
    open.length = Math.min(open.length, level)
    if (open.at(level - 1)?.localName !== tag) {
      open.length = level - 1
      open.push(newList(page, tag, number))
      if (level === 1) paragraph.before(open[0])
      else open[level - 2].lastElementChild.append(open[level - 1])
    }
    const item = page.createElement("li")
    item.append(...paragraph.childNodes)
    open[level - 1].append(item)
    paragraph.remove()
  }
}

// A numbered list that goes on after a paragraph keeps counting.
function newList(page, tag, number) {
  const list = page.createElement(tag)
  if (Number(number) > 1) list.start = Number(number)
  return list
}

// The bullet or number stands in a span that Word tells its own readers to ignore.
function takeMarker(paragraph) {
  const span = [...paragraph.querySelectorAll("span")].find((candidate) =>
    /mso-list:\s*Ignore/i.test(candidate.getAttribute("style") ?? ""),
  )
  const marker = span?.textContent.trim() ?? ""
  span?.remove()
  return marker
}
