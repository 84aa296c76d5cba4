/*
 * Keeps a page up to date while it is open: when the server tells that something has changed, the page is asked for
 * again and what is alive in it is put in place of the old. Without this script, reloading does the same.
 */
const alive = document.getElementById('live')
const source = new EventSource(alive.dataset.changes)

let asking = false
let again = false
const reload = document.getElementById('live-note')?.textContent ?? ''

source.addEventListener('changed', refresh)
source.addEventListener('open', () => say(alive.dataset.on))
source.addEventListener('error', () => {
  // A stream that was refused is not tried again: then the page is as it is without this script.
  say(source.readyState === EventSource.CLOSED ? reload : alive.dataset.off)
})
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && again) void refresh()
})

async function refresh() {
  again = true
  if (asking || document.hidden) return
  asking = true
  while (again) {
    again = false
    await putInPlace()
  }
  asking = false
}

async function putInPlace() {
  let page
  try {
    const answer = await fetch(location.href)
    if (!answer.ok || answer.redirected) return
    page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch {
    // The next message, or a reload, brings what this one would have.
    return
  }
  for (const selector of ['#live', '.bar .nav']) {
    const old = document.querySelector(selector)
    const fresh = page.querySelector(selector)
    if (old !== null && fresh !== null) replace(old, fresh)
  }
  say(alive.dataset.on)
}

/* What the reader has opened stays open, and where she was with the keyboard she stays. */
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? placeOf(old, document.activeElement) : -1
  const opened = [...old.querySelectorAll('details')].map(({ open }) => open)
  old.replaceChildren(...fresh.childNodes)
  old.querySelectorAll('details').forEach((details, index) => {
    if (opened[index]) details.open = true
  })
  if (focused >= 0) focusable(old)[focused]?.focus({ preventScroll: true })
}

const focusable = (within) => [...within.querySelectorAll('a, button, summary, [tabindex]')]
const placeOf = (within, element) => focusable(within).indexOf(element)

function say(text) {
  const place = document.getElementById('live-note')
  if (place !== null) place.textContent = text
}
