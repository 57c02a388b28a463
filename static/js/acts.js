// Every POST of htmx carries an operation id, kept until the server has answered it. Only our server's answers are put
// on the page, only an acknowledgement counts as saved, and whatever else happens is said beside what was typed.
import { isOurs, sentenceIn } from "./ask.js"
import { fetchesOwn, refetch } from "./own.js"
import { newId } from "./uid.js"
import { absolve, blame, place, silence, tell, words } from "./words.js"

const on = (name, listener) => document.addEventListener(name, listener)
const ours = (xhr) => isOurs((name) => xhr.getResponseHeader(name))
const answers = (xhr) => ours(xhr) && xhr.status < 500 && xhr.status !== 429
const refuses = (xhr) => answers(xhr) && Boolean(xhr.getResponseHeader("HX-Retarget"))
const isSaved = (xhr, { verb, headers }) => verb === "get" || xhr.getResponseHeader("X-Ack") === headers["X-Op"]

on("htmx:configRequest", ({ detail, target }) => {
  if (detail.verb === "get") return
  target.dataset.op ??= newId()
  detail.headers["X-Op"] = target.dataset.op
})

on("htmx:beforeSwap", ({ detail }) => {
  const { xhr, requestConfig } = detail
  if (!ours(xhr) || (!detail.isError && !isSaved(xhr, requestConfig))) detail.isError = true
  if (!detail.isError) return
  // A refusal comes as a notice of its own; of a whole page, only the sentence is said (below).
  detail.shouldSwap = refuses(xhr) && !blamed(requestConfig.elt, xhr)
  detail.target = place(requestConfig.elt)
})

on("htmx:afterRequest", ({ detail }) => {
  const { xhr, requestConfig: { verb, elt, parameters } } = detail
  if (detail.successful) { if (verb !== "get") succeeded(elt, parameters) } else failed(elt, verb, xhr)
})

// htmx tells the end of a request to the element that sent it, where nobody listens once a push has replaced it.
on("htmx:beforeSend", ({ detail }) => detail.xhr.addEventListener("loadend", () => {
  if (detail.requestConfig.elt.isConnected) return
  detail.successful &&= isSaved(detail.xhr, detail.requestConfig)
  document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail }))
}))

// Whether a form still says what was sent: what was typed meanwhile is the next thing, and stays.
const isAsSent = (form, sent) => [...new FormData(form)].every(([name, value]) => [undefined, value].includes(sent[name]))

function succeeded(form, sent) {
  delete form.dataset.op
  for (const field of form.querySelectorAll?.("[aria-invalid]") ?? []) absolve(field)
  document.getElementById("notice")?.replaceChildren()
  form.closest("dialog")?.close()
  if (form.matches("form[data-reset]") && isAsSent(form, sent)) { form.reset(); form.dispatchEvent(new Event("input", { bubbles: true })) }
  document.dispatchEvent(new Event("promesse:acted"))
}

function failed(elt, verb, xhr) {
  if (answers(xhr)) delete elt.dataset.op // nothing was done: what comes next is another operation
  const seen = elt.querySelector?.("[name=version]"), theirs = xhr.getResponseHeader("X-Version")
  if (seen && theirs) seen.value = theirs // both texts are shown: saving again is to know what it replaces
  if (verb === "get" && fetchesOwn(elt)) return setTimeout(refetch, 2000 + Math.random() * 3000)
  if (!refuses(xhr)) tell((answers(xhr) && sentenceIn(xhr.responseText)) || words[xhr.status === 429 ? "hasty" : silence(xhr.status)], elt)
}

// Whether a refusal is about one field of this form, and was said there.
function blamed(form, xhr) {
  const name = xhr.getResponseHeader("X-Field")
  const field = name && form.querySelector?.(`[name="${CSS.escape(name)}"]:is(textarea, select, input:not([type=hidden], [type=radio], [type=checkbox]))`)
  if (!field || xhr.status !== 422) return false
  blame(field, sentenceIn(xhr.responseText) ?? words.refused)
  return true
}
