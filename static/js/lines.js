// A service's row on its phone, one other service at a time: Enter adds lines, which wait here until they are saved;
// the service one was at comes back with the page.
import { forget, keep, kept } from "./kept.js"
import { letters, linesOf } from "./offer.js"
import { post } from "./outbox.js"
import { blame, words } from "./words.js"

const AT = `facing:${document.getElementById("live").dataset.key}`
const mine = () => document.querySelector("#mine[data-facing]")

document.addEventListener("submit", (event) => {
  const form = event.target
  if (!form.matches("[data-lines]")) return
  event.preventDefault()
  const lines = linesOf(form), { text } = form.elements
  const long = lines.map(letters).find((length) => length > Number(form.dataset.limit))
  if (!lines.length) return text.focus()
  if (long) return blame(text, form.dataset.long.replace("#1", long))
  if (!post(form.getAttribute("action"), lines.map((line) => ({ text: line })))) return blame(text, words.full)
  text.value = ""
  text.dispatchEvent(new Event("input", { bubbles: true }))
  text.focus()
})
document.addEventListener("keydown", (event) => {
  const { key, shiftKey, isComposing, target } = event
  if (key !== "Enter" || shiftKey || isComposing || !target.matches("[data-lines] textarea")) return
  event.preventDefault()
  target.form.requestSubmit()
})
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-face]")
  if (chosen) keep(AT, chosen.dataset.face)
})

// After a reload, or when the room is back: where one was; forgotten when that service has left the table.
let tried
function settle() {
  const at = kept(AT)
  if (!mine() || !at || at === mine().dataset.facing) return
  if (tried === at) return forget(AT)
  tried = at
  window.htmx.ajax("GET", mine().dataset.one.replace(/0\/$/, `${at}/`), { target: "#mine", swap: "outerHTML" })
}
for (const name of ["promesse:shown", "htmx:afterSettle"]) document.addEventListener(name, settle)
settle()
