import type { Words } from '../words.ts'

/** `320 KB`, `1.4 MB` */
export function fileSize(words: Words, bytes: number): string {
  if (bytes < 1024 * 1024) return `${words.number(Math.max(1, Math.round(bytes / 1024)))} KB`
  return `${words.number(Math.round((bytes / 1024 / 1024) * 10) / 10)} MB`
}
