/*
 * Keeps a report while it is written: on this phone at every key, on the server when there is a connection, photos one
 * by one. Always says which. The page does without this script: then its button "save" does the same.
 */
const form = document.getElementById('report')
const kept = document.getElementById('kept')
const words = kept.dataset
const place = `duban-report-${form.dataset.obligation}`

const fields = () => [...form.querySelectorAll('textarea, input[inputmode]')]
const typed = () => Object.fromEntries(fields().map(({ name, value }) => [name, value]))

function say(text, safe) {
  kept.hidden = false
  kept.classList.toggle('unsent', !safe)
  kept.lastElementChild.textContent = text
}

/* What was typed, first on this phone, then on the server. */

let edits = 0
let waiting

function keepHere() {
  const { version, saved } = form.dataset
  try {
    localStorage.setItem(place, JSON.stringify({ version, saved, typed: typed() }))
    say(words.here, false)
  } catch {
    say(words.nowhere, false)
  }
}

function forgetHere() {
  try {
    localStorage.removeItem(place)
  } catch {
    // Nothing was kept where nothing can be.
  }
}

function keptHere() {
  try {
    return JSON.parse(localStorage.getItem(place))
  } catch {
    return null
  }
}

function soon(milliseconds) {
  clearTimeout(waiting)
  waiting = setTimeout(keepThere, milliseconds)
}

async function keepThere() {
  clearTimeout(waiting)
  const sent = edits
  let answer
  try {
    answer = await fetch(form.dataset.keep, { method: 'POST', body: new URLSearchParams(typed()) })
  } catch {
    say(keptHere() === null ? words.nowhere : words.offline, false)
    soon(15_000)
    return false
  }
  const { sentence, saved } = await answer.json().catch(() => ({}))
  if (!answer.ok) {
    say(sentence ?? words.offline, false)
    if (answer.status === 429 || answer.status >= 500) soon(15_000)
    return false
  }
  form.dataset.saved = saved
  if (sent === edits) {
    forgetHere()
    say(sentence, true)
  }
  return true
}

form.addEventListener('input', ({ target }) => {
  if (target.type === 'file') return
  edits += 1
  keepHere()
  addUp()
  soon(2_500)
})

function putBack(before) {
  for (const field of fields()) if (field.name in before) field.value = before[field.name]
  edits += 1
  keepHere()
  addUp()
  say(words.back, false)
  soon(2_500)
}

/** What this phone kept and never sent: put back, unless another phone has saved something since. */
function lookBack() {
  const before = keptHere()
  if (before === null) return
  const same = JSON.stringify(before.typed) === JSON.stringify(typed())
  if (before.version !== form.dataset.version || same) return forgetHere()
  if (before.saved === form.dataset.saved) return putBack(before.typed)
  const button = document.getElementById('put-back')
  button.hidden = false
  button.addEventListener('click', () => {
    button.hidden = true
    putBack(before.typed)
  })
}

/* Sums, as they are typed. */

function addUp() {
  for (const row of form.querySelectorAll('[data-before]')) {
    const amount = Number(row.querySelector('input').value.replace(/[,，\s]/g, ''))
    const sum = Number(row.dataset.before) + (Number.isFinite(amount) ? amount : 0)
    row.querySelector('[data-sum]').textContent = new Intl.NumberFormat(document.documentElement.lang).format(
      sum,
    )
  }
}

/* Photos and files, one after the other. */

const list = document.getElementById('files')
const row = document.getElementById('file')
const unsaved = new Set()
let queue = Promise.resolve()

for (const picker of form.querySelectorAll('input[type=file]')) {
  picker.addEventListener('change', () => {
    for (const file of picker.files) add(file)
    picker.value = ''
  })
}

function add(file) {
  const item = row.content.firstElementChild.cloneNode(true)
  item.querySelector('[data-name]').textContent = file.name
  list.append(item)
  const upload = { file, item, again: item.querySelector('[data-again]') }
  upload.again.addEventListener('click', () => enqueue(upload))
  item.querySelector('[data-drop]').addEventListener('click', () => {
    unsaved.delete(upload)
    item.remove()
  })
  enqueue(upload)
}

