// What was being written at another step of the room and has no field on this page any more: shown, to be copied.
import { forget, kept, keys } from "./kept.js"

const here = document.getElementById("live").dataset, box = document.getElementById("unsent")
const MINE = `draft:${here.key}:`
const isText = (value) => typeof value === "string" && (/\s/.test(value) || value.length > 12) // not what was ticked

function show() {
  box.querySelectorAll(":scope > div").forEach((each) => each.remove())
  const fields = new Set([...document.querySelectorAll("[data-draft]")].map((field) => MINE + field.dataset.draft))
  const left = keys(MINE).filter((key) => !fields.has(key) && isText(kept(key)))
  left.forEach(put)
  box.hidden = !left.length
}

function put(key, number) {
  const row = box.querySelector("template").content.cloneNode(true).firstElementChild
  const text = row.querySelector("textarea"), copy = row.querySelector("[data-done]")
  text.value = kept(key)
  text.id = `unsent-${number}`
  copy.dataset.copy = text.id
  row.querySelector("[data-throw]").addEventListener("click", () => { forget(key); show() })
  box.append(row)
}

show()
