// A phone in a live step stays awake, where the browser allows it (https or localhost).

let lock = null

async function hold() {
  if (document.visibilityState !== "visible" || lock) return
  try {
    lock = await navigator.wakeLock?.request("screen")
    lock?.addEventListener("release", () => { lock = null })
  } catch { lock = null }
}

document.addEventListener("visibilitychange", hold)
document.addEventListener("pointerdown", hold)
hold()
