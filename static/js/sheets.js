// A sheet: a form fetched into the one dialog of the page. And the small buttons that close, copy, put a notice away.

const on = (name, listener) => document.addEventListener(name, listener)

on("htmx:afterSwap", ({ detail }) => {
  const dialog = detail.target?.closest("dialog")
  if (dialog && !dialog.open && !detail.target.matches(".notice")) {
    dialog.querySelector(".notice")?.replaceChildren()
    dialog.showModal()
    dialog.querySelector("[autofocus]")?.focus()
  }
})

on("click", ({ target }) => {
  if (target.matches("[data-close]")) target.closest("dialog").close()
  const copied = target.closest("[data-copy]")
  if (copied) copy(copied)
  if (target.matches("[data-dismiss]")) target.closest(".refusal")?.remove()
})

async function copy(button) {
  const field = document.getElementById(button.dataset.copy)
  if (field.select) field.select()
  else getSelection().selectAllChildren(field)
  try { await navigator.clipboard.writeText(field.value ?? field.textContent) } catch { document.execCommand("copy") }
  button.textContent = button.dataset.done
}
