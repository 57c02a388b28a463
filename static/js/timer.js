// Counts down to the end that the server keeps; the offset of this device's clock comes with every frame.

const two = (number) => String(number).padStart(2, "0")

function tick() {
  const now = Date.now() + Number(document.documentElement.dataset.offset ?? 0)
  for (const clock of document.querySelectorAll("[data-ends]")) {
    const left = Math.max(0, Math.round((Number(clock.dataset.ends) - now) / 1000))
    const text = `${Math.floor(left / 60)}:${two(left % 60)}`
    if (clock.textContent !== text) clock.textContent = text
    clock.toggleAttribute("data-over", left === 0)
  }
}

setInterval(tick, 250)
document.addEventListener("promesse:shown", tick)
tick()
