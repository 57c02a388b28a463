// Shows what is on its way: in the step's own list where there is one, else at the bottom of the screen.
import { composer } from "./composer.js"
import { change, drop, find, items } from "./outbox.js"
import { tell, words } from "./words.js"

const SEEN = 4000 // ms for which "saved" is shown where the step does not list the post-it itself
const gone = new Map() // op → item, saved a moment ago

const stateOf = (item) => (item.refused ? "refused" : gone.has(item.op) ? "saved" : "waiting")

function draw() {
  const [place, ...others] = document.querySelectorAll("[data-outbox]")
  others.forEach((other) => other.replaceChildren())
  const all = items()
  const first = all.find((item) => !item.refused)?.why // those behind it wait for the same reason
  const rows = [...gone.values(), ...all].map((item) => row(place, item, first))
  const same = rows.length === place.children.length && rows.every((each, at) => each === place.children[at])
  if (!same) place.replaceChildren(...rows)
}

function row(place, item, first) {
  const known = place.querySelector(`[data-op="${item.op}"]`)
  const shown = known ?? document.getElementById("outgoing").content.cloneNode(true).firstElementChild
  const state = stateOf(item)
  shown.dataset.op = item.op
  if (!known) shown.classList.add(item.fields.polarity)
  write(shown, "text", item.fields.text)
  write(shown, "word", words[`is_${state}`])
  write(shown, "why", state === "saved" ? "" : item.why ?? first ?? words.leaving)
  shown.dataset.state = state
  shown.querySelector("[data-change]").hidden = !composer()
  shown.querySelector("[data-again]").hidden = item.refused === 422 // the same words would be refused again
  return shown
}

function write(shown, name, text) {
  const element = shown.querySelector(`[data-${name}]`)
  if (element.textContent !== text) element.textContent = text
}

// Back in the field, unless something is being written there.
function takeBack(item) {
  if (composer().text.value.trim()) return tell(words.busy)
  drop(item.op)
  document.dispatchEvent(new CustomEvent("promesse:again", { detail: item.fields }))
}

document.addEventListener("click", ({ target }) => {
  const item = target.matches("button") && find(target.closest("[data-outbox] [data-op]")?.dataset.op)
  if (!item) return
  if (target.matches("[data-again]")) change(item.op, { refused: 0, why: undefined })
  if (target.matches("[data-change]")) takeBack(item)
  if (target.matches("[data-forget]")) drop(item.op)
})
document.addEventListener("promesse:saved", ({ detail }) => {
  gone.set(detail.op, detail)
  setTimeout(() => { gone.delete(detail.op); draw() }, SEEN)
  draw()
})
for (const name of ["promesse:outbox", "promesse:shown"]) document.addEventListener(name, draw)
draw()
