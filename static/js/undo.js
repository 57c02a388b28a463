// Ctrl+Z (or Cmd+Z) on the console takes back one's own last gesture, and says which; in a field it stays the field's.

const SAID = 8000 // ms for which it is said

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event
  if (key.toLowerCase() !== "z" || !(ctrlKey || metaKey) || shiftKey || altKey) return
  if (target.matches("input, textarea, select") || document.querySelector("dialog[open]")) return
  event.preventDefault()
  document.getElementById("undo-own")?.click()
})
let forgetting
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "undone") return
  clearTimeout(forgetting)
  forgetting = setTimeout(() => detail.target.replaceChildren(), SAID)
})
