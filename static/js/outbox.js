// Post-its on their way: kept on this device until the server acknowledges the very operation that was sent.
import { newId } from "./uid.js"

const here = document.getElementById("live").dataset
const KEY = `outbox:${here.key}`
const MOST = 50
const load = () => JSON.parse(localStorage.getItem(KEY) ?? "[]")
const store = (items) => { localStorage.setItem(KEY, JSON.stringify(items)); draw(items) }
let sending = false, pause = 0

export function send(url, fields) {
  const items = load()
  if (items.length >= MOST) return false
  store([...items, { op: newId(), url, fields }])
  flush()
  return true
}

function draw(items = load()) {
  const list = document.getElementById("outbox")
  const model = document.getElementById("waiting")
  if (!list || !model) return
  list.replaceChildren(...items.map((item) => {
    const row = model.content.cloneNode(true).firstElementChild
    row.dataset.op = item.op
    row.dataset.state = item.refused ? "refused" : "waiting"
    row.dataset.polarity = item.fields.polarity
    row.querySelector("[data-text]").textContent = item.fields.text
    row.querySelector("[data-why]").textContent = item.refused ?? model.dataset.why
    return row
  }))
}

async function flush() {
  if (sending) return
  sending = true
  for (let item; (item = load().find((each) => !each.refused)); ) if (!(await deliver(item))) break
  sending = false
}

async function deliver(item) {
  try {
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "X-Op": item.op, "HX-Request": "true" }
    const answer = await fetch(item.url, { method: "POST", headers, body: new URLSearchParams(item.fields), redirect: "error" })
    if (answer.ok && answer.headers.get("X-Ack") === item.op) return acknowledged(item, await answer.text())
    if ([400, 403, 404, 409, 410, 413, 422].includes(answer.status)) return refused(item, await answer.text())
  } catch { /* no network */ }
  pause = Math.min(8000, 500 + pause * 2)
  setTimeout(flush, Math.random() * pause)
  return false
}

function acknowledged(item, html) {
  pause = 0
  store(load().filter((each) => each.op !== item.op))
  const mine = document.getElementById("mine")
  if (mine?.dataset.step === "postits") window.htmx.swap("#mine", html, { swapStyle: "outerHTML" })
  document.dispatchEvent(new Event("promesse:acted"))
  return true
}

function refused(item, html) {
  const said = new DOMParser().parseFromString(html, "text/html").querySelector("[data-sentence]")?.textContent.trim()
  const why = said || document.getElementById("waiting")?.dataset.refused || "?"
  store(load().map((each) => (each.op === item.op ? { ...each, refused: why } : each)))
  return true
}

document.addEventListener("click", ({ target }) => {
  const row = target.matches("button") && target.closest("#outbox [data-op]")
  if (!row) return
  const item = load().find((each) => each.op === row.dataset.op)
  store(load().filter((each) => each.op !== item.op))
  if (target.matches("[data-again]")) document.dispatchEvent(new CustomEvent("promesse:again", { detail: item.fields }))
})
document.addEventListener("promesse:shown", () => draw())
for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, flush)
setInterval(flush, 5000)
draw()
flush()
