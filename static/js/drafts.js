// What is typed in a field marked `data-draft` stays on this device until its form is saved, over reloads and moves.

const here = document.getElementById("live").dataset
const key = (field) => `draft:${here.key}:${field.dataset.draft}`
const fields = (root) => root.querySelectorAll?.("[data-draft]") ?? []

function restore() {
  for (const field of fields(document)) {
    const kept = localStorage.getItem(key(field))
    if (kept && !field.value) {
      field.value = kept
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-draft]")) return
  if (target.value) localStorage.setItem(key(target), target.value)
  else localStorage.removeItem(key(target))
})
document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
  if (detail.successful && detail.requestConfig.verb !== "get") fields(target).forEach((field) => localStorage.removeItem(key(field)))
})
document.addEventListener("promesse:shown", restore)
document.addEventListener("htmx:afterSettle", restore)
restore()
