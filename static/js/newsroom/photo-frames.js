// The frames of a photo: the focal point is dragged, each ratio shows what is cut, and can be cut
// by hand. Without scripts two number inputs remain.
// Markup: templates/admin/photos/photo/frames.html; the arithmetic is that of photos/geometry.py.
const SMALLEST = 0.051 // of each side; the server refuses less than a twentieth
const CENTER = [0.5, 0.5]

// Halves go to the even number, as Python rounds.
export function round(value) {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 ? below + 1 : below
}

// [left, top, right, bottom] in pixels of the original. size, shape: [across, down]
export function cropBox(size, shape, focal = CENTER, byHand = null) {
  let [x, y, [across, down]] = [0, 0, size]
  if (byHand) {
    ;[x, y, across, down] = frameOf(size, byHand)
    focal = CENTER
  }
  const [width, height] = largest([across, down], shape)
  const left = x + start(across, width, focal[0])
  const top = y + start(down, height, focal[1])
  return [left, top, left + width, top + height]
}

function frameOf([across, down], parts) {
  const [left, top, right, bottom] = parts.map((part, side) => round(part * (side % 2 ? down : across)))
  const [x, y] = [Math.min(left, across - 1), Math.min(top, down - 1)]
  return [x, y, Math.max(1, right - x), Math.max(1, bottom - y)]
}

function largest([width, height], [across, down]) {
  if (width * down > height * across) return [Math.max(1, Math.min(width, round((height * across) / down))), height]
  return [width, Math.max(1, Math.min(height, round((width * down) / across)))]
}

const start = (whole, part, focal) => clamp(round(focal * whole - part / 2), 0, whole - part)
const clamp = (value, least, most) => Math.min(Math.max(value, least), most)
const inFour = (part) => Math.round(part * 10000) / 10000

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

class Frames {
  constructor(root) {
    this.size = [Number(root.dataset.width), Number(root.dataset.height)]
    this.stage = root.querySelector("[data-stage]")
    this.whole = root.querySelector("[data-whole]")
    this.point = root.querySelector("[data-point]")
    this.cut = root.querySelector("[data-cut]")
    this.inputs = ["x", "y"].map((side) => root.querySelector(`[name=focal_${side}]`))
    this.kept = root.querySelector("[name=crops]")
    this.crops = readJson(this.kept?.value)
    this.ratios = [...root.querySelectorAll("[data-ratio]")]
    this.cutting = null
  }

  setUp() {
    if (this.point) {
      this.listen()
      for (const acts of this.ratios) acts.querySelector(".frames__acts").hidden = false
    }
    this.show()
  }

  listen() {
    for (const input of this.inputs) input.addEventListener("input", () => this.show())
    drag(this.point, (event) => this.focusOn(event))
    this.whole.addEventListener("click", (event) => this.cutting || this.focusOn(event))
    this.point.addEventListener("keydown", (event) =>
      step(event, (right, down) => this.setFocal([this.focal[0] + right / 100, this.focal[1] + down / 100])),
    )
    drag(
      this.cut,
      (event, began) => this.dragCut(event, began),
      (event) => ({ box: this.box(this.cutting), from: this.at(event), corner: event.target.dataset.corner }),
    )
    this.cut.addEventListener("keydown", (event) => this.pressCut(event))
    for (const ratio of this.ratios) {
      ratio.querySelector("[data-cut-by-hand]").addEventListener("click", () => this.startCut(ratio))
      ratio.querySelector("[data-drop-cut]").addEventListener("click", () => this.dropCut(ratio))
    }
  }

  get focal() {
    return this.inputs.map((input) => (Number.isNaN(input?.valueAsNumber ?? NaN) ? 0.5 : clamp(input.valueAsNumber, 0, 1)))
  }

  setFocal(focal) {
    focal.forEach((part, side) => {
      this.inputs[side].value = inFour(clamp(part, 0, 1))
    })
    this.show()
  }

  focusOn(event) {
    this.setFocal(this.at(event).map((part, side) => part / this.size[side]))
  }

  // Where in the original, in its pixels.
  at(event) {
    const seen = this.whole.getBoundingClientRect()
    return [
      ((event.clientX - seen.left) / seen.width) * this.size[0],
      ((event.clientY - seen.top) / seen.height) * this.size[1],
    ]
  }

  shape(ratio) {
    return [Number(ratio.dataset.across), Number(ratio.dataset.down)]
  }

  box(ratio) {
    return cropBox(this.size, this.shape(ratio), this.focal, this.crops[ratio.dataset.ratio])
  }

  startCut(ratio) {
    if (this.cutting === ratio) {
      this.cutting = null
    } else {
      this.cutting = ratio
      if (!this.crops[ratio.dataset.ratio]) this.keepCut(this.box(ratio))
      this.stage.scrollIntoView({ block: "nearest" })
    }
    this.show()
    if (this.cutting) this.cut.focus({ preventScroll: true })
  }

  dropCut(ratio) {
    delete this.crops[ratio.dataset.ratio]
    if (this.cutting === ratio) this.cutting = null
    this.keep()
  }

