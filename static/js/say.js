// The console's step of post-its: which sentence is said next, and what was fetched beside the wall put away again.
let turn = 0

function show() {
  const sayings = [...document.querySelectorAll(".saying")]
  sayings.forEach((each, at) => { each.hidden = at !== turn % sayings.length })
  const copy = document.querySelector("[data-say] [data-copy]")
  if (sayings.length) copy.dataset.copy = sayings[turn % sayings.length].id
}

document.addEventListener("click", ({ target }) => {
  if (target.matches("[data-next-saying]")) { turn += 1; show() }
  if (target.matches("[data-empty]")) document.getElementById(target.dataset.empty).replaceChildren()
})
document.addEventListener("promesse:shown", show)
