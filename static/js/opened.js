// What is unfolded in a live part, or in a person's own, stays so when that comes anew.
const open = new Set()

document.addEventListener("toggle", ({ target }) => {
  if (target.matches("details[id]")) target.open ? open.add(target.id) : open.delete(target.id)
}, true)
const unfold = () => { for (const id of open) document.getElementById(id)?.setAttribute("open", "") }
for (const name of ["promesse:shown", "htmx:afterSwap"]) document.addEventListener(name, unfold)
