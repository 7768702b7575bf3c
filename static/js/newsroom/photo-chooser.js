// Choosing a photo: the library opens as the admin's own popup and answers through a hidden input.
const known = new Map()

export function photoFacts(id) {
  if (!known.has(id)) {
    const facts = fetch(`/admin/photos/photo/${id}/facts/`, { headers: { Accept: "application/json" } })
      .then((response) => {
        if (!response.ok) throw new Error(String(response.status))
        return response.json()
      })
      .catch(() => {
        known.delete(id)
        return { id, thumbnail: "", caption: "", credit: "", alt: "Không tìm thấy ảnh trong kho" }
      })
    known.set(id, facts)
  }
  return known.get(id)
}

export function choosePhoto(chosen) {
  const input = answerInput()
  const $ = window.django.jQuery
  $(input)
    .off("change")
    .on("change", () => {
      if (input.value) photoFacts(input.value).then(chosen)
    })
  input.value = ""
  const name = `${input.id}__1`
  const library = window.open(
    "/admin/photos/photo/?_popup=1&_to_field=id",
    name,
    "width=1000,height=700,resizable=yes,scrollbars=yes",
  )
  library?.focus()
}

function answerInput() {
  let input = document.getElementById("chosen-photo")
  if (!input) {
    input = document.createElement("input")
    input.type = "hidden"
    input.id = "chosen-photo"
    document.body.append(input)
  }
  return input
}
