// What is typed in a field marked `data-draft` stays on this device until its form is saved, over reloads and moves.
import { forget, keep, kept } from "./kept.js"

const here = document.getElementById("live").dataset
const key = (field) => `draft:${here.key}:${field.dataset.draft}`
const fields = (root) => root.querySelectorAll?.("[data-draft]") ?? []

function restore() {
  for (const field of fields(document)) {
    const typed = kept(key(field))
    if (typed && !field.value) {
      field.value = typed
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-draft]")) return
  if (target.value) keep(key(target), target.value)
  else forget(key(target))
})
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { verb, elt, parameters } = detail.requestConfig
  const isDone = (field) => !field.value || field.value === parameters[field.name] // not what was typed since
  if (detail.successful && verb !== "get") [...fields(elt)].filter(isDone).forEach((field) => forget(key(field)))
})
document.addEventListener("promesse:shown", restore)
document.addEventListener("htmx:afterSettle", restore)
restore()
