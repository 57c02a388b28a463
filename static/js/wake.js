// A phone in a live step stays awake, where the browser allows it (https or localhost); one that is put away does not.

let lock = null, asking = false

async function hold() {
  if (document.visibilityState !== "visible" || lock || asking) return
  asking = true
  lock = await navigator.wakeLock?.request("screen").catch(() => null) ?? null // a low battery refuses
  asking = false
  lock?.addEventListener("release", () => { lock = null })
}

for (const name of ["visibilitychange", "pointerdown"]) document.addEventListener(name, hold)
addEventListener("pageshow", hold)
addEventListener("pagehide", () => lock?.release())
hold()
