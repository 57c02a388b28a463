// The room moved on while somebody was writing a post-it: the draft stays here, and may still be sent.
import { composer } from "./composer.js"
import { keep, kept } from "./kept.js"
import { post } from "./outbox.js"
import { tell, words } from "./words.js"

const here = document.getElementById("live").dataset
const DRAFT = `draft:${here.key}:postit`
const bar = document.getElementById("moved")

function settle() {
  const draft = kept(DRAFT)
  bar.hidden = Boolean(composer()) || !draft?.text
  if (!bar.hidden) bar.querySelector("[data-text]").textContent = draft.text
}

bar.addEventListener("click", ({ target }) => {
  if (!target.matches("button")) return
  const { url, text, ...choice } = kept(DRAFT)
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean)
  if (target.matches("[data-send]") && !post(url, lines.map((line) => ({ ...choice, text: line })))) return tell(words.full)
  keep(DRAFT, { ...choice, url, text: "" })
  settle()
})
document.addEventListener("promesse:shown", settle)
document.addEventListener("close", settle, true) // of a sheet that held the field
settle()
