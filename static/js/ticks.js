// The sheet of a line: what is ticked first gives it its words, and Enter sends it from a field of one line.

function tick(box) {
  const form = box.form, what = form?.querySelector("[name=what]")
  const words = document.querySelector(`label[for="${box.id}"][data-words]`)?.textContent.trim()
  if (!box.checked || !what || what.value.trim() || !words) return
  what.value = words
  what.dispatchEvent(new Event("input", { bubbles: true }))
}

document.addEventListener("change", ({ target }) => { if (target.matches("[name=sources]")) tick(target) })
document.addEventListener("keydown", (event) => {
  const { key, target, isComposing } = event
  if (key !== "Enter" || isComposing || !target.matches?.("textarea[data-line]")) return
  event.preventDefault()
  target.form.requestSubmit()
})
