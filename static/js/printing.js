// A document takes a second or two: say that it is being printed, then that it is there. Without script, links download.

const told = document.getElementById("printing")

async function fetched(link) {
  const answer = await fetch(link.href)
  if (!answer.ok || !answer.headers.has("Content-Disposition")) return location.assign(link.href)
  const name = decodeURIComponent(answer.headers.get("Content-Disposition").split("''")[1])
  const saved = document.createElement("a")
  saved.href = URL.createObjectURL(await answer.blob())
  saved.download = name
  saved.click()
  setTimeout(() => URL.revokeObjectURL(saved.href), 60_000)
  told.textContent = `${told.dataset.done} ${name}`
}

addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-print]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  if (link.ariaBusy === "true") return
  link.ariaBusy = "true"
  told.textContent = told.dataset.busy
  try {
    await fetched(link)
  } catch {
    told.textContent = told.dataset.failed
  }
  link.ariaBusy = "false"
})
