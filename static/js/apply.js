// Put a frame on the screen: whole parts by id, elements that go, elements that come beside another one.
// Returns the ids that came; null when an anchor was missing: the caller then fetches everything.

export function apply(pieces) {
  const focused = document.activeElement?.id
  const came = []
  let lost = false
  for (const piece of pieces) {
    const { gone, after, before } = piece.dataset
    const beside = after ?? before
    const element = beside ? piece.content.firstElementChild : piece
    if (gone) byId(gone)?.remove()
    else if (place(element, byId(beside ?? element.id), after ? "after" : before ? "before" : "replaceWith")) came.push(element.id)
    else lost = true
  }
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true })
  return lost ? null : came
}

const byId = (id) => document.getElementById(id)

function place(element, anchor, how) {
  if (!anchor) return false
  const twin = byId(element.id)
  if (twin !== anchor) twin?.remove()
  anchor[how](element)
  window.htmx.process(element)
  return true
}
