// The contact's page: what is filled in is kept by the server as it goes, on this device while it cannot be, and counted.
// Without this script the page's own buttons do the same. What waits here is { name of a field: what was typed }.
import { forget, keep, kept } from "./kept.js"
import { newId } from "./uid.js"

const SOON = 900, AGAIN = 6000 // ms from the last key to the server; between two tries
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

// What was typed before this script came, on a slow line, or what the browser put back by itself.
function early() {
  for (const field of [...form.elements].filter(typed))
    if (field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== field.defaultValue) hold(field)
}

const hold = ({ name, value }) => keep(KEY, { ...waiting(), [name]: value })

function changed({ target }) {
  if (!typed(target)) return
  hold(target)
  count()
  later(SOON)
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

const later = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay) }
const unheard = () => { say("offline"); later(AGAIN) }

function acknowledged(fields) {
  const left = Object.entries(waiting()).filter(([name, value]) => fields[name] !== value)
  if (left.length) keep(KEY, Object.fromEntries(left))
  else forget(KEY)
  say("saved")
}

if (sent) forget(KEY)
if (form) {
  early()
  restore()
  count()
  form.addEventListener("input", changed)
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer) })
  addEventListener("online", send)
  addEventListener("pagehide", send)
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload() })
  send()
}
