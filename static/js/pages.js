// A flow of columns on the board that does not fit is shown page by page: the pages turn, and go where something came.

const TURN = 12000 // ms on one page
let page = 0, turning

const flow = () => document.querySelector("[data-flow]")
const step = (box) => box.clientWidth + (parseFloat(getComputedStyle(box).columnGap) || 0)
const pages = (box) => Math.max(1, Math.ceil((box.scrollWidth + step(box) - box.clientWidth - 1) / step(box)))

function show(to) {
  const box = flow()
  if (!box) return
  box.parentElement.toggleAttribute("data-paged", false)
  box.parentElement.toggleAttribute("data-paged", pages(box) > 1) // the legend takes room only when it is needed
  page = to % pages(box)
  box.scrollLeft = page * step(box)
  document.querySelector("[data-page-of]").textContent = pages(box) > 1 ? `${page + 1} / ${pages(box)}` : ""
  clearTimeout(turning)
  turning = setTimeout(() => show(page + 1), TURN)
}

function pageOf(element) {
  const box = flow()
  return Math.floor((element.getBoundingClientRect().left - box.getBoundingClientRect().left + box.scrollLeft + 1) / step(box))
}

document.addEventListener("promesse:shown", ({ detail }) => {
  const came = detail.filter((id) => id.startsWith("postit-"))
  const first = came.length < 30 && flow()?.querySelector(came.map((id) => `#${CSS.escape(id)}`).join() || "none")
  if (flow()) show(first ? pageOf(first) : page)
})
addEventListener("resize", () => show(page))
document.fonts.ready.then(() => show(0))
