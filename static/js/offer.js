// Under the field: how long it is, what would be sent line by line, or where one line that says two things would be cut.
let twoIdeas = null, asked = false // ideas.js is fetched once somebody writes a second word: most pages never need it

// As the server counts: what a reader sees as one character is one.
export const letters = (text) => (Intl.Segmenter ? [...new Intl.Segmenter().segment(text)] : [...text.normalize()]).length
export const linesOf = (form) => form.text.value.split("\n").map((line) => line.trim()).filter(Boolean)

export function count(form) {
  const counter = form.querySelector("[data-count]")
  const { soft, hard } = counter.dataset
  const lines = linesOf(form)
  const length = Math.max(0, ...lines.map(letters)) // the longest, since each line is a post-it
  counter.textContent = `${length} / ${soft}`
  counter.dataset.state = length > hard ? "over" : length > soft ? "long" : "ok"
  form.querySelector("[data-two]").hidden = lines.length !== 1 || !halves(form)
  form.querySelector("[data-several]").hidden = lines.length < 2
  form.querySelector("[data-lines]").textContent = lines.length
  form.querySelector("[data-list]").replaceChildren(...(lines[1] ? lines : []).map(listed))
}

// The two ideas of the first line, null when it is one.
export function halves(form) {
  const [line = ""] = linesOf(form)
  if (!asked && line.includes(" ")) fetchIdeas(form)
  return twoIdeas?.(line)
}

function fetchIdeas(form) {
  asked = true
  import(form.dataset.ideas).then((ideas) => { ({ twoIdeas } = ideas); count(form) }, () => { asked = false })
}

function listed(line) {
  const item = document.createElement("li")
  Object.assign(item, { textContent: line, dir: "auto" })
  return item
}
