// Who of one's pair is on this page, and at which line: said of oneself every few seconds and whenever that changes,
// never of what is typed. A nudge by the socket says that a partner's sign has changed.
import { ask } from "./ask.js"
import { newId } from "./uid.js"

const OFTEN = 8000 // ms between two signs
const SOON = 400 // ms in which several reasons are one sign
const box = () => document.getElementById("presence")
const place = () => document.activeElement?.closest("[data-place]")?.dataset.place ?? ""
let known, told, due

async function sign(at = place()) {
  clearTimeout(due)
  if (!box() || (document.hidden && at !== "gone")) return
  told = at
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "X-Op": newId(), "HX-Request": "true" }
  const answer = await ask(box().dataset.url, { method: "POST", headers, body: new URLSearchParams({ at }) }).catch(() => null)
  if (answer?.ours && answer.ok) show(answer.text)
}

function show(html) {
  const held = document.createElement("template")
  held.innerHTML = html
  const fresh = held.content.firstElementChild
  if (box() && fresh && box().innerHTML !== fresh.innerHTML) box().replaceChildren(...fresh.childNodes)
  mark()
}

function mark() {
  const at = new Map([...(box()?.querySelectorAll("[data-at]") ?? [])].map(({ dataset }) => [dataset.at, dataset.name]))
  for (const line of document.querySelectorAll("[data-line]")) {
    const name = at.get(line.dataset.line)
    if (name) line.dataset.by = name
    else delete line.dataset.by
  }
}

function soon() {
  clearTimeout(due)
  due = setTimeout(sign, SOON)
}

function settle() {
  if (box() && box() !== known) soon()
  known = box()
  mark()
}

for (const name of ["focusin", "focusout"]) document.addEventListener(name, () => { if (box() && place() !== told) soon() })
for (const name of ["htmx:afterSettle", "promesse:shown"]) document.addEventListener(name, settle)
document.addEventListener("promesse:whisper", soon)
document.addEventListener("visibilitychange", () => sign(document.hidden ? "gone" : place()))
setInterval(sign, OFTEN)
settle()
