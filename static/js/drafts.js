// What is typed or chosen in a field marked `data-draft` stays on this device until its form is saved, whatever comes.
import { forget, keep, kept } from "./kept.js"

const here = document.getElementById("live").dataset
const key = (field) => `draft:${here.key}:${field.dataset.draft}`
const fields = (root) => root.querySelectorAll?.("[data-draft]") ?? []

function restore() {
  for (const field of fields(document)) {
    const typed = kept(key(field))
    if (field.type === "radio") choose(field, typed)
    else if (typed && (!field.value || isFirst(field, typed))) {
      field.value = typed
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }
}

// `data-draft-first`: its key says which text it changes, so what was typed over that one comes before it.
const isFirst = (field, typed) => "draftFirst" in field.dataset && field.value === field.defaultValue && field.value !== typed

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
