// The phone's post-it: polarity and client service by taps, Enter sends, several lines become as many post-its.
import { keep, kept } from "./kept.js"
import { count, halves, letters, linesOf } from "./offer.js"
import { post } from "./outbox.js"
import { blame, words } from "./words.js"

const here = document.getElementById("live").dataset
const DRAFT = `draft:${here.key}:postit`
export const composer = () => document.querySelector("#screen #composer, dialog[open] #composer")

function remember() {
  const form = composer()
  keep(DRAFT, { ...Object.fromEntries(new FormData(form)), url: form.action })
}

function show(values) {
  const form = composer()
  if (!form || !values) return
  for (const radio of form.querySelectorAll("[name=polarity]")) radio.checked = radio.value === values.polarity
  form.interface.value = values.interface ?? ""
  form.text.value = values.text ?? ""
  press(form)
  count(form)
}

// A service that has left the list is no choice any more: all of them, then.
function press(form) {
  const chips = [...form.querySelectorAll("[data-service]")]
  if (!chips.some((chip) => chip.dataset.service === form.interface.value)) form.interface.value = ""
  for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.service === form.interface.value))
}

function submit(form) {
  const { text: _typed, ...choice } = Object.fromEntries(new FormData(form))
  const lines = linesOf(form)
  const { hard } = form.querySelector("[data-count]").dataset
  const long = lines.map(letters).find((length) => length > hard)
  if (!lines.length) return form.text.focus()
  if (long) return blame(form.text, words.long.replace("#1", long).replace("#2", hard))
  if (!post(form.action, lines.map((text) => ({ ...choice, text })))) return blame(form.text, words.full)
  write(form, "")
  form.closest("dialog")?.close()
}

function write(form, text) {
  form.text.value = text
  form.text.dispatchEvent(new Event("input", { bubbles: true }))
  form.text.focus()
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "composer") { event.preventDefault(); submit(event.target) }
})
document.addEventListener("keydown", (event) => {
  const { key, shiftKey, isComposing, target } = event
  if (key === "Enter" && !shiftKey && !isComposing && target.id === "text" && target.form?.id === "composer") { event.preventDefault(); submit(target.form) }
})
document.addEventListener("input", ({ target }) => { if (target.form?.id === "composer") { count(target.form); remember() } })
document.addEventListener("click", ({ target }) => {
  const form = target.closest("#composer"), chip = target.closest("[data-service]")
  if (chip) { form.interface.value = chip.dataset.service; press(form); remember() }
  if (target.matches("[data-cut]")) write(form, halves(form).join("\n"))
  if (target.matches("[data-join]")) write(form, linesOf(form).join(" "))
})

// A draft comes back after a reload, a refusal, or the room's return to this step; chips are pressed again with it.
const settle = () => { if (composer()) composer().text.value ? press(composer()) : show(kept(DRAFT)) }
document.addEventListener("promesse:again", ({ detail }) => { show(detail); remember(); composer().text.focus() })
document.addEventListener("promesse:shown", settle)
document.addEventListener("htmx:afterSettle", settle)
settle()
