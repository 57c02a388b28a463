// Carries the outbox to the server, one post-it at a time, in order, until each is acknowledged or refused.
import { alone } from "./alone.js"
import { ask, sentenceIn } from "./ask.js"
import { change, drop, items } from "./outbox.js"
import { silence, words } from "./words.js"

const here = document.getElementById("live").dataset
const behind = new Set() // those the server stumbles over: the others go first
let sending = false, pause = 0, rest = 0, timer

function next() {
  const waiting = items().filter((item) => !item.refused)
  return waiting.find((item) => !behind.has(item.op)) ?? waiting[0]
}

async function flush() {
  if (sending || performance.now() < rest || !next()) return
  sending = true
  const emptied = await alone(`sender:${here.key}`, async (renew) => {
    for (let item; (item = next()); renew()) if (!(await deliver(item))) return false
    return true
  }).catch(() => false)
  sending = false
  if (emptied && next()) flush() // written while the lock was given back
}

async function deliver(item) {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "X-Op": item.op, "HX-Request": "true" }
  const answer = await ask(item.url, { method: "POST", headers, body: new URLSearchParams(item.fields) }).catch(() => null)
  if (answer?.ok && answer.header("X-Ack") === item.op) return saved(item, answer.text)
  if (!answer?.ours || answer.ok) return later(item, words[`wait_${silence(answer?.status)}`])
  const said = sentenceIn(answer.text)
  if (answer.status === 429 || answer.status >= 500) {
    if (answer.status === 500) behind.add(item.op)
    return later(item, said ?? words.wait_silent, Number(answer.header("Retry-After")) || 0)
  }
  pause = 0
  change(item.op, { refused: answer.status, why: said ?? words.refused, at: Date.now() })
  return true
}

// `seconds` is what the server asked for: nothing leaves before; after that, phones come back one by one.
function later(item, why, seconds = 0) {
  change(item.op, { why })
  pause = Math.min(8000, 500 + pause * 2)
  rest = performance.now() + seconds * 1000
  clearTimeout(timer)
  timer = setTimeout(flush, seconds * 1000 + Math.random() * pause)
  return false
}

function saved(item, html) {
  pause = 0
  behind.delete(item.op)
  drop(item.op)
  const mine = document.getElementById("mine")
  if (mine?.dataset.step === "postits" && item.fields.polarity) window.htmx.swap("#mine", html, { swapStyle: "outerHTML" })
  else document.dispatchEvent(new CustomEvent("promesse:saved", { detail: item }))
  document.dispatchEvent(new Event("promesse:acted"))
  return true
}

for (const name of ["online", "pageshow", "focus"]) addEventListener(name, flush)
document.addEventListener("promesse:outbox", flush)
setInterval(flush, 5000)
flush()
