// A person's own part, `#mine`: fetched again when a live part that it watches came; what comes waits for a finger.
import { isPressed, whenFree } from "./press.js"

const on = (name, listener) => document.addEventListener(name, listener)
export const fetchesOwn = (elt) => elt.matches('[hx-trigger*="stale"]')

// Whoever is typing in one that is fetched whole is not interrupted: it comes once they have left the field, after a
// moment in which they may press its button.
const isTyping = () => document.activeElement?.matches("#mine[hx-get] textarea") && Boolean(document.activeElement.value)
let held = false

export function refetch() {
  held = isTyping()
  if (!held) window.htmx.trigger("#mine", "stale")
}

on("focusout", () => { if (held) setTimeout(refetch, 1000) })
on("promesse:shown", ({ detail }) => {
  const watched = document.getElementById("mine")?.dataset.watch?.split(" ") ?? []
  if (watched.some((id) => detail.includes(id))) refetch()
})
on("htmx:beforeSwap", ({ detail }) => {
  const { verb, elt } = detail.requestConfig
  if (verb !== "get" || !isPressed() || !fetchesOwn(elt)) return
  detail.shouldSwap = false
  whenFree(refetch)
})
