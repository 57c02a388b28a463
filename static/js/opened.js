// What is unfolded in a live part stays so when the part comes anew.
const open = new Set()

document.addEventListener("toggle", ({ target }) => {
  if (target.matches("details[id]")) target.open ? open.add(target.id) : open.delete(target.id)
}, true)
document.addEventListener("promesse:shown", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "")
})
