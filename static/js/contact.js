// The contact's page: what is filled in is kept by the server as it goes, on this device while it cannot be, and counted.
// Without this script the page's own buttons do the same. What waits here is { name of a field: what was typed }.
import { forget, keep, kept } from "./kept.js"
import { newId } from "./uid.js"

const SOON = 900, AGAIN = 6000 // ms from the last key to the server; between two tries while it cannot be reached
const form = document.getElementById("answers")
const sent = document.querySelector("[data-sent]")
const KEY = `answers:${(form ?? document.body).dataset.link ?? sent?.dataset.sent}`
let timer, leaving = false

const say = (state) => { document.querySelector("[data-state]").dataset.state = state }
const waiting = () => kept(KEY) ?? {}
const names = () => new Set([...form.elements].filter(typed).map((field) => field.name))
const typed = (field) => field.matches("textarea, [type=radio]")

function count() {
  const fields = new FormData(form)
  const done = [...names()].filter((name) => !name.startsWith("text-") && fields.get(name)?.trim()).length
  document.querySelector("[data-done]").textContent = done
  document.querySelector("progress").value = done
}

function restore() {
  for (const [name, value] of Object.entries(waiting())) {
    const field = form.elements[name]
    if (field) field.value = value // of a group of radio buttons: the one that is checked
  }
}

function changed({ target }) {
  if (!typed(target)) return
  keep(KEY, { ...waiting(), [target.name]: target.value })
  count()
  later(SOON)
}

function later(delay) {
  clearTimeout(timer)
  timer = setTimeout(send, delay)
}

async function send() {
  const fields = waiting()
  if (leaving || !Object.keys(fields).length) return
  say("saving")
  const body = new URLSearchParams({ ...fields, later: "1", csrfmiddlewaretoken: form.csrfmiddlewaretoken.value })
  const headers = { "X-Op": newId() }
  const answer = await fetch(location.pathname, { method: "POST", body, headers, keepalive: true }).catch(() => null)
  if (answer?.ok) acknowledged(fields)
  else if ([404, 409, 410].includes(answer?.status)) say("closed")
  else unheard()
}

function acknowledged(fields) {
  const left = Object.entries(waiting()).filter(([name, value]) => fields[name] !== value)
  if (left.length) keep(KEY, Object.fromEntries(left))
  else forget(KEY)
  say("saved")
}

function unheard() {
  say("offline")
  later(AGAIN)
}

if (sent) forget(KEY)
if (form) {
  restore()
  count()
  form.addEventListener("input", changed)
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer) })
  addEventListener("online", send)
  addEventListener("pagehide", send)
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload() })
  send()
}