function enqueue(upload) {
  unsaved.add(upload)
  upload.again.hidden = true
  upload.item.className = ''
  tell(upload, words.sending.replace('{percent}', 0))
  queue = queue.then(() => (unsaved.has(upload) ? send(upload) : undefined))
}

function tell({ item }, text) {
  item.querySelector('[data-state]').textContent = text
}

async function send(upload) {
  const body = new FormData()
  const small = await smaller(upload.file)
  draw(upload.item, small.picture)
  body.append('files', small.file, small.file.name)
  const answer = await post(form.dataset.files, body, (percent) =>
    tell(upload, words.sending.replace('{percent}', percent)),
  )
  if (answer === null || answer.status >= 500 || answer.status === 429) {
    upload.lost = true
    upload.item.className = 'unsent'
    upload.again.hidden = false
    tell(upload, words.filelost)
    return
  }
  if (answer.status !== 200) {
    upload.lost = false
    upload.item.className = 'unsent'
    tell(upload, words.fileno.replace('{sentence}', answer.body.sentence))
    return
  }
  unsaved.delete(upload)
  upload.item.className = 'sent'
  tell(upload, words.filesaved)
  upload.item.querySelector('[data-name]').textContent = answer.body.line
  upload.item.querySelector('[data-drop]').remove()
  const remove = upload.item.querySelector('[name=remove]')
  remove.value = answer.body.id
  remove.hidden = false
}

/** XMLHttpRequest, since fetch does not tell how far an upload is. @returns null without a connection */
function post(address, body, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.responseType = 'json'
    request.timeout = 120_000
    request.upload.onprogress = ({ loaded, total }) =>
      progress(Math.min(99, Math.round((loaded / total) * 100)))
    request.onload = () => resolve({ status: request.status, body: request.response ?? {} })
    request.onerror = request.ontimeout = () => resolve(null)
    request.send(body)
  })
}

const LONGEST_SIDE = 2048
const SMALL_BYTES = 700_000

/** A photo, made small before it goes over a slow line, and a JPEG where this browser can read what is none. */
async function smaller(file) {
  if (!/^image\//.test(file.type)) return { file }
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const common = /^image\/(jpeg|png|webp)$/.test(file.type)
    if (common && file.size <= SMALL_BYTES) return { file, picture }
    const canvas = canvasOf(picture, LONGEST_SIDE)
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    if (blob === null || (common && blob.size >= file.size)) return { file, picture }
    return {
      file: new File([blob], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: blob.type }),
      picture,
    }
  } catch {
    return { file }
  }
}

function canvasOf(picture, side) {
  const canvas = document.createElement('canvas')
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}

function draw(item, picture) {
  if (picture === undefined || item.querySelector('canvas') !== null) return
  const canvas = canvasOf(picture, 96)
  canvas.setAttribute('aria-hidden', 'true')
  item.prepend(canvas)
}

/* With a connection again, what was not saved goes by itself. */

window.addEventListener('online', () => {
  if (keptHere() !== null) soon(0)
  for (const upload of unsaved) if (upload.lost) enqueue(upload)
})

/* The buttons. */

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[form=report], #report button')
  if (button === null || button.type !== 'submit') return
  event.preventDefault()
  if (button.name === 'remove') return remove(button)
  if (button.value === 'submit') return hand(button)
  return keepThere()
})

async function remove(button) {
  const body = new URLSearchParams({ ...typed(), remove: button.value })
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => null)
  if (answer === null) return say(words.offline, false)
  button.closest('li').remove()
}

let handing = false

/** Sends the report off, once it is certain that there is a connection: a page of the browser's own loses what it replaces. */
async function hand(button) {
  if (handing) return
  if (unsaved.size > 0 && !window.confirm(words.unsaved.replace('{n}', unsaved.size))) return
  handing = true
  say(words.handing, false)
  if (await keepThere()) {
    const wanted = document.createElement('input')
    wanted.type = 'hidden'
    wanted.name = button.name
    wanted.value = button.value
    form.append(wanted)
    form.submit()
  }
  handing = false
}

lookBack()
addUp()
