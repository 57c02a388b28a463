// A live screen: frames numbered by revision come by a socket, or over plain HTTP whenever that is silent.
import { apply } from "./apply.js"
import { ask } from "./ask.js"
import { connected, listen, reopen, revive } from "./line.js"
import { whenFree } from "./press.js"

const here = document.getElementById("live").dataset, line = document.getElementById("line")
const POLL = 5000 // ms between two looks over HTTP while the socket is silent
const LOST = 12000 // ms without a word from the server: the line says so
const now = () => performance.now()
let revision = Number(here.revision), heard = now(), looked = now(), reached = true, looking = false

function say() {
  const state = navigator.onLine && (connected() || (reached && now() - heard < LOST)) ? "ok" : "lost"
  if (line.dataset.state !== state) Object.assign(line, { textContent: here[state] }).dataset.state = state
}

// A frame leads from one revision to another; a whole one from anywhere. One that does not fit: everything is fetched.
function receive(text, whole) {
  const box = document.createElement("template")
  box.innerHTML = text
  const [head, ...pieces] = box.content.children
  if (head?.id !== "frame") return void (head?.id === "whisper" && document.dispatchEvent(new Event("promesse:whisper")))
  const from = Number(head.dataset.from), to = Number(head.dataset.to)
  document.documentElement.dataset.offset = Number(head.dataset.now) - now()
  if (pieces.length && (whole ? to >= revision : from <= revision && revision < to)) show(pieces, to, whole)
  else if (to > revision) look()
}

function show(pieces, to, whole) {
  const came = apply(pieces)
  revision = came ? to : -1
  document.dispatchEvent(new CustomEvent("promesse:shown", { detail: came ?? [] }))
  if (!came) whole ? again() : look()
}

async function look() {
  if (looking) return
  looking = true
  looked = now()
  const [step, shown] = ["screen", "room"].map((id) => document.getElementById(id).dataset.step)
  const query = new URLSearchParams({ revision, step, shown, language: here.language, pinned: here.pinned })
  const answer = await ask(`${here.since}?${query}`).catch(() => null)
  looking = false
  reached = Boolean(answer?.ours) && answer.status < 500
  if (reached) {
    heard = now()
    if (answer.status === 200) whenFree(() => receive(answer.text, true))
    if ([403, 404].includes(answer.status)) again()
  }
  say()
}

// The page is no longer right (removed, signed out): load it again, not in a loop, nor while an answer may lead elsewhere.
function again() {
  if (now() > POLL && !document.querySelector(".htmx-request")) location.reload()
  else setTimeout(again, POLL)
}

// Turned away; without the socket, a look tells if the server is gone too.
const closed = (code) => (code === 4403 ? setTimeout(again, 1000) : setTimeout(look, Math.random() * 1000))

function wake(event) {
  if (document.visibilityState === "hidden" || event.persisted === false) return // a page just loaded is awake
  look()
  reopen()
}

function tick() {
  if (!connected() && now() - looked >= POLL) look()
  revive()
  say()
}

for (const name of ["pageshow", "online", "focus"]) addEventListener(name, wake)
addEventListener("offline", say)
document.addEventListener("visibilitychange", wake)
document.addEventListener("promesse:acted", () => { if (!connected()) look() })
listen(here.socket, { hear: (text) => { heard = now(); reached = true; whenFree(() => receive(text)); say() }, closed })
setInterval(tick, 500)
