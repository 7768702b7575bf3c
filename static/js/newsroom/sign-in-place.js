// The session died while somebody was writing: a small dialog signs in again, the page stays.
let asking = null

// Resolves with {user, csrf} once somebody has signed in, or null when the dialog is put away.
export function signInPlace(address, csrf) {
  asking ??= ask(address, csrf).finally(() => (asking = null))
  return asking
}

function ask(address, csrf) {
  const dialog = document.createElement("dialog")
  dialog.className = "writing-dialog"
  dialog.setAttribute("aria-labelledby", "sign-in-title")
  dialog.innerHTML = `<form><h2 id="sign-in-title">Đăng nhập lại để viết tiếp</h2>
    <p>Phiên làm việc đã hết. Chữ bạn gõ còn nguyên trong trang này.</p>
    <p class="errornote" role="alert" hidden></p>
    <label>Tên đăng nhập <input name="username" autocomplete="username" required autocapitalize="none"></label>
    <label>Mật khẩu <input name="password" type="password" autocomplete="current-password" required></label>
    <p class="writing__acts"><button type="submit" class="button default">Đăng nhập</button>
    <button type="button" class="button" data-later>Để sau</button></p></form>`
  document.body.append(dialog)
  dialog.showModal()
  const form = dialog.querySelector("form")
  const note = dialog.querySelector(".errornote")
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(null)
    })
    dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close())
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      const answer = await send(address, csrf, form).catch(() => ({ said: "Chưa nối được với tòa soạn. Hãy thử lại." }))
      csrf = answer.csrf ?? csrf
      if (answer.user) {
        resolve(answer)
        dialog.close()
        return
      }
      note.textContent = answer.said
      note.hidden = false
      form.elements.password.value = ""
    })
  })
}

async function send(address, csrf, form) {
  const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf }, body: new FormData(form) })
  return answer.json()
}
