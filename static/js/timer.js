// Counts down to the end that the server keeps, on the server's clock: told with the page, then with every frame, and
// carried on from there by this device's monotonic clock, which nobody sets. A timer ends softly: once at zero it counts
// the seconds that are left to finish a sentence (`data-soft`), and only then time is over.

const { now: told } = document.getElementById("live").dataset
const began = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0
const two = (number) => String(number).padStart(2, "0")

function tick() {
  const now = performance.now() + Number(document.documentElement.dataset.offset ?? told - began)
  for (const clock of document.querySelectorAll("[data-ends]")) {
    const { ends, soft = 0 } = clock.dataset
    const left = Math.round((Number(ends) - now) / 1000)
    const state = left > 0 ? "running" : left > -soft ? "grace" : "over"
    const shown = Math.max(0, state === "grace" ? left + Number(soft) : left)
    const text = `${Math.floor(shown / 60)}:${two(shown % 60)}`
    if (clock.textContent !== text) clock.textContent = text
    clock.toggleAttribute("data-over", left <= 0)
    const timer = clock.closest("[data-timer]")
    if (timer && timer.dataset.state !== state) turn(timer, state, ends)
  }
}

function turn(timer, state, ends) {
  timer.dataset.state = state
  const words = timer.querySelector("[data-words]")
  words.textContent = words.dataset[state] ?? ""
  document.dispatchEvent(new CustomEvent("promesse:time", { detail: { state, ends } }))
}

setInterval(tick, 250)
document.addEventListener("promesse:shown", tick)
tick()
