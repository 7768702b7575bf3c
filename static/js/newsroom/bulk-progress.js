// How far a job is, asked every two seconds until it is over; then the page is opened anew.
// Markup: <div data-progress="address"><progress><span data-count="done">…</div>

const frame = document.querySelector("[data-progress]")

async function look() {
  try {
    const answer = await fetch(frame.dataset.progress, { headers: { Accept: "application/json" } })
    if (!answer.ok) throw new Error(answer.status)
    const told = await answer.json()
    for (const place of frame.querySelectorAll("[data-count]")) place.textContent = told[place.dataset.count]
    frame.querySelector("progress").value = told.done + told.refused
    if (told.finished) return location.reload()
  } catch {
    // The line is dead or the server busy: asked again like any other time.
  }
  setTimeout(look, 2000)
}

if (frame) setTimeout(look, 1000)
