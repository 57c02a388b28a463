// The panel of suggestions on the console: asked for again when the wall has stood still, never under somebody's hands.
import { mayAct } from "./keys.js"

const STILL = 700 // ms
const SHOWN = /^(sorting|tray|categor|postit)/ // parts that suggestions are made of
const byId = (id) => document.getElementById(id)
const on = (name, listener) => document.addEventListener(name, listener)
let due = 0, inside = false

// A name that was touched, a post-it that was unticked: the suggestion stays until it is answered.
const touched = () => [...document.querySelectorAll("#suggestions input:not([type=hidden])")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked)

function ask() {
  if (byId("suggestions") && !touched()) window.htmx.trigger("#suggestions", "ask")
}

on("promesse:shown", ({ detail }) => {
  if (!detail.some((id) => SHOWN.test(id))) return
  clearTimeout(due)
  due = setTimeout(ask, STILL)
})

on("htmx:beforeSwap", ({ target }) => {
  if (target.id === "suggestions") inside = target.contains(document.activeElement)
})
on("htmx:afterSettle", ({ target }) => {
  if (target.id !== "suggestions" || !inside) return
  const said = target.querySelector("[data-say]")
  byId("suggestions-said").textContent = said?.dataset.say || said?.textContent || ""
  if (!target.contains(document.activeElement)) byId("suggestions-title").focus()
})

on("keydown", (event) => {
  const box = byId("suggestions-box")
  if (!box || !mayAct(event)) return
  const key = event.key.toLowerCase()
  if (key === "s") { box.open = true; (byId("suggestion-yes") ?? byId("suggestions-title")).focus() }
  else if (box.contains(event.target) && key === "y") byId("suggestion-yes")?.click()
  else if (box.contains(event.target) && key === "x") byId("suggestion-no")?.click()
})
