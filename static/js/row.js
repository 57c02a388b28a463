// A service's row as a spreadsheet: a cell is saved when it is left, waits while it cannot be, and takes what others
// wrote meanwhile. Without this script each row has a button that does the same.
import { ask } from "./ask.js"
import { isWriting } from "./arrows.js"
import { area, cells, giveUp, hold, isChanged, part, piece, restore, say, sheet, take, tell } from "./cell.js"
import { newId } from "./uid.js"

const AGAIN = 5000, LOOK = 15000 // ms between two tries to save what waits; between two looks at what others wrote
const tries = new WeakMap() // td → { value, op }: the same words sent again are the same operation

async function save(td) {
  if (td.dataset.state === "saving") return
  if (!isChanged(td)) return void (area(td).value = part(td, "was").value)
  const { value } = area(td), name = td.dataset.cell
  if (tries.get(td)?.value !== value) tries.set(td, { value, op: newId() })
  const fields = { [name]: value, csrfmiddlewaretoken: sheet.querySelector("[name=csrfmiddlewaretoken]").value }
  for (const each of ["was", "rows"]) fields[`${each}-${name}`] = part(td, each).value
  say(td, "saving")
  const headers = { "X-Op": tries.get(td).op, "HX-Request": "true" }
  const answer = await ask(sheet.dataset.save, { method: "POST", headers, keepalive: true, body: new URLSearchParams(fields) }).catch(() => null)
  if (!answer?.ours || answer.status === 429 || answer.status >= 500) return say(td, "waiting", true)
  tries.delete(td)
  const fresh = piece(answer.text, td)
  if (fresh) take(td, fresh, value)
  else tell(td, new DOMParser().parseFromString(answer.text, "text/html").querySelectorAll("[data-sentence]"), true)
  say(td, !answer.ok ? "refused" : isChanged(td) ? "typing" : "saved", true)
}

async function look() {
  if (document.hidden) return
  const answer = await ask(sheet.dataset.here).catch(() => null)
  if (!answer?.ours || !answer.ok) return
  for (const td of cells()) {
    const fresh = !isChanged(td) && !isWriting(td) && piece(answer.text, td)
    if (fresh && part(fresh, "rows").value !== part(td, "rows").value) take(td, fresh, area(td).value)
  }
}

function again() {
  for (const td of cells()) if (td.dataset.state === "waiting") save(td)
}

sheet.addEventListener("input", ({ target }) => {
  const td = target.closest("[data-cell]")
  hold(td)
  say(td, isChanged(td) ? "typing" : "")
})
// What was refused leaves only when its author has seen both texts, and pressed or typed something.
sheet.addEventListener("focusout", ({ target }) => {
  const td = target.matches("textarea") && target.closest("[data-cell]")
  if (td && td.dataset.state !== "refused") save(td)
})
sheet.addEventListener("click", (event) => {
  const td = event.target.closest("[data-cell]")
  if (event.target.matches("[data-again]")) { event.preventDefault(); save(td) }
  if (event.target.matches("[data-theirs]")) { giveUp(td); area(td).focus() }
})
addEventListener("online", again)
addEventListener("focus", look)
addEventListener("pagehide", () => { for (const td of cells()) if (td.dataset.state === "typing") save(td) })
setInterval(again, AGAIN)
setInterval(look, LOOK)

sheet.classList.add("with-script")
for (const td of cells()) {
  restore(td)
  tell(td, td.querySelectorAll("[data-notice] > *"), area(td).matches("[aria-invalid]"))
  if (isChanged(td)) save(td)
}
