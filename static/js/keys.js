// Keys of the console, each for a button that is there: Q the large code, E eyes up, N and P the next pair and the one
// before, ? the list, Esc takes down what is large on the board. They never act while somebody types or a sheet is open, and can be switched off.
import { forget, keep, kept } from "./kept.js"

const OFF = "keys:off"
const BUTTONS = { q: ["door-up"], e: ["eyes-up"], n: ["next-pair"], p: ["previous-pair"], "?": ["keys"], escape: ["take-down", "turn-away"] }
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"

export function mayAct({ ctrlKey, metaKey, altKey, repeat, key, target }) {
  if (ctrlKey || metaKey || altKey || repeat || document.querySelector("dialog[open]") || target.matches?.(TYPED)) return false
  return key === "Escape" || !kept(OFF)
}

// Before all others: Esc that takes down does not unselect as well.
document.addEventListener("keydown", (event) => {
  if (!mayAct(event)) return
  const button = BUTTONS[event.key.toLowerCase()]?.map((id) => document.getElementById(id)).find(Boolean)
  if (!button) return
  event.preventDefault()
  event.stopPropagation()
  button.click()
}, true)

document.addEventListener("htmx:afterSwap", () => {
  const box = document.querySelector("[data-keys]")
  if (box) box.checked = !kept(OFF)
})
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys]")) target.checked ? forget(OFF) : keep(OFF, true)
})
