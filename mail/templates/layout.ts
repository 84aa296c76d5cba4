import { Markup, markup, withBreaks } from './html.ts'
import type { Button, Figure, FootLine, Letter, Row } from './letter.ts'

const ink = '#1B1916'
const ink2 = '#544F47'
const paper = '#F8F5EE'
const sheet = '#FFFDF9'
const rule = '#DCD4C4'
const line = '#8A8272'
const red = '#B01E23'
const hei = 'font-family:Segoe UI,PingFang SC,Microsoft YaHei,Noto Sans CJK SC,Arial,sans-serif'
/** A Latin serif first in English: a Chinese one sets its apostrophes as wide as a character. */
const songOf = (language: Letter['language']): string =>
  language === 'en'
    ? 'font-family:Georgia,Times New Roman,Songti SC,Noto Serif CJK SC,SimSun,serif'
    : 'font-family:Songti SC,Noto Serif CJK SC,SimSun,Georgia,serif'

const table = markup`<table role="presentation" cellpadding="0" cellspacing="0" border="0"`

/** Outlook sets mails as Word does: without a widest width, and without padding in links. */
const forOutlook = {
  begin: new Markup(
    '<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" align="center"><tr><td><![endif]-->',
  ),
  end: new Markup('<!--[if mso]></td></tr></table><![endif]-->'),
}

/** Classes serve dark mode and narrow screens only; a client that drops this style still shows the whole mail. */
const adaptations = markup`
@media (max-width:520px){.sheet{padding:24px 20px!important}.figure{width:88px!important}}
@media (prefers-color-scheme:dark){
.paper{background-color:#141310!important}
.sheet,.outline{background-color:#211F1B!important}
.sheet{border-color:#4A463E!important}
.ink{color:#F1ECE2!important}.ink2{color:#C9C2B4!important}
.red{color:#F09A95!important}.redrule{background-color:#D8484C!important}
.inkrule{background-color:#F1ECE2!important}.rule{background-color:#4A463E!important}
.solid{background-color:#F1ECE2!important;color:#1B1916!important}
.outline{color:#F1ECE2!important;border-color:#F1ECE2!important}
}
[data-ogsc] .ink{color:#F1ECE2!important}[data-ogsc] .ink2{color:#C9C2B4!important}
[data-ogsc] .red{color:#F09A95!important}[data-ogsb] .sheet{background-color:#211F1B!important}
[data-ogsb] .solid{background-color:#F1ECE2!important}[data-ogsc] .solid{color:#1B1916!important}`

/** A letter in tables and inline styles, as old mail clients want it. */
export function htmlPage(letter: Letter): string {
  const counts = letter.rows.some((row) => row.figure !== null)
  return markup`<!doctype html>
<html lang="${letter.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="date=no,address=no">
<title>${letter.subject}</title>
<style>${adaptations}</style>
</head>
<body class="paper" bgcolor="${paper}" style="margin:0;padding:0;background-color:${paper}">
<div role="main">
${preheader(letter)}
${table} width="100%" class="paper" bgcolor="${paper}" style="background-color:${paper}">
<tr><td align="center" style="padding:24px 0">
${forOutlook.begin}
${table} width="600" style="width:100%;max-width:600px">
<tr><td class="sheet" align="left" bgcolor="${sheet}" style="padding:36px 40px;background-color:${sheet};border:1px solid ${rule};text-spacing-trim:trim-start;${hei}">
${head(letter)}${opening(letter)}${action(letter)}
${table} width="100%">
${letter.rows.map((row, index) => itemRow(row, { isFirst: index === 0, counts }))}
</table>
${closing(letter)}${foot(letter)}
</td></tr>
</table>
${forOutlook.end}
</td></tr>
</table>
</div>
</body>
</html>
`.text
}

/** What a list of mails shows after the subject: by when, or the first sentence; else it would be the issuer again. */
function preheader(letter: Letter): Markup {
  const [first] = letter.opening
  const words = (first?.text ?? letter.rows[0]?.lines[0] ?? letter.asOf).split('\n')[0] ?? ''
  return markup`<div style="display:none;max-height:0;overflow:hidden;font-size:0;line-height:0;mso-hide:all">${words}</div>`
}

/** A line over the whole width, which no client's border settings change. */
function bar(height: number, color: string, kind: string): Markup {
  return markup`${table} width="100%"><tr><td class="${kind}" height="${height}" style="height:${height}px;line-height:${height}px;font-size:0;background-color:${color}">&#8203;</td></tr></table>`
}

function space(height: number): Markup {
  return markup`<div style="height:${height}px;line-height:${height}px;font-size:0">&#8203;</div>`
}

