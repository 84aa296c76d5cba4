import WordExtractor from 'word-extractor'

/** The text of a Word document of the old kind; cells of tables are parted by tabs. */
export async function docText(bytes: Buffer): Promise<string> {
  const document = await new WordExtractor().extract(bytes)
  const boxes = document.getTextboxes({ includeHeadersAndFooters: false }).trim()
  const body = document.getBody().trim()
  return boxes === '' ? body : `${boxes}\n${body}`
}
