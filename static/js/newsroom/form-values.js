// The fields of the form of a piece by name, as text or as a list of what is chosen.
export function readerOf(form, names) {
  const controls = names.map((name) => [name, form.elements[name]]).filter(([, control]) => control?.form)
  return () => Object.fromEntries(controls.map(([name, control]) => [name, valueOf(control)]))
}

function valueOf(control) {
  if (control.multiple) return [...control.selectedOptions].map((option) => option.value)
  if (control.type === "checkbox") return control.checked ? "on" : ""
  // The editor keeps an empty paragraph to go on in below a figure: nobody typed it.
  return control.value.replace(/(?:<p><\/p>)+$/, "")
}

// Puts values back where they were typed; `editor` is the one of the body.
export function putBack(form, values, editor) {
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements[name]
    if (!control) continue
    if (name === "body" && editor) editor.commands.setContent(value, { emitUpdate: true })
    else if (control.multiple) choose(control, value)
    else if (control.type === "checkbox") control.checked = Boolean(value)
    else if (control.localName === "select") choose(control, value ? [value] : [""])
    else control.value = value
    control.dispatchEvent(new Event("input", { bubbles: true }))
    control.dispatchEvent(new Event("change", { bubbles: true }))
    window.django?.jQuery?.(control).trigger("change")
  }
}

// A select that searches while one types holds only what was chosen so far.
function choose(select, values) {
  for (const value of values) {
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(`số ${value}`, value))
  }
  for (const option of select.options) option.selected = values.includes(option.value)
}

export const same = (one, other) => (Array.isArray(one) ? String(one) === String(other) : one === other)
