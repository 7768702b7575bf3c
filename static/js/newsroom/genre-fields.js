// Shows the fields of the chosen genre and folds the others away; nothing typed is taken out.
// Markup: <div data-genre-fields><div data-own>…</div><details data-others><div>…</div></details></div>
// with groups <div data-genres="phong-van video"> in either.

const frame = document.querySelector("[data-genre-fields]")
const genre = document.querySelector("#id_genre")

function filled(group) {
  return [...group.querySelectorAll("input, textarea, select")].some((field) =>
    field.type === "checkbox" ? field.checked : field.type !== "hidden" && field.value.trim() !== "",
  )
}

function sort() {
  const own = frame.querySelector("[data-own]")
  const others = frame.querySelector("[data-others]")
  let kept = false
  for (const group of groups) {
    const fits = group.dataset.genres.split(" ").includes(genre.value) || group.querySelector(".errorlist")
    const place = fits ? own : others.lastElementChild
    if (group.parentElement !== place) place.append(group)
    group.hidden = !fits && !filled(group)
    kept ||= !fits && !group.hidden
  }
  others.hidden = !kept
}

const groups = frame ? [...frame.querySelectorAll("[data-genres]")] : []
if (frame && genre) {
  genre.addEventListener("change", sort)
  sort()
}