  keepCut(box) {
    this.crops[this.cutting.dataset.ratio] = box.map((edge, side) => inFour(clamp(edge / this.size[side % 2], 0, 1)))
    this.keep()
  }

  keep() {
    this.kept.value = JSON.stringify(this.crops)
    this.show()
  }

  dragCut(event, { box, from, corner }) {
    const [x, y] = this.at(event)
    if (corner) this.pull(box, corner, [x, y])
    else this.move(box, [x - from[0], y - from[1]])
  }

  move([left, top, right, bottom], [across, down]) {
    const [width, height] = [right - left, bottom - top]
    const x = clamp(left + across, 0, this.size[0] - width)
    const y = clamp(top + down, 0, this.size[1] - height)
    this.keepCut([x, y, x + width, y + height])
  }

  // One corner follows the hand, the opposite one stays.
  pull([left, top, right, bottom], corner, [x, y]) {
    const [across, down] = this.shape(this.cutting)
    const [east, south] = [corner.includes("e"), corner.includes("s")]
    const [stayX, stayY] = [east ? left : right, south ? top : bottom]
    const room = [east ? this.size[0] - stayX : stayX, south ? this.size[1] - stayY : stayY]
    const wished = Math.max((x - stayX) * (east ? 1 : -1), ((y - stayY) * (south ? 1 : -1) * across) / down)
    const most = Math.min(room[0], (room[1] * across) / down)
    const least = Math.max(this.size[0], (this.size[1] * across) / down) * SMALLEST
    const width = Math.min(Math.max(wished, least), most)
    const height = (width * down) / across
    const [newX, newY] = [east ? stayX : stayX - width, south ? stayY : stayY - height]
    this.keepCut([newX, newY, newX + width, newY + height])
  }

  pressCut(event) {
    const box = this.box(this.cutting)
    if (event.key === "+" || event.key === "-") {
      const growth = ((event.key === "+" ? 1 : -1) * this.size[0]) / 50
      this.pull(box, "se", [box[2] + growth, box[1]])
      event.preventDefault()
    }
    step(event, (right, down) => this.move(box, [(right * this.size[0]) / 100, (down * this.size[1]) / 100]))
  }

  show() {
    for (const ratio of this.ratios) this.showRatio(ratio)
    if (!this.point) return
    place(this.point, [this.focal[0], this.focal[1]])
    this.point.hidden = Boolean(this.cutting)
    this.cut.hidden = !this.cutting
    if (!this.cutting) return
    const [left, top, right, bottom] = this.box(this.cutting)
    place(this.cut, [left / this.size[0], top / this.size[1]])
    this.cut.style.width = percent((right - left) / this.size[0])
    this.cut.style.height = percent((bottom - top) / this.size[1])
    const shape = this.shape(this.cutting).join(":")
    this.cut.setAttribute("aria-label", `Khung cắt ${shape}: kéo, hoặc dùng phím mũi tên, cộng và trừ`)
  }

  showRatio(ratio) {
    const [left, top, right, bottom] = this.box(ratio)
    const [width, height] = [right - left, bottom - top]
    ratio.dataset.box = [left, top, right, bottom].join(" ")
    const picture = ratio.querySelector("[data-preview] img")
    if (picture) {
      picture.style.width = percent(this.size[0] / width)
      picture.style.height = percent(this.size[1] / height)
      picture.style.left = percent(-left / width)
      picture.style.top = percent(-top / height)
    }
    if (!this.point) return
    const drawing = this.cutting === ratio
    const button = ratio.querySelector("[data-cut-by-hand]")
    const drawn = ratio.dataset.ratio in this.crops
    button.setAttribute("aria-pressed", String(drawing))
    button.textContent = drawing ? "Xong" : drawn ? "Sửa khung" : "Cắt tay"
    ratio.querySelector("[data-drop-cut]").hidden = !drawn
  }
}

const percent = (part) => `${part * 100}%`

function place(element, [x, y]) {
  element.style.left = percent(x)
  element.style.top = percent(y)
}

function readJson(text) {
  try {
    return JSON.parse(text || "{}") ?? {}
  } catch {
    return {}
  }
}

function step(event, move) {
  const way = STEPS[event.key]
  if (!way) return
  event.preventDefault()
  const far = event.shiftKey ? 10 : 1
  move(way[0] * far, way[1] * far)
}

// A mouse, a pen or a finger held down on the element.
function drag(element, moved, began = () => null) {
  element.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return
    down.preventDefault()
    element.focus({ preventScroll: true })
    element.setPointerCapture(down.pointerId)
    const start = began(down)
    const follow = (event) => moved(event, start)
    const end = () => {
      element.removeEventListener("pointermove", follow)
      element.removeEventListener("pointerup", end)
      element.removeEventListener("pointercancel", end)
    }
    element.addEventListener("pointermove", follow)
    element.addEventListener("pointerup", end)
    element.addEventListener("pointercancel", end)
  })
}

const root = document.querySelector("[data-frames]")
if (root?.querySelector("[data-whole]")) new Frames(root).setUp()
