// The phone's post-it: polarity and client service by taps, Enter sends, several lines become as many post-its.
import { keep, kept } from "./kept.js"
import { post } from "./outbox.js"
import { blame, words } from "./words.js"

const here = document.getElementById("live").dataset
const DRAFT = `draft:${here.key}:postit`
const composer = () => document.getElementById("composer")
// As the server counts: what a reader sees as one character is one.
const letters = (text) => (Intl.Segmenter ? [...new Intl.Segmenter().segment(text)] : [...text.normalize()]).length
const linesOf = (form) => form.text.value.split("\n").map((line) => line.trim()).filter(Boolean)

function remember() {
  const form = composer()
  keep(DRAFT, { ...Object.fromEntries(new FormData(form)), url: form.action })
}

function count(form) {
  const counter = form.querySelector("[data-count]")
  const { soft, hard } = counter.dataset
  const lines = linesOf(form)
  const length = Math.max(0, ...lines.map(letters)) // the longest, since each line is a post-it
  counter.textContent = `${length} / ${soft}`
  counter.dataset.state = length > hard ? "over" : length > soft ? "long" : "ok"
  const several = form.querySelector("[data-several]")
  several.hidden = lines.length < 2
  several.querySelector("[data-lines]").textContent = lines.length
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

function press(form) {
  for (const chip of document.querySelectorAll("[data-service]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.service === form.interface.value))
  }
}

function submit(form) {
  const { text: _typed, ...choice } = Object.fromEntries(new FormData(form))
  const lines = linesOf(form)
  const { hard } = form.querySelector("[data-count]").dataset
  const long = lines.map(letters).find((length) => length > hard)
  if (!lines.length) return form.text.focus()
  if (long) return blame(form.text, words.long.replace("#1", long).replace("#2", hard))
  if (!post(form.action, lines.map((text) => ({ ...choice, text })))) return blame(form.text, words.full)
  form.text.value = ""
  form.text.dispatchEvent(new Event("input", { bubbles: true }))
  form.text.focus()
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "composer") { event.preventDefault(); submit(event.target) }
})
document.addEventListener("keydown", (event) => {
  const { key, shiftKey, isComposing, target } = event
  if (key === "Enter" && !shiftKey && !isComposing && target.form?.id === "composer") { event.preventDefault(); submit(target.form) }
})
document.addEventListener("input", ({ target }) => { if (target.form?.id === "composer") { count(target.form); remember() } })
document.addEventListener("click", ({ target }) => {
  const chip = target.closest("[data-service]")
  if (chip) { composer().interface.value = chip.dataset.service; press(composer()); remember() }
})

// A draft comes back after a reload, a refusal, or the room's return to this step.
const settle = () => { if (composer() && !composer().text.value) show(kept(DRAFT)) }
document.addEventListener("promesse:again", ({ detail }) => { show(detail); remember(); composer().text.focus() })
document.addEventListener("promesse:shown", settle)
settle()
