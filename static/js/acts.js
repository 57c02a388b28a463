// Every POST of htmx carries an operation id, kept until it is answered; a refusal is shown beside what was typed.
import { newId } from "./uid.js"

const on = (name, listener) => document.addEventListener(name, listener)

on("htmx:configRequest", ({ detail, target }) => {
  if (detail.verb === "get") return
  target.dataset.op ??= newId()
  detail.headers["X-Op"] = target.dataset.op
})

on("htmx:beforeSwap", ({ detail }) => {
  const dialog = detail.requestConfig.elt.closest("dialog") // detail.elt is the target, which stands elsewhere
  if (detail.isError && dialog) detail.target = dialog.querySelector(".notice")
})

on("htmx:afterRequest", ({ detail, target }) => {
  if (detail.requestConfig.verb === "get") return
  if (detail.successful) succeeded(target)
  else if (!detail.xhr.status) show(document.getElementById("offline"))
  if (!detail.successful) mark(target, detail.xhr)
})

function succeeded(form) {
  delete form.dataset.op
  for (const field of form.querySelectorAll?.("[aria-invalid]") ?? []) field.removeAttribute("aria-invalid")
  document.getElementById("notice")?.replaceChildren()
  form.closest("dialog")?.close()
  if (form.matches("form[data-reset]")) { form.reset(); form.dispatchEvent(new Event("input", { bubbles: true })) }
  document.dispatchEvent(new Event("promesse:acted"))
}

function mark(form, xhr) {
  const name = xhr.getResponseHeader("X-Field")
  const field = name && form.querySelector?.(`[name="${CSS.escape(name)}"]`)
  if (field) { field.setAttribute("aria-invalid", "true"); field.focus() }
}

function show(template) {
  document.getElementById("notice")?.replaceChildren(template.content.cloneNode(true))
}

// A sheet: a form fetched into the one dialog of the page.
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
  field.select()
  try { await navigator.clipboard.writeText(field.value) } catch { document.execCommand("copy") }
  button.textContent = button.dataset.done
}

// What a person's own part watches: a live part of that id came, so fetch `#mine` again.
on("promesse:shown", ({ detail }) => {
  const watched = document.getElementById("mine")?.dataset.watch?.split(" ") ?? []
  if (watched.some((id) => detail.includes(id))) window.htmx.trigger("#mine", "stale")
})
