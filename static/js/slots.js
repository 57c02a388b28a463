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

// What is ticked first gives the line its words.
function tick(box) {
  const form = box.form, what = form?.querySelector("[name=what]")
  const words = document.querySelector(`label[for="${box.id}"][data-words]`)?.textContent.trim()
  if (!box.checked || !what || what.value.trim() || !words) return
  what.value = words
  what.dispatchEvent(new Event("input", { bubbles: true }))
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-reads]")
  if (!form || !target.matches("textarea")) return
  clearTimeout(soon)
  soon = setTimeout(() => read(form), SOON)
})
document.addEventListener("change", ({ target }) => { if (target.matches("[name=sources]")) tick(target) })
document.addEventListener("keydown", (event) => {
  const { key, target, isComposing } = event
  if (key !== "Enter" || isComposing || !target.matches?.("textarea[data-line]")) return
  event.preventDefault()
  target.form.requestSubmit()
})
