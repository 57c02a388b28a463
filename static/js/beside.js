// What stands on a console beside the live screen and is asked for: the pace, since time passes without any change, and
// what a participant sees, in a tree of its own so that no name of it meets one of the console's.
import { ask } from "./ask.js"

const OFTEN = 20000 // ms between two looks at the pace
const SOON = 800 // ms in which several changes are one reason to look
const byId = (id) => document.getElementById(id)
const texts = new WeakMap() // element → what was put in its place
let soon

async function fetched(element) {
  const answer = await ask(element.dataset.from).catch(() => null)
  if (!answer?.ours || !answer.ok || texts.get(element) === answer.text) return null
  return element.isConnected ? answer.text : null
}

async function pace() {
  const text = byId("pace") && await fetched(byId("pace"))
  if (!text) return
  window.htmx.swap("#pace", text, { swapStyle: "outerHTML" })
  texts.set(byId("pace"), text)
}

async function glance() {
  const box = byId("glance")
  const text = box?.open && await fetched(box)
  if (!text) return
  const frame = box.querySelector("[data-frame]")
  const tree = frame.shadowRoot ?? frame.attachShadow({ mode: "open" })
  const held = document.createElement("template")
  held.innerHTML = text
  tree.replaceChildren(held.content)
  texts.set(box, text)
}

function look() {
  clearTimeout(soon)
  soon = setTimeout(() => { pace(); glance() }, SOON)
}

document.addEventListener("toggle", ({ target }) => { if (target.id === "glance") glance() }, true)
for (const name of ["promesse:shown", "promesse:acted"]) document.addEventListener(name, look)
setInterval(() => { if (document.visibilityState === "visible") pace() }, OFTEN)
pace()
