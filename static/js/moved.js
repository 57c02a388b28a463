// The room moved on while somebody was writing a post-it or a line: the draft stays here, and may still be sent.
import { composer } from "./composer.js"
import { forget, keep, kept, keys } from "./kept.js"
import { post } from "./outbox.js"
import { tell, words } from "./words.js"

const here = document.getElementById("live").dataset
const DRAFT = `draft:${here.key}:postit`
const LINE = /:(expects|commits)-(\d+)$/ // of a service's row: see lines.js
const bar = document.getElementById("moved")

// { key, url, text, choice } of what is written and has no field on this screen.
function unsent() {
  const { url, text, ...choice } = kept(DRAFT) ?? {}
  if (!composer() && text) return { key: DRAFT, url, text, choice }
  const mine = document.getElementById("mine")
  const key = mine && !mine.dataset.facing && keys(`draft:${here.key}:`).find((each) => LINE.test(each))
  const [, kind, towards] = (key && LINE.exec(key)) || []
  return key ? { key, url: `/w/${here.key}/own/${kind}/${towards}/`, text: kept(key), choice: {} } : null
}

function settle() {
  const draft = unsent()
  bar.hidden = !draft
  if (draft) bar.querySelector("[data-text]").textContent = draft.text
}

bar.addEventListener("click", ({ target }) => {
  if (!target.matches("button")) return
  const { key, url, text, choice } = unsent()
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean)
  if (target.matches("[data-send]") && !post(url, lines.map((line) => ({ ...choice, text: line })))) return tell(words.full)
  if (key === DRAFT) keep(DRAFT, { ...choice, url, text: "" })
  else forget(key)
  settle()
})
for (const name of ["promesse:shown", "htmx:afterSettle"]) document.addEventListener(name, settle)
document.addEventListener("close", settle, true) // of a sheet that held the field
settle()
