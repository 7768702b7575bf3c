// Word sends a list as loose paragraphs with the bullet typed in front: make it a list again.
export function listsFromWord(html) {
  if (!html.includes("MsoListParagraph")) return html
  const page = new DOMParser().parseFromString(html, "text/html")
  let list = null
  for (const paragraph of [...page.querySelectorAll("p")]) {
    if (!/MsoListParagraph/.test(paragraph.className)) {
      list = null
      continue
    }
    const marker = takeMarker(paragraph)
    const wanted = /^\(?[0-9a-z]{1,3}[.)]/i.test(marker) ? "OL" : "UL"
    if (list?.tagName !== wanted || list.nextElementSibling !== paragraph) {
      list = page.createElement(wanted)
      paragraph.before(list)
    }
    const item = page.createElement("li")
    item.append(...paragraph.childNodes)
    list.append(item)
    paragraph.remove()
  }
  return page.body.innerHTML
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
