// Counts down to the end that the server keeps, on the server's clock: told with the page, then with every frame, and
// carried on from there by this device's monotonic clock, which nobody sets.

const { now: told } = document.getElementById("live").dataset
const began = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0
const two = (number) => String(number).padStart(2, "0")

function tick() {
  const now = performance.now() + Number(document.documentElement.dataset.offset ?? told - began)
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
