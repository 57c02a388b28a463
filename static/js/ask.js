// HTTP as our scripts use it: given up after a while, never redirected, and only our own server is believed:
// on plain http a hotel's network answers in its place, with any status and any page.

const PATIENCE = 8000 // ms; a network that swallows requests must not stop what waits behind

export const isOurs = (header) => header("X-From") === "promesse"

export async function ask(url, options = {}) {
  const hurry = new AbortController() // AbortSignal.timeout is younger than some phones
  const timer = setTimeout(() => hurry.abort(), PATIENCE)
  try {
    const answer = await fetch(url, { ...options, redirect: "error", cache: "no-store", signal: hurry.signal })
    const header = (name) => answer.headers.get(name)
    return { status: answer.status, ok: answer.ok, ours: isOurs(header), header, text: await answer.text() }
  } finally {
    clearTimeout(timer)
  }
}

// The one sentence for people that each of our refusals and error pages carries.
export function sentenceIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-sentence]")?.textContent.trim()
}
