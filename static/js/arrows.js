// The keys of a spreadsheet, in a table whose cells are fields: one moves from cell to cell until one writes in one.
import { area, cells, giveUp, sheet } from "./cell.js"

const tdOf = ({ target }) => (target.matches("textarea") ? target.closest("[data-cell]") : null)
export const isWriting = (td) => td.dataset.mode === "write"

function toEnd(td) {
  const { length } = area(td).value
  area(td).setSelectionRange(length, length)
}

function write(td) {
  td.dataset.mode = "write"
  toEnd(td)
  return true
}

// To another cell, so many further in reading order; two cells a row. False where there is none.
function go(td, steps) {
  const all = cells(), to = all[all.indexOf(td) + steps]
  to?.querySelector("textarea").focus()
  return Boolean(to)
}

const column = (td) => cells().indexOf(td) % 2
const sideways = (td, step) => (column(td) + step === 0 || column(td) + step === 1 ? go(td, step) : true)

function nextLine(td) {
  if (area(td).value && !area(td).value.endsWith("\n")) area(td).value += "\n"
  return write(td)
}

// Enter in a line that is still empty: done with this cell, on to the one below.
function below(td) {
  const { value, selectionStart, selectionEnd } = area(td)
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1).split("\n")[0]
  if (line.trim() || selectionStart !== selectionEnd) return false
  if (!go(td, 2)) area(td).blur()
  return true
}

const both = { Tab: (td, { shiftKey }) => go(td, shiftKey ? -1 : 1), F2: write }
const MOVING = {
  ...both, Enter: nextLine,
  ArrowUp: (td) => go(td, -2) || true, ArrowDown: (td) => go(td, 2) || true,
  ArrowLeft: (td) => sideways(td, -1), ArrowRight: (td) => sideways(td, 1),
}
const WRITING = { ...both, Enter: below, Escape: (td) => { giveUp(td); delete td.dataset.mode; toEnd(td); return true } }

sheet.addEventListener("keydown", (event) => {
  const td = tdOf(event)
  if (!td || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if ((isWriting(td) ? WRITING : MOVING)[event.key]?.(td, event)) event.preventDefault()
})
sheet.addEventListener("beforeinput", (event) => { if (tdOf(event)) tdOf(event).dataset.mode = "write" })
sheet.addEventListener("pointerdown", (event) => { if (tdOf(event)) tdOf(event).dataset.mode = "write" })
sheet.addEventListener("focusin", (event) => { if (tdOf(event) && !isWriting(tdOf(event))) toEnd(tdOf(event)) })
sheet.addEventListener("focusout", (event) => {
  if (tdOf(event) && event.target !== document.activeElement) delete tdOf(event).dataset.mode // else the window alone lost it
})
sheet.addEventListener("copy", (event) => {
  const { value, selectionStart, selectionEnd } = event.target
  if (!tdOf(event) || selectionStart !== selectionEnd) return
  event.clipboardData.setData("text/plain", value)
  event.preventDefault()
})
// A range of a spreadsheet goes through the preview; so does a column, unless it comes while one writes in a cell.
sheet.addEventListener("paste", (event) => {
  const td = tdOf(event), text = event.clipboardData.getData("text/plain")
  if (!td || !(text.includes("\t") || (!isWriting(td) && text.trim().includes("\n")))) return
  event.preventDefault()
  const { at, text: field } = document.getElementById("paste").elements
  at.value = td.dataset.cell
  field.value = text
  field.form.requestSubmit()
})
