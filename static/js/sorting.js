// Dragging post-its on the console, with a mouse or a pen on a wide window: beside the keys and the buttons, never instead.
import { bar, count, selected, toggle } from "./selection.js"

const WIDE = 700 // px of window under which nothing is dragged
const FAR = 6 // px of movement that make a press a drag
const EDGE = 90 // px from the top or bottom where a drag scrolls
const byId = (id) => document.getElementById(id)
let drag = null // { id, x, y, over, moving }

document.addEventListener("pointerdown", ({ target, button, pointerType, clientX: x, clientY: y }) => {
  const card = target.closest("[data-pick]")
  if (card && button === 0 && pointerType !== "touch" && innerWidth >= WIDE) drag = { id: card.dataset.pick, x, y }
})
document.addEventListener("pointermove", (event) => {
  if (drag && event.buttons === 0) end()
  if (drag && (drag.moving || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR)) follow(event.clientX, event.clientY)
})
document.addEventListener("pointerup", () => {
  if (drag?.over && !drag.over.contains(byId(`pick-${drag.id}`))) byId(drag.over.dataset.drop).click()
  end()
})

function follow(x, y) {
  if (!drag.moving && !selected.has(drag.id)) { selected.clear(); toggle(drag.id) }
  drag.moving = true
  const ghost = byId("ghost")
  ghost.hidden = false
  ghost.textContent = selected.size > 1 ? count(selected.size, "", bar().dataset.many) : byId(`pick-${drag.id}`)?.firstElementChild.textContent
  ghost.style.translate = `${x + 12}px ${y + 12}px`
  over(document.elementFromPoint(x, y)?.closest("[data-drop]"))
  scrollBy(0, y < EDGE ? -14 : y > innerHeight - EDGE ? 14 : 0)
}

function over(place) {
  if (drag.over !== place) drag.over?.removeAttribute("data-target")
  place?.setAttribute("data-target", "")
  drag.over = place
}

function end() {
  drag?.over?.removeAttribute("data-target")
  if (byId("ghost")) byId("ghost").hidden = true
  drag = null
}

document.addEventListener("keydown", ({ key }) => { if (key === "Escape") end() })
