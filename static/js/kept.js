// What stays on this device. Where the browser keeps nothing (full, or forbidden), it stays as long as the page is open,
// the page says so, and leaving it asks first.

const page = new Map()

export function kept(key) {
  try { return JSON.parse(page.get(key) ?? localStorage.getItem(key)) } catch { return null }
}

export function keep(key, value) {
  const text = JSON.stringify(value)
  try {
    localStorage.setItem(key, text)
    page.delete(key)
  } catch { page.set(key, text) }
  warn()
}

export function forget(key) {
  page.delete(key)
  try { localStorage.removeItem(key) } catch { /* nothing was kept */ }
  warn()
}

export function keys(prefix) {
  let stored = []
  try { stored = Object.keys(localStorage) } catch { /* forbidden */ }
  return [...new Set([...stored, ...page.keys()])].filter((key) => key.startsWith(prefix))
}

function warn() {
  document.getElementById("unkept")?.toggleAttribute("hidden", !page.size)
}

addEventListener("beforeunload", (event) => { if (page.size) event.preventDefault() })
