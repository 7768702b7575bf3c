// Choosing what a piece shows: a photo, a recording or a document. Its library opens as the admin's
// own popup and answers through a hidden input.
const LIBRARIES = {
  photo: { address: "/admin/photos/photo/", gone: "Không tìm thấy ảnh trong kho" },
  recording: { address: "/admin/multimedia/recording/", gone: "Không tìm thấy video, âm thanh trong kho" },
  document: { address: "/admin/multimedia/document/", gone: "Không tìm thấy tài liệu trong kho" },
}
const known = new Map()

// {id, thumbnail, caption, credit}, of a photo its alt, of the others their title.
export function facts(kind, id) {
  const { address, gone } = LIBRARIES[kind]
  const key = `${kind} ${id}`
  if (!known.has(key)) {
    const answer = fetch(`${address}${id}/facts/`, { headers: { Accept: "application/json" } })
      .then((response) => {
        if (!response.ok) throw new Error(String(response.status))
        return response.json()
      })
      .catch(() => {
        known.delete(key)
        return { id, thumbnail: "", caption: "", credit: "", alt: gone }
      })
    known.set(key, answer)
  }
  return known.get(key)
}

export function choose(kind, chosen) {
  const input = answerInput()
  const $ = window.django.jQuery
  $(input)
    .off("change")
    .on("change", () => {
      if (input.value) facts(kind, input.value).then(chosen)
    })
  input.value = ""
  const name = `${input.id}__1`
  const address = `${LIBRARIES[kind].address}?_popup=1&_to_field=id`
  window.open(address, name, "width=1000,height=700,resizable=yes,scrollbars=yes")?.focus()
}

export const photoFacts = (id) => facts("photo", id)
export const choosePhoto = (chosen) => choose("photo", chosen)

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
