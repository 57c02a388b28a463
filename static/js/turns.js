// A list of the board's wall that does not fit turns its pages by itself, and goes where something came. Lists are
// positioned: where a card stands is counted from its list's top.

const TURN = 8000 // ms on one page
const LINE = 30 // px

// Those on the wall's present page: one that is out of sight does not turn, or some of its pages would never be seen.
function lists() {
  const page = document.querySelector(".wall [data-flow]")?.getBoundingClientRect()
  const isShown = ({ left, right }) => !page || (left > page.left - 1 && right < page.right + 1)
  return [...document.querySelectorAll("[data-turns]")].filter((list) => isShown(list.getBoundingClientRect()))
}

function turn() {
  for (const list of lists()) {
    const end = list.scrollTop + list.clientHeight
    const next = [...list.children].find((card) => card.offsetTop + card.offsetHeight > end + 1)
    const inside = next && next.offsetTop <= list.scrollTop // one that is taller than the list is read on, a line repeated
    list.scrollTop = !next ? 0 : inside ? end - LINE : next.offsetTop
  }
}

document.addEventListener("promesse:shown", ({ detail }) => {
  for (const id of detail.length < 30 ? detail : []) {
    const card = document.getElementById(id)
    const list = card?.closest("[data-turns]")
    if (list && list !== card) list.scrollTop = card.offsetTop
  }
})
setInterval(turn, TURN)
