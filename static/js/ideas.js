// Two ideas in one post-it? Where to cut, in French and in English; null when it reads as one. Silent rather than wrong:
// a joint counts when a clause stands on both sides of it, never between two names ("achats et ventes").

const set = (words) => new Set(words.split(" "))
const SUBJECTS = set("je j tu il elle on nous vous ils elles ça c cela rien personne i you he she it we they nobody nothing there")
const VERBS = set("ne n pas jamais toujours souvent est sont a ont fait font va vont peut peuvent sait savent être avoir is are was were has have do does don can will never always not often")
const LINKING = set("le la les l un une des du de d au aux à en dans par pour sur avec sans sous chez leur leurs nos notre vos votre mes ses son sa ce ces cette the a an of to in at on by for with without their our your my its this these")
const NAMED = set("les des aux nos vos leurs ses mes du au le la the our their your its of de")
const OTHERS = set("eux moi toi them us me")
const JOINT = /\s*;\s*|\s+\/\s+|\s+(?:et puis|and then|et|puis|and|then|&|\+)\s+/gi

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const clause = (words) => words.some((word) => SUBJECTS.has(word) || VERBS.has(word))

function parts(joint, left, right) {
  const last = left.at(-1), first = right[0]
  if (left.length < 2 || right.length < 2) return false
  if (/[;/]/.test(joint)) return true
  if (SUBJECTS.has(last) || OTHERS.has(last) || left.includes("entre") || left.includes("between")) return false
  if (SUBJECTS.has(first)) return left.length > 2 || clause(left)
  if (left.length < 3 || right.length < 3 || !clause(left)) return false
  if (/^(ils|elles)$/.test(left[0]) && /.{3}nt$/.test(first)) return true // "ils … et tiennent": the same subject goes on
  if (LINKING.has(first)) return !NAMED.has(first) ? false : clause(right)
  return !NAMED.has(left.at(-2))
}

export function twoIdeas(text) {
  for (const { 0: joint, index } of text.matchAll(JOINT)) {
    const left = text.slice(0, index).trim(), right = text.slice(index + joint.length).trim()
    if (parts(joint, wordsOf(left), wordsOf(right))) return [left, right[0].toUpperCase() + right.slice(1)]
  }
  return null
}
