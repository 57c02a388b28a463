// What was done is said aloud to a screen reader once the server has it: one's own gestures in their words, those of
// another facilitator with the name. Putting says so itself (selection.js).

const byId = (id) => document.getElementById(id)
const me = byId("live").dataset.me
const newest = () => document.querySelector("#gestures > li")
const number = (item) => Number(item?.id.split("-")[1] ?? 0)
let known = number(newest()), putting = false

export function announce(sentence) {
  const place = byId("told")
  if (place) place.textContent = sentence
}

document.addEventListener("htmx:configRequest", ({ target }) => { putting = target.matches("[data-put]") })
document.addEventListener("promesse:shown", () => {
  const item = newest()
  if (number(item) <= known) return
  known = number(item)
  const sentence = item.firstElementChild.textContent
  if (item.dataset.by !== me) announce(`${item.dataset.by} · ${sentence}`)
  else if (!putting) announce(sentence)
  else putting = false
})
