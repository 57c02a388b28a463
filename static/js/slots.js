// A promise being written is read as one types: its sentence, and under each field what is vague and its question.
import { ask } from "./ask.js"

const SOON = 250 // ms after the last key
let soon, last = 0

async function read(form) {
  const turn = ++last
  const typed = [...form.querySelectorAll("textarea")].map(({ name, value }) => [name, value])
  const answer = await ask(`${form.dataset.reads}?${new URLSearchParams(typed)}`).catch(() => null)
  if (turn !== last || !answer?.ours || answer.status !== 200) return
  const box = document.createElement("template")
  box.innerHTML = answer.text
  for (const piece of box.content.children) put(piece)
}

// Only what differs, so that a screen reader hears the count when it changes and not at each key.
function put(piece) {
  const there = document.getElementById(piece.id)
  if (there && there.innerHTML !== piece.innerHTML) there.replaceChildren(...piece.childNodes)
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-reads]")
  if (!form || !target.matches("textarea")) return
  clearTimeout(soon)
  soon = setTimeout(() => read(form), SOON)
})
