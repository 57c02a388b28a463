// The phone's post-it: polarity and client service by taps, Enter sends, several lines become as many post-its.
import { send } from "./outbox.js"

const here = document.getElementById("live").dataset
const DRAFT = `draft:${here.key}:postit`
const composer = () => document.getElementById("composer")
const kept = () => JSON.parse(localStorage.getItem(DRAFT) ?? "null")

function remember() {
  const form = composer()
  localStorage.setItem(DRAFT, JSON.stringify({ ...Object.fromEntries(new FormData(form)), url: form.action }))
}

function count(form) {
  const length = [...new Intl.Segmenter().segment(form.text.value.trim())].length
  const counter = form.querySelector("[data-count]")
  counter.textContent = `${length} / ${counter.dataset.soft}`
  counter.dataset.state = length > counter.dataset.hard ? "over" : length > counter.dataset.soft ? "long" : "ok"
  const lines = form.text.value.split("\n").filter((line) => line.trim()).length
  const several = form.querySelector("[data-several]")
  several.hidden = lines < 2
  several.querySelector("[data-lines]").textContent = lines
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
  const { text, ...choice } = Object.fromEntries(new FormData(form))
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean)
  if (!lines.length) return form.text.focus()
  if (!lines.every((line) => send(form.action, { ...choice, text: line }))) return
  form.text.value = ""
  count(form)
  remember()
  form.text.focus()
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "composer") return
  event.preventDefault()
  submit(event.target)
})
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.form?.id === "composer") {
    event.preventDefault()
    submit(event.target.form)
  }
})
document.addEventListener("input", ({ target }) => {
  if (target.form?.id === "composer") { count(target.form); remember() }
})
document.addEventListener("click", ({ target }) => {
  const chip = target.closest("[data-service]")
  if (chip) { composer().interface.value = chip.dataset.service; press(composer()); remember() }
})

// A draft comes back after a reload, a refusal, or the room's return to this step.
function settle() {
  if (composer() && !composer().text.value) show(kept())
}

document.addEventListener("promesse:again", ({ detail }) => show(detail))
document.addEventListener("promesse:shown", settle)
settle()
