/*
 * Says at once what speaks against a date: a field with a place for warnings beside it asks for them while a date is
 * chosen. Without this script they show when the form has been saved, and in its preview.
 */
const PAUSE_MS = 200
const asked = new Map()

document.addEventListener('input', ({ target }) => {
  const place = document.getElementById(`${target.id}-warned`)
  if (place === null) return
  const { wait, stop } = asked.get(place) ?? {}
  clearTimeout(wait)
  stop?.abort()
  // While a year is typed, 2, 20 and 201 are years as well.
  if (target.value < '1900') return say(place, [])
  const end = new AbortController()
  asked.set(place, { stop: end, wait: setTimeout(() => void ask(place, target.value, end.signal), PAUSE_MS) })
})

async function ask(place, date, signal) {
  try {
    const answer = await fetch(`${place.dataset.by}&date=${date}`, { signal, redirect: 'error' })
    const { warnings } = answer.ok ? await answer.json() : { warnings: [] }
    say(place, warnings)
  } catch {
    // Of the former date nothing stays; of this one the form will tell when it is sent.
    if (!signal.aborted) say(place, [])
  }
}

function say(place, sentences) {
  place.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement('p')
      line.textContent = sentence
      return line
    }),
  )
}
