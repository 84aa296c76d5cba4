/*
 * Keys for who works through a queue: an element with `data-key` is pressed, opened, marked or entered by its key. The
 * page does without this script: everything is a link, a button or a field, and the same letters are access keys.
 */
const bar = document.getElementById('keys')
if (bar !== null) bar.hidden = false

const isTyping = (element) =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && element.type !== 'checkbox' && element.type !== 'radio')

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.altKey) return
  if (event.ctrlKey || event.metaKey) {
    if (event.key === 'Enter') sendFrom(event)
    return
  }
  if (isTyping(event.target)) {
    if (event.key === 'Escape') event.target.blur()
    return
  }
  const key = event.key.toLowerCase()
  if (key === '?' && bar !== null) {
    bar.hidden = !bar.hidden
    return
  }
  const meant = [...document.querySelectorAll('[data-key]')].find(({ dataset }) => dataset.key === key)
  if (meant === undefined) return
  event.preventDefault()
  if (isTyping(meant)) meant.focus()
  else meant.click()
})

/* Ctrl and Enter send the form in which somebody writes. */
function sendFrom(event) {
  const form = event.target.closest?.('form')
  if (form === null || form === undefined) return
  event.preventDefault()
  form.requestSubmit()
}