function text(words: Markup | readonly Markup[], size: number, height: number, more = ''): Markup {
  return markup`<div class="ink2" style="font-size:${size}px;line-height:${height}px;color:${ink2};${more}">${words}</div>`
}

function plain(words: string, size: number, height: number): Markup {
  return text(markup`${words}`, size, height)
}

function head(letter: Letter): Markup {
  const spacing = letter.language === 'en' ? 1 : 3
  const song = songOf(letter.language)
  return markup`<div class="red" style="${song};font-size:19px;line-height:28px;font-weight:700;letter-spacing:${spacing}px;color:${red}">${letter.issuerName}</div>
${space(10)}${bar(3, red, 'redrule')}${space(2)}${bar(1, red, 'redrule')}${space(20)}
<h1 class="ink" style="margin:0;${song};font-size:23px;line-height:34px;font-weight:700;color:${ink}">${letter.heading}</h1>
${text(markup`${letter.asOf}`, 15, 24, 'padding-top:4px')}`
}

function opening(letter: Letter): Markup {
  const paragraphs = letter.opening.map(({ text: words, quote }) =>
    quote
      ? text(
          withBreaks(words),
          15,
          25,
          `margin-top:14px;padding-left:12px;border-left:2px solid ${line};${songOf(letter.language)}`,
        )
      : text(withBreaks(words), 15, 24, 'padding-top:14px'),
  )
  return markup`${paragraphs}${space(20)}`
}

/** Above the rows, so that a long list need not be scrolled through. */
function action(letter: Letter): Markup | null {
  return letter.action === null ? null : markup`${button(letter.action, true)}${space(26)}`
}

/** @param counts some row of the mail has a figure, and all leave room for one */
function itemRow(row: Row, { isFirst, counts }: { isFirst: boolean; counts: boolean }): Markup {
  const number = row.figure === null ? null : figure(row.figure)
  const figureCell = markup`<td class="figure" width="112" valign="top" style="width:112px;padding:18px 12px 26px 0">${number}</td>
`
  return markup`<tr><td colspan="2">${bar(1, rule, 'rule')}</td></tr>
<tr>${counts ? figureCell : null}<td valign="top" style="padding:20px 0 26px">
<div class="ink" style="font-size:18px;line-height:27px;font-weight:600;color:${ink}">${row.title}</div>
${row.lines.map((words) => plain(words, 15, 23))}${row.button === null ? null : button(row.button, isFirst)}
</td></tr>
`
}

function figure({ above, big, below, sentence, late }: Figure): Markup {
  const color = late ? red : ink
  const kind = late ? 'red' : 'ink'
  if (big === null)
    return markup`<div class="${kind}" style="font-size:15px;line-height:23px;font-weight:600;color:${color}">${sentence}</div>`
  const number = markup`<div class="${kind}" style="font-size:${big.length > 3 ? 28 : 42}px;line-height:46px;font-weight:600;color:${color}">${big}</div>`
  return markup`${above === '' ? null : plain(above, 14, 20)}${number}${below === '' ? null : plain(below, 14, 20)}`
}

/** The colour is on the cell as well, for clients that give a link none. */
function button({ label, url }: Button, solid: boolean): Markup {
  const ground = solid ? ink : sheet
  const look = `color:${solid ? sheet : ink};background-color:${ground};border:1px solid ${ink}`
  return markup`${table} style="margin-top:12px"><tr><td bgcolor="${ground}" style="border-radius:2px;mso-padding-alt:10px 24px"><a class="${solid ? 'solid' : 'outline'}" href="${url}" style="display:inline-block;padding:10px 24px;font-size:16px;line-height:24px;font-weight:600;text-decoration:none;border-radius:2px;${look}">${label}</a></td></tr></table>`
}

function closing(letter: Letter): Markup {
  const words = letter.closing.map((sentence) => plain(sentence, 14, 23))
  return markup`${bar(3, ink, 'inkrule')}${words.length === 0 ? null : markup`${space(16)}${words}`}`
}

function foot(letter: Letter): Markup {
  const groups = letter.foot.filter((lines) => lines.length > 0)
  return markup`${groups.map((lines, index) => {
    const parted = index > 0 || letter.closing.length > 0
    return markup`${parted ? markup`${space(14)}${bar(1, rule, 'rule')}` : null}${space(14)}${lines.map(footLine)}`
  })}`
}

function footLine({ text: words, url }: FootLine): Markup {
  if (url === null) return plain(words, 14, 23)
  const link = markup`<a class="ink2" href="${url}" style="color:${ink2};text-decoration:underline;word-break:break-all">${url}</a>`
  return text(markup`${words}<br />${link}`, 14, 23)
}
