// A live screen: one socket that only listens, frames numbered by revision, plain HTTP whenever the socket is silent.
import { apply } from "./apply.js"

const here = document.getElementById("live").dataset
const line = document.getElementById("line")
const SILENCE = 20000 // ms without a frame or heartbeat: the line is lost
const POLL = 5000 // ms between two looks over HTTP while it is
let revision = Number(here.revision)
let socket, told = 0, heard = 0, tries = 0, looking = false

const connected = () => socket?.readyState === 1 && Date.now() - told < SILENCE

function say() {
  const ok = connected() || Date.now() - heard < POLL * 2
  line.textContent = ok ? here.ok : here.lost
  line.dataset.state = ok ? "ok" : "lost"
}

// A frame leads from one revision to another: applied when this screen is between them, else everything is fetched.
function receive(text) {
  const box = document.createElement("template")
  box.innerHTML = text
  const [head, ...pieces] = box.content.children
  if (head?.id !== "frame") return // a captive portal's page
  const from = Number(head.dataset.from), to = Number(head.dataset.to)
  document.documentElement.dataset.offset = Number(head.dataset.now) - Date.now()
  if (pieces.length && from <= revision && revision < to) show(pieces, to)
  else if (to > revision) look()
}

function show(pieces, to) {
  const came = apply(pieces)
  revision = came ? to : -1
  document.dispatchEvent(new CustomEvent("promesse:shown", { detail: came ?? [] }))
  if (!came) look()
}

async function look() {
  if (looking) return
  looking = true
  try {
    const [step, shown] = ["screen", "room"].map((id) => document.getElementById(id).dataset.step)
    const query = new URLSearchParams({ revision, step, shown, language: here.language, pinned: here.pinned })
    const answer = await fetch(`${here.since}?${query}`, { redirect: "error" })
    if (answer.status === 403 || answer.status === 404) again()
    if (answer.status === 200) { revision = Math.min(revision, 0); receive(await answer.text()) }
    if (revision < 0) again()
    if (answer.ok) heard = Date.now()
  } catch { /* no network: the line says so */ }
  looking = false
  say()
}

// The page itself is no longer right (removed, signed out, newer than its parts): load it again, never in a loop.
function again() {
  if (performance.now() > POLL) location.reload()
  else setTimeout(again, POLL)
}

function open() {
  socket = new WebSocket(new URL(here.socket, location.origin.replace("http", "ws")))
  socket.onmessage = ({ data }) => { tries = 0; told = heard = Date.now(); receive(data); say() }
  socket.onclose = (event) => {
    say()
    if (event.code === 4403) again()
    else if (event.code !== 4429) setTimeout(open, Math.random() * Math.min(8000, 500 * 2 ** ++tries))
  }
}

function wake() {
  if (document.visibilityState === "hidden") return
  look()
  if (socket.readyState === 1 && !connected()) socket.close(4000)
}

for (const name of ["pageshow", "online", "focus"]) window.addEventListener(name, wake)
document.addEventListener("visibilitychange", wake)
document.addEventListener("promesse:acted", () => { if (!connected()) look() })
setInterval(() => { if (!connected()) look(); say() }, POLL)
open()
