// This page's sentences in its reader's language, and where they are said: beside a field, in the open sheet, or below.

export const words = document.getElementById("words")?.dataset ?? {}

export const place = (near) => near?.closest("dialog")?.querySelector(".notice") ?? document.getElementById("notice")

export function tell(sentence, near) {
  const said = document.getElementById("said").content.cloneNode(true)
  said.querySelector("[data-sentence]").textContent = sentence
  place(near).replaceChildren(said)
}

// Which sentence tells why there is no answer of ours; `status` is 0 without any answer at all.
export function silence(status) {
  if (!navigator.onLine) return "offline"
  return status && status < 500 ? "portal" : "silent"
}

const idOf = (field) => `${field.id || field.name}-said`

export function blame(field, sentence) {
  absolve(field)
  const said = document.createElement("p")
  Object.assign(said, { id: idOf(field), className: "field-said", textContent: sentence, role: "alert" })
  ;(field.closest("[data-field]") ?? field).after(said)
  describe(field, [...described(field), said.id])
  field.setAttribute("aria-invalid", "true")
  field.focus()
  said.scrollIntoView({ block: "nearest" })
}

export function absolve(field) {
  if (!field.matches?.("[aria-invalid]")) return
  field.removeAttribute("aria-invalid")
  describe(field, described(field).filter((id) => id !== idOf(field)))
  document.getElementById(idOf(field))?.remove()
}

const described = (field) => (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)

function describe(field, ids) {
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "))
  else field.removeAttribute("aria-describedby")
}

document.addEventListener("input", ({ target }) => absolve(target))
