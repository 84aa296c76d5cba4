/** The languages that Duban speaks, by the tag that a page's `lang` carries. */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]
