// What is typed or chosen in a field marked `data-draft` stays on this device until its form is saved, whatever comes.
import { forget, keep, kept } from "./kept.js"

const here = document.getElementById("live").dataset
const key = (field) => `draft:${here.key}:${field.dataset.draft}`
const fields = (root) => root.querySelectorAll?.("[data-draft]") ?? []

function restore() {
  for (const field of fields(document)) {
    const typed = kept(key(field))
    if (field.type === "radio") choose(field, typed)
    else if (typed && typed !== field.value && (!field.value || ("over" in field.dataset && field.value === field.defaultValue))) {
      field.value = typed
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }
}

// What was chosen before stays: a draft fills in only what nobody has answered.
function choose(field, chosen) {
  const others = [...field.form.elements[field.name]]
  if (field.value === chosen && !others.some((each) => each.checked)) field.checked = true
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
