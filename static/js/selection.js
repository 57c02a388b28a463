// Which post-its are selected on the console, by tap, click or Space; a digit or a category's button then puts them.
import { newId } from "./uid.js"

export const selected = new Set()
const byId = (id) => document.getElementById(id)
export const bar = () => document.querySelector("[data-sorting]")
let said = "" // what was done last, until something is selected again
let anchor = null // where a range begins

export const count = (n, one, many) => (n === 1 ? one : many.replace("#", n))

export function show() {
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

export function choose(picks) {
  said = ""
  for (const { dataset } of picks) selected.add(dataset.pick)
  show()
}

// With Shift, all that lies between the card touched last and this one, in one list.
function range(pick) {
  const list = [...pick.closest(".postits").querySelectorAll("li:not([hidden]) [data-pick]")]
  const ends = [byId(`pick-${anchor}`), pick].map((each) => list.indexOf(each)).sort((a, b) => a - b)
  choose(ends[0] < 0 ? [pick] : list.slice(ends[0], ends[1] + 1))
}

// The selection travels with the request of a category's button, or of a sheet that takes it.
document.addEventListener("htmx:configRequest", ({ detail, target }) => {
  if (!target.matches("[data-put], [data-takes-selected]")) return
  detail.parameters.postits = [...selected].join(" ")
  if (!target.matches("[data-put]")) return
  detail.headers["X-Op"] = newId() // the same button puts other post-its each time
  selected.clear()
})
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt: target, parameters } = detail.requestConfig // a push may have replaced it meanwhile
  if (!target.matches("[data-put], [data-takes-selected]")) return
  const ids = String(parameters.postits ?? "").split(" ").filter(Boolean)
  if (!detail.successful) ids.forEach((id) => selected.add(id))
  else if (target.matches("[data-put]")) said = `${count(ids.length, bar().dataset.putOne, bar().dataset.putMany)} ${target.dataset.name}`
  else selected.clear()
  show()
})

document.addEventListener("click", ({ target, shiftKey }) => {
  const pick = target.closest("[data-pick]")
  if (pick && shiftKey && anchor) range(pick)
  else if (pick) toggle(pick.dataset.pick)
  if (pick) anchor = pick.dataset.pick
  if (target.closest("[data-unselect]")) { selected.clear(); show() }
})
document.addEventListener("promesse:shown", show)
show()
