import { randomBytes } from 'node:crypto'

export const LINK_KEY = randomBytes(32)
export const BASE_URL = 'http://duban.test'
