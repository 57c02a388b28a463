// A service's page at its desk follows the room by asking: it loads itself again when the room has moved on, at once when
// nothing is being written, else when that is sent or its reader says so; and fetches its own part when that changed.
import { ask } from "./ask.js"

const EVERY = 15000 // ms between two looks
const here = document.getElementById("live").dataset, bar = document.getElementById("moved-on")
const arrived = document.getElementById("arrived"), SAID = `arrived:${here.key}`
let looking = false, leaving = false

const fields = () => [...document.querySelectorAll("main textarea:not([readonly]), main input:not([type=hidden], [type=radio], [type=checkbox])")]
const isWriting = () => fields().some((field) => field === document.activeElement || field.value !== field.defaultValue)

async function look() {
  if (looking || leaving || document.visibilityState === "hidden") return
  looking = true
  const query = new URLSearchParams({ step: here.step, stamp: here.stamp })
  const answer = await ask(`${here.now}?${query}`).catch(() => null)
  looking = false
  if (!answer?.ours || leaving) return
  if ([403, 404, 410].includes(answer.status)) return void (isWriting() || again()) // the link was closed
  if (answer.status === 200) follow(new DOMParser().parseFromString(answer.text, "text/html"))
}

function follow(page) {
  const { step, stamp } = page.getElementById("now").dataset, where = page.getElementById("moved-to").textContent
  if (step !== here.step) move(where)
  else if (!isWriting() && !document.getElementById("row")) fetchOwn(stamp) // a sheet looks by itself: row.js
}

function move(where) {
  bar.querySelector("[data-where]").textContent = where
  try { sessionStorage.setItem(SAID, where) } catch { /* it is said before only */ }
  if (isWriting()) bar.hidden = false
  else again()
}

function again() {
  leaving = true
  location.reload()
}

function fetchOwn(stamp) {
  const done = () => { here.stamp = stamp }
  window.htmx.ajax("GET", location.pathname, { target: "#mine", swap: "outerHTML" }).then(done, () => {})
}

// Said once more where one has come to.
function say() {
  let where = null
  try { where = sessionStorage.getItem(SAID); sessionStorage.removeItem(SAID) } catch { return }
  if (where) { arrived.hidden = false; arrived.textContent = where }
}

bar.querySelector("button").addEventListener("click", again)
for (const name of ["online", "focus"]) addEventListener(name, look)
addEventListener("pageshow", ({ persisted }) => { if (persisted) look() })
document.addEventListener("visibilitychange", look)
document.addEventListener("promesse:acted", () => setTimeout(() => (bar.hidden || isWriting() ? look() : again())))
setInterval(look, EVERY)
say()
