// On a page that says one is not in this workshop (any more): what was written here and never saved is still shown.
import { kept, keys } from "./kept.js"

const key = location.pathname.split("/")[2]
const of = (item) => (typeof item === "string" ? item : item?.fields?.text ?? item?.text)
const texts = [...keys(`outbox:${key}:`), ...keys(`draft:${key}:`)].map((each) => of(kept(each))).filter(Boolean)
const left = document.getElementById("left")
left.hidden = !texts.length
left.querySelector("textarea").value = texts.join("\n\n")
