/*
 * A field that the pointer or the focus is on shows its words in the circular beside it. Without this script the number
 * at the field leads there.
 */
const marks = (n) => document.querySelectorAll(`mark[data-mark="${n}"]`)

function show(target, shown) {
  const holder = target.closest?.('[data-points]') ?? null
  if (holder === null) return
  const found = marks(holder.dataset.points)
  for (const mark of found) mark.classList.toggle('shown', shown)
  if (!shown) return
  const [first] = found
  if (first === undefined) return
  const paper = first.closest('.text')
  if (paper === null || paper.scrollHeight <= paper.clientHeight) return
  const place = first.getBoundingClientRect()
  const frame = paper.getBoundingClientRect()
  if (place.top < frame.top || place.bottom > frame.bottom)
    paper.scrollTop += place.top - frame.top - frame.height / 3
}

for (const [begins, ends] of [
  ['mouseover', 'mouseout'],
  ['focusin', 'focusout'],
]) {
  document.addEventListener(begins, (event) => show(event.target, true))
  document.addEventListener(ends, (event) => show(event.target, false))
}
