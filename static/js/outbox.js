// Post-its on their way, each under a key of its own, so that two tabs never overwrite each other's. An item is
// { op, url, fields, at } and, once something was answered, { why, refused: HTTP's status }. It goes when it is saved.
import { forget, keep, kept, keys } from "./kept.js"
import { newId } from "./uid.js"
import { words } from "./words.js"

const here = document.getElementById("live").dataset
const MINE = `outbox:${here.key}:`
const DAY = 24 * 3600 * 1000 // ms after which what was refused, or left behind in another workshop, is forgotten
let last = 0

const announce = () => document.dispatchEvent(new Event("promesse:outbox"))

export function items() {
  return keys(MINE).map(kept).filter(Boolean).sort((one, other) => one.at - other.at)
}

export const find = (op) => kept(MINE + op)

// All of these or, when there is no room for all, none.
export function post(url, several) {
  if (items().length + several.length > Number(words.most)) return false
  for (const fields of several) {
    last = Math.max(last + 1, Date.now())
    const op = newId()
    keep(MINE + op, { op, url, fields, at: last })
  }
  announce()
  return true
}

export function change(op, changes) {
  const item = find(op)
  if (!item) return
  const now = { ...item, ...changes }
  if (JSON.stringify(now) !== JSON.stringify(item)) keep(MINE + op, now)
  announce()
}

export function drop(op) {
  forget(MINE + op)
  announce()
}

for (const key of keys("outbox:")) {
  const item = kept(key)
  if (!item || (Date.now() - item.at > DAY && (item.refused || !key.startsWith(MINE)))) forget(key)
}
addEventListener("storage", ({ key }) => { if (!key || key.startsWith(MINE)) announce() })
