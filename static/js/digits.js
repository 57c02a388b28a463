// The keys of sorting: a category's number puts what is selected in it, A accepts what the room agrees on, N names a
// new category, Esc unselects. With more than nine categories, 1 waits a moment: 12 may be meant. Enter does not wait.
import { mayAct } from "./keys.js"
import { bar, selected, show } from "./selection.js"

const PATIENCE = 700 // ms in which a second digit may follow
const byId = (id) => document.getElementById(id)
let typed = "", waiting

function digit(key) {
  clearTimeout(waiting)
  typed += key
  const most = document.querySelectorAll("[data-rail]").length
  if (typed === "0" || Number(typed) * 10 > most) return put()
  bar().querySelector("[data-selected]").textContent = `${typed}…`
  waiting = setTimeout(put, PATIENCE)
}

function put() {
  clearTimeout(waiting)
  const number = typed
  typed = ""
  show()
  document.querySelector(`[data-put="${number}"]`)?.click()
}

document.addEventListener("keydown", (event) => {
  if (!bar() || !mayAct(event)) return
  const key = event.code.match(/^(?:Digit|Numpad)(\d)$/)?.[1] // by place: a French keyboard writes & where 1 is
  if (key) return digit(key)
  if (event.key === "Enter" && typed) { event.preventDefault(); put() }
  else if (event.key === "Escape") { clearTimeout(waiting); typed = ""; selected.clear(); show() }
  else if (event.key.toLowerCase() === "n") byId("new-category").click()
  else if (event.key.toLowerCase() === "a") byId("accept-all")?.click()
})
