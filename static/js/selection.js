// Which post-its are selected on the console, by tap, click or Space; a digit or a category's button then puts them.
import { mayAct } from "./keys.js"
import { newId } from "./uid.js"

export const selected = new Set()
const byId = (id) => document.getElementById(id)
export const bar = () => document.querySelector("[data-sorting]")
let said = "" // what was done last, until something is selected again

export const count = (n, one, many) => (n === 1 ? one : many.replace("#", n))

function show() {
  if (!bar()) return
  for (const id of selected) if (!byId(`pick-${id}`)) selected.delete(id)
  for (const pick of document.querySelectorAll("[data-pick]")) pick.setAttribute("aria-pressed", String(selected.has(pick.dataset.pick)))
  for (const put of document.querySelectorAll("[data-put]")) put.disabled = !selected.size
  bar().querySelector("[data-unselect]").hidden = !selected.size
  const { none, one, many } = bar().dataset
  const sentence = selected.size ? count(selected.size, one, many) : said || none
  const status = bar().querySelector("[data-selected]")
  if (status.textContent !== sentence) status.textContent = sentence // the same words are not announced twice
}

export function toggle(id) {
  said = ""
  if (!selected.delete(id)) selected.add(id)
  show()
}

// The selection travels with the request of a category's button, or of a sheet that takes it.
document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  if (!target.matches("[data-put], [data-takes-selected]")) return
  detail.parameters.postits = [...selected].join(" ")
  if (!target.matches("[data-put]")) return
  detail.headers["X-Op"] = newId() // the same button puts other post-its each time
  selected.clear()
})
document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
  if (!target.matches("[data-put], [data-takes-selected]")) return
  const ids = String(detail.requestConfig.parameters.postits ?? "").split(" ").filter(Boolean)
  if (!detail.successful) ids.forEach((id) => selected.add(id))
  else if (target.matches("[data-put]")) said = `${count(ids.length, bar().dataset.putOne, bar().dataset.putMany)} ${target.dataset.name}`
  else selected.clear()
  show()
})

document.addEventListener("click", ({ target }) => {
  const pick = target.closest("[data-pick]")
  if (pick) toggle(pick.dataset.pick)
  if (target.closest("[data-unselect]")) { selected.clear(); show() }
})
document.addEventListener("keydown", (event) => {
  if (!bar() || !mayAct(event)) return
  const digit = event.code.match(/^(?:Digit|Numpad)(\d)$/)?.[1] // by place: a French keyboard writes & where 1 is
  if (digit) document.querySelector(`[data-put="${digit}"]`)?.click()
  else if (event.key.toLowerCase() === "n") byId("new-category").click()
  else if (event.key === "Escape") { selected.clear(); show() }
})

document.addEventListener("promesse:shown", show)
show()
