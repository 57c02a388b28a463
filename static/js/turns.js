// A list of the board's wall that does not fit turns its pages by itself, and goes where something came.

const TURN = 8000 // ms on one page
const lists = () => document.querySelectorAll("[data-turns]")

function turn() {
  for (const list of lists()) {
    const last = list.scrollHeight - list.clientHeight
    const next = [...list.children].find((card) => card.offsetTop - list.offsetTop > list.scrollTop + list.clientHeight - card.offsetHeight)
    list.scrollTop = list.scrollTop >= last - 1 || !next ? 0 : next.offsetTop - list.offsetTop
  }
}

document.addEventListener("promesse:shown", ({ detail }) => {
  for (const id of detail.length < 30 ? detail : []) {
    const card = document.getElementById(id)
    const list = card?.closest("[data-turns]")
    if (list && list !== card) list.scrollTop = card.offsetTop - list.offsetTop
  }
})
setInterval(turn, TURN)
