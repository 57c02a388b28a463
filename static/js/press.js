// Nothing moves under a finger: what comes during a press waits for its release, and no longer than three seconds.

const LONGEST = 3000 // ms
const TAP = 50 // ms after which a released touch has become its click
let pressed = 0, waiting = []

export const isPressed = () => Boolean(pressed)
export const whenFree = (act) => void (pressed ? waiting.push(act) : act())

function free() {
  clearTimeout(pressed)
  pressed = 0
  for (const act of waiting.splice(0)) act()
}

function release(ms) {
  clearTimeout(pressed)
  pressed = setTimeout(free, ms)
}

addEventListener("pointerdown", () => release(LONGEST), true)
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => release(TAP), true)
