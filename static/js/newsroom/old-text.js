// A paste from before Unicode (TCVN3, VNI) is told by the newsroom, shown before and after, and
// converted only if the person says so.
const SIGNS = /[\u00a1-\u00bf\u00adßøûïåäæñ÷]/g
const LEAST = 2

// `ask(name, text)` resolves with what the newsroom says; `put(name, text)` writes the field anew.
export function watchPastes(form, names, { read, ask, put, label }) {
  form.addEventListener(
    "paste",
    (event) => {
      const pasted = event.clipboardData?.getData("text/plain") || event.clipboardData?.getData("text/html") || ""
      if ((pasted.match(SIGNS) ?? []).length < LEAST) return
      setTimeout(async () => {
        const control = event.target.closest(".prose-editor") ? "body" : event.target.name
        if (!names.includes(control)) return
        const found = await ask(control, read()[control]).catch(() => ({}))
        if (found.kind) offer(label(control), found, () => put(control, found.text))
      }, 50)
    },
    true,
  )
}

function offer(label, { kind, before, after, losses }, convert) {
  const dialog = document.createElement("dialog")
  dialog.className = "writing-dialog writing-dialog--wide"
  dialog.innerHTML = `<h2></h2><p>Chữ vừa dán có vẻ gõ bằng phông cũ.</p>
    <div class="clash__sides"><div><h3>Như đang có</h3><p data-before></p></div>
    <div><h3>Đổi sang Unicode</h3><p data-after></p></div></div><p data-losses hidden></p>
    <p class="writing__acts"><button type="button" class="button default" data-convert>Đổi cả mục</button>
    <button type="button" class="button" data-keep>Giữ nguyên</button></p>`
  dialog.querySelector("h2").textContent = `${label}: chữ ${kind}`
  dialog.querySelector("[data-before]").textContent = before
  dialog.querySelector("[data-after]").textContent = after
  const lost = dialog.querySelector("[data-losses]")
  lost.hidden = !losses.length
  lost.textContent = `Phông TCVN3 không có chữ hoa có dấu, chữ ư hay mất khi dán; các chữ này được đoán, hãy soát lại: ${losses.map((pair) => pair.join(" → ")).join("; ")}.`
  dialog.querySelector("[data-convert]").addEventListener("click", () => {
    convert()
    dialog.close()
  })
  dialog.querySelector("[data-keep]").addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
