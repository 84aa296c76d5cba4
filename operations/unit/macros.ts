/** As Office names the part of a document that holds programs, in the directory of a zip and in that of an older file. */
const NAMES = [
  Buffer.from('vbaProject.bin', 'latin1'),
  Buffer.from('_VBA_PROJECT', 'utf16le'),
  Buffer.from('xl/macrosheets/', 'latin1'),
]

/** Whether an Office document brings programs along. The names of parts stand in it unpacked. */
export function hasMacros(bytes: Buffer): boolean {
  return NAMES.some((name) => bytes.includes(name))
}
