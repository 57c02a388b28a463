// What this person has chosen, shown on live buttons, which are the same for everybody: `#mine[data-pressed]` lists
// the ids of those that are pressed among `[data-choice]`.

function press() {
  const chosen = document.getElementById("mine")?.dataset.pressed?.split(" ") ?? []
  for (const button of document.querySelectorAll("[data-choice]")) {
    button.setAttribute("aria-pressed", String(chosen.includes(button.id)))
  }
}

document.addEventListener("promesse:shown", press)
document.addEventListener("htmx:afterSettle", press)
press()
