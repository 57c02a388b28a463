// A gentle chime when the timer reaches its end, on the board alone. Browsers let a page sound once somebody has clicked
// or pressed a key in it. Each end chimes once, and only where it was seen coming: not on a board opened afterwards.

const NOTES = [[659.3, 0], [523.3, 0.35]] // Hz and seconds from the start: a falling third
const LONG = 1.8 // seconds of one note
let audio = null
const coming = new Set() // ends that were seen running

function arm() {
  audio ??= new AudioContext()
  audio.resume()
}

function chime() {
  for (const [pitch, after] of NOTES) {
    const note = audio.createOscillator(), loudness = audio.createGain()
    const start = audio.currentTime + after
    note.frequency.value = pitch
    loudness.gain.setValueAtTime(0.0001, start)
    loudness.gain.exponentialRampToValueAtTime(0.3, start + 0.03)
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + LONG)
    note.connect(loudness).connect(audio.destination)
    note.start(start)
    note.stop(start + LONG)
  }
}

for (const name of ["pointerdown", "keydown"]) addEventListener(name, arm)
document.addEventListener("promesse:time", ({ detail: { state, ends } }) => {
  if (state === "running") coming.add(ends)
  else if (coming.delete(ends) && state === "grace" && audio) chime()
})
