// The cells of a service's row: what each holds, what the server last said it holds, and how its saving goes.
import { forget, keep, kept } from "./kept.js"

export const sheet = document.getElementById("row")
export const cells = () => [...sheet.querySelectorAll("[data-cell]")]
export const area = (td) => td.querySelector("textarea")
export const part = (td, name) => td.querySelector(`[name="${name}-${td.dataset.cell}"]`)
export const piece = (html, td) => new DOMParser().parseFromString(html, "text/html").getElementById(td.id)
const key = (td) => `cell:${sheet.dataset.sheet}:${td.dataset.cell}`
const tidy = (text) => text.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean).join("\n")

export const isChanged = (td) => tidy(area(td).value) !== part(td, "was").value

export function say(td, state, aloud) {
  td.dataset.state = state
  td.querySelector("[data-said]").textContent = sheet.dataset[state] ?? ""
  if (aloud) document.getElementById("sheet-said").textContent = sheet.dataset[state]
}

// What is not saved yet stays on this device with what it was written over, so that it merges just as well after a reload.
export function hold(td) {
  if (isChanged(td)) keep(key(td), { text: area(td).value, was: part(td, "was").value, rows: part(td, "rows").value })
  else forget(key(td))
}

export function restore(td) {
  const draft = kept(key(td))
  if (!draft) return
  area(td).value = draft.text
  for (const name of ["was", "rows"]) part(td, name).value = draft[name]
}

// What the server now holds. `sent` is what it was sent: what was typed since then, or refused, stays in its field.
export function take(td, fresh, sent) {
  const refused = fresh.querySelector("[aria-invalid]"), saved = part(fresh, "was").value
  if (!refused && area(td).value === sent) area(td).value = saved
  if (!refused) area(td).defaultValue = saved // nothing is unsaved any more: the page may follow the room
  for (const name of ["was", "rows"]) part(td, name).value = part(fresh, name).value
  tell(td, fresh.querySelector("[data-notice]").childNodes, refused)
  if (!refused) hold(td) // else after a reload both texts are shown again
}

export function tell(td, nodes, refused) {
  td.querySelector("[data-notice]").replaceChildren(...nodes)
  td.querySelector("[data-theirs]")?.removeAttribute("hidden")
  if (refused) area(td).setAttribute("aria-invalid", "true")
  else area(td).removeAttribute("aria-invalid")
}

// What the server holds, instead of what is typed.
export function giveUp(td) {
  area(td).value = part(td, "was").value
  hold(td)
  tell(td, [], false)
  say(td, "")
}
