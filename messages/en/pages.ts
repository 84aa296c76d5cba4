import type { pages as zh } from '../zh/pages.ts'

export const pages: Record<keyof typeof zh, string> = {
  'page.name': 'Duban',
  'page.skip': 'Skip to the text',
  'page.signIn': 'Sign in',
  'page.signOut': 'Sign out',
  'page.back': 'Back',
  'page.empty.review': 'Nothing to review. New reports appear here',
  'page.ask': 'Questions: {whom}',
}
