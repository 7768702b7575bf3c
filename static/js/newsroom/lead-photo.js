// The lead photo's field: shows the chosen picture beside its number.
// Markup: <div data-photo-field><input><img hidden><p></p><button data-choose><button data-remove></div>
import { choosePhoto, photoFacts } from "./photo-chooser.js"

function setUp(field) {
  const input = field.querySelector("input")
  const picture = field.querySelector("img")
  const words = field.querySelector("[data-words]")

  async function show() {
    const facts = input.value ? await photoFacts(input.value) : null
    picture.hidden = !facts?.thumbnail
    field.querySelector("[data-remove]").hidden = !input.value
    if (!facts) {
      words.textContent = "Chưa chọn ảnh."
      return
    }
    picture.src = facts.thumbnail
    picture.alt = facts.alt
    words.textContent = [facts.caption || facts.alt, facts.credit && `Ảnh: ${facts.credit}`].filter(Boolean).join(" ")
  }

  field.querySelector("[data-choose]").addEventListener("click", () =>
    choosePhoto((facts) => {
      input.value = facts.id
      show()
    }),
  )
  field.querySelector("[data-remove]").addEventListener("click", () => {
    input.value = ""
    show()
  })
  show()
}

for (const field of document.querySelectorAll("[data-photo-field]")) setUp(field)
