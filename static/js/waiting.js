// At a door that asks: looks every few seconds whether there is an answer, says when there is no server, and goes on.
import { ask } from "./ask.js"

const PAUSE = 3000 // ms between two looks, each device in its own time
const { state } = document.getElementById("wait").dataset
const status = document.querySelector("[data-lost]")
const calm = status.textContent

async function look() {
  const answer = await ask(`?shown=${state}`).catch(() => null)
  const reached = Boolean(answer?.ours) && answer.status < 500
  if (reached && answer.status !== 204 && answer.status !== 429) return location.reload()
  const said = reached ? calm : status.dataset.lost
  if (status.textContent !== said) status.textContent = said
  setTimeout(look, PAUSE + Math.random() * 1000)
}

setTimeout(look, PAUSE)
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload() })
