// The room moved on while somebody was writing a post-it: the draft stays here, and may still be sent.
import { send } from "./outbox.js"

const here = document.getElementById("live").dataset
const DRAFT = `draft:${here.key}:postit`
const kept = () => JSON.parse(localStorage.getItem(DRAFT) ?? "null")
const bar = document.getElementById("moved")

function settle() {
  const draft = kept()
  bar.hidden = Boolean(document.getElementById("composer")) || !draft?.text
  if (!bar.hidden) bar.querySelector("[data-text]").textContent = draft.text
}

bar.addEventListener("click", ({ target }) => {
  if (!target.matches("button")) return
  const { url, ...fields } = kept()
  if (target.matches("[data-send]")) send(url, fields)
  localStorage.setItem(DRAFT, JSON.stringify({ ...fields, url, text: "" }))
  settle()
})
document.addEventListener("promesse:shown", settle)
settle()
