// What the tray shows, by polarity and by client service: on this console only. And the rail of categories, where they
// never scroll away: with a selection it puts, without one it goes there.
import { choose, count, selected, show } from "./selection.js"
import { announce } from "./told.js"

const byId = (id) => document.getElementById(id)
const only = { polarity: null, service: null }
const loose = () => [...document.querySelectorAll(".tray [data-pick]")]
const shown = () => loose().filter((pick) => !pick.closest("li").hidden)

function sift() {
  for (const chip of document.querySelectorAll("[data-only]")) {
    chip.setAttribute("aria-pressed", String(only[chip.dataset.only] === chip.dataset.value))
  }
  for (const pick of loose()) {
    pick.closest("li").hidden = Object.entries(only).some(([name, value]) => value !== null && pick.dataset[name] !== value)
  }
}

function filter({ only: name, value }) {
  only[name] = only[name] === value ? null : value
  sift()
  for (const pick of loose()) if (pick.closest("li").hidden) selected.delete(pick.dataset.pick) // nothing unseen is moved
  show()
  const { shownOne, shownMany } = byId("filter").dataset
  announce(count(shown().length, shownOne, shownMany))
}

function go(pk) {
  if (selected.size) return byId(`put-${pk}`).click()
  const category = byId(`category-${pk}`)
  category.scrollIntoView({ block: "start" })
  category.querySelector("[data-pick], button:enabled").focus({ preventScroll: true })
}

document.addEventListener("click", ({ target }) => {
  const chip = target.closest("[data-only]"), rail = target.closest("[data-rail]")
  if (chip) filter(chip.dataset)
  else if (rail) go(rail.dataset.rail)
  else if (target.closest("[data-select-shown]")) choose(shown())
})
document.addEventListener("promesse:shown", sift)
