// Shows what is on its way: in the list of the form it came from or of its step, where there is one, else at the bottom
// of the screen.
import { composer } from "./composer.js"
import { change, drop, find, items } from "./outbox.js"
import { tell, words } from "./words.js"

const SEEN = 4000 // ms for which "saved" is shown where the step does not list the post-it itself
const gone = new Map() // op → item, saved a moment ago

const placeOf = (places, item) => places.find(({ dataset }) => dataset.outbox === item.url) ?? places.find(({ dataset }) => !dataset.outbox)
const fieldOf = (item) => (item.fields.polarity ? composer() : document.querySelector(`form[data-lines][action="${item.url}"]`))?.elements.text
const stateOf = (item) => (item.refused ? "refused" : gone.has(item.op) ? "saved" : "waiting")

function draw() {
  const places = [...document.querySelectorAll("[data-outbox]")], all = items()
  const first = all.find((item) => !item.refused)?.why // those behind it wait for the same reason
  const shown = [...gone.values(), ...all]
  for (const place of places) {
    const rows = shown.filter((item) => placeOf(places, item) === place).map((item) => row(place, item, first))
    const same = rows.length === place.children.length && rows.every((each, at) => each === place.children[at])
    if (!same) place.replaceChildren(...rows)
  }
}

function row(place, item, first) {
  const known = place.querySelector(`[data-op="${item.op}"]`)
  const shown = known ?? document.getElementById("outgoing").content.cloneNode(true).firstElementChild
  const state = stateOf(item)
  shown.dataset.op = item.op
  if (!known && item.fields.polarity) shown.classList.add(item.fields.polarity)
  write(shown, "text", item.fields.text)
  write(shown, "word", words[`is_${state}`])
  write(shown, "why", state === "saved" ? "" : item.why ?? first ?? words.leaving)
  shown.dataset.state = state
  shown.querySelector("[data-change]").hidden = !fieldOf(item)
  shown.querySelector("[data-again]").hidden = item.refused === 422 // the same words would be refused again
  return shown
}

function write(shown, name, text) {
  const element = shown.querySelector(`[data-${name}]`)
  if (element.textContent !== text) element.textContent = text
}

// Back in the field, unless something is being written there.
function takeBack(item) {
  const field = fieldOf(item)
  if (field.value.trim()) return tell(words.busy)
  drop(item.op)
  if (item.fields.polarity) return document.dispatchEvent(new CustomEvent("promesse:again", { detail: item.fields }))
  field.value = item.fields.text
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
}

document.addEventListener("click", ({ target }) => {
  const item = target.matches("button") && find(target.closest("[data-outbox] [data-op]")?.dataset.op)
  if (!item) return
  if (target.matches("[data-again]")) change(item.op, { refused: 0, why: undefined })
  if (target.matches("[data-change]")) takeBack(item)
  if (target.matches("[data-forget]")) drop(item.op)
})
document.addEventListener("promesse:saved", ({ detail }) => {
  if (detail.fields.polarity || !fieldOf(detail)) gone.set(detail.op, detail) // else it is in its list at once
  setTimeout(() => { gone.delete(detail.op); draw() }, SEEN)
  draw()
})
for (const name of ["promesse:outbox", "promesse:shown", "htmx:afterSettle"]) document.addEventListener(name, draw)
draw()
