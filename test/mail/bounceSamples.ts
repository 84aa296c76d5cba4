import { createHash } from 'node:crypto'

/**
 * Mails as they come back, in the shapes of the servers that send them: made for these tests, nobody's mail. Each is
 * about a mail to `to` with the Message-ID `id`.
 */
export interface About {
  to: string
  id: string
}

export interface Sample {
  name: string
  raw(about: About): string
  /** Null: no bounce. */
  says: {
    recipient?: string | null
    status?: string | null
    permanent?: boolean
    remedy?: string
    namesOriginal?: boolean
    diagnostic?: RegExp
  } | null
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24)
const crlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n')
const base64 = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n')
const word = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
/** “系统退信/System bounce” in GB18030, as the older of these servers write it. */
const gbSubject = '=?GB18030?B?z7XNs83L0MU=?='

interface Report {
  from: string
  subject: string
  human: string
  status: string
  returned?: string
  headers?: string
  type?: string
}

function report({
  from,
  subject,
  human,
  status,
  returned = '',
  headers = '',
  type = 'message/rfc822',
}: Report): string {
  const part = returned === '' ? '' : `--=_b1\nContent-Type: ${type}\n\n${returned}\n`
  return crlf(`Return-Path: <>
From: ${from}
To: duban@fl.example
Subject: ${subject}
Message-ID: <bounce.${hashOf(subject + status + returned)}@mx.example>
Date: Wed, 07 May 2014 01:03:00 +0000
MIME-Version: 1.0
${headers}Content-Type: multipart/report; report-type=delivery-status;
 boundary="=_b1"

--=_b1
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

${human}
--=_b1
Content-Type: message/delivery-status

${status}
${part}--=_b1--
`)
}

const returned = ({ to, id }: About): string =>
  `From: <duban@fl.example>\nTo: <${to}>\nSubject: ${word('请签收：一份通知')}\nMessage-ID: ${id}\nContent-Type: text/plain\n\n(...)`

interface Letter {
  from: string
  subject: string
  body: string
  headers?: string
  html?: boolean
}

function letter({ from, subject, body, headers = '', html = false }: Letter): string {
  return crlf(`From: ${from}
To: duban@fl.example
Subject: ${subject}
Message-ID: <letter.${hashOf(subject + body)}@mx.example>
Date: Wed, 07 May 2014 01:03:00 +0000
MIME-Version: 1.0
${headers}Content-Type: text/${html ? 'html' : 'plain'}; charset=utf-8
Content-Transfer-Encoding: base64

${base64(body)}
`)
}

export const bounceSamples: Sample[] = [
  {
    name: 'Postfix, no such user',
    raw: (about) =>
      report({
        from: 'MAILER-DAEMON@mx1.example (Mail Delivery System)',
        subject: 'Undelivered Mail Returned to Sender',
        human: `This is the mail system at host mx1.example.\n\n<${about.to}>: host mx.fl.example[192.0.2.7] said: 550 5.1.1 <${about.to}>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)`,
        status: `Reporting-MTA: dns; mx1.example\nX-Postfix-Queue-ID: 4Xy1\nArrival-Date: Wed,  7 May 2014 09:00:01 +0800 (CST)\n\nFinal-Recipient: rfc822; ${about.to}\nOriginal-Recipient: rfc822;${about.to}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.fl.example\nDiagnostic-Code: smtp; 550 5.1.1 <${about.to}>: Recipient address rejected:\n    User unknown in virtual mailbox table\n`,
        returned: returned(about),
      }),
    says: {
      status: '5.1.1',
      permanent: true,
      remedy: 'address-unknown',
      namesOriginal: true,
      diagnostic: /^550 5\.1\.1 .*User unknown/,
    },
  },
  {
    name: 'Postfix, delayed',
    raw: (about) =>
      report({
        from: 'MAILER-DAEMON@mx1.example (Mail Delivery System)',
        subject: 'Delayed Mail (still being retried)',
        human: `THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.`,
        status: `Reporting-MTA: dns; mx1.example\n\nFinal-Recipient: rfc822; ${about.to}\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.fl.example[192.0.2.7]:25: Connection timed out\nWill-Retry-Until: Mon, 12 May 2014 09:00:01 +0800 (CST)\n`,
        returned: `Message-ID: ${about.id}\nTo: ${about.to}\n`,
        type: 'text/rfc822-headers',
      }),
    says: { status: '4.4.1', permanent: false, namesOriginal: true },
  },
  {
    name: 'Postfix, given up after days',
    raw: (about) =>
      report({
        from: 'MAILER-DAEMON@mx1.example (Mail Delivery System)',
        subject: 'Undelivered Mail Returned to Sender',
        human: 'I am sorry to have to inform you that your message could not be delivered.',
        status: `Reporting-MTA: dns; mx1.example\n\nFinal-Recipient: rfc822; ${about.to}\nAction: failed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.fl.example[192.0.2.7]:25: Connection timed out\n`,
        returned: returned(about),
      }),
    says: { status: '4.4.1', permanent: true, remedy: 'not-delivered', namesOriginal: true },
  },
  {
    name: 'Sendmail, mailbox full',
    raw: (about) =>
      report({
        from: 'Mail Delivery Subsystem <MAILER-DAEMON@mail.example>',
        subject: 'Returned mail: see transcript for details',
        headers: 'Auto-Submitted: auto-generated (failure)\n',
        human: `   ----- The following addresses had permanent fatal errors -----\n<${about.to}>\n    (reason: 552 5.2.2 Mailbox quota exceeded)`,
        status: `Reporting-MTA: dns; mail.example\nReceived-From-MTA: DNS; app.example\n\nFinal-Recipient: RFC822; ${about.to}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: SMTP; 552 5.2.2 Mailbox quota exceeded\nLast-Attempt-Date: Wed, 7 May 2014 09:02:00 +0800\n`,
        returned: returned(about),
        type: 'text/rfc822-headers',
      }),
    says: { status: '5.2.2', permanent: true, remedy: 'mailbox-full', namesOriginal: true },
  },
  {
    name: 'Exim, a letter with the returned mail in its text',
    raw: (about) =>
      letter({
        from: 'Mail Delivery System <Mailer-Daemon@exim.example>',
        subject: 'Mail delivery failed: returning message to sender',
        headers: `X-Failed-Recipients: ${about.to}\nAuto-Submitted: auto-replied\n`,
        body: `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:\n\n  ${about.to}\n    SMTP error from remote mail server after RCPT TO:<${about.to}>:\n    550 Unknown user\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: ${about.id}\nFrom: duban@fl.example\n`,
      }),
    says: { status: null, permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: 'qmail',
    raw: (about) =>
      letter({
        from: 'MAILER-DAEMON@qmail.example',
        subject: 'failure notice',
        body: `Hi. This is the qmail-send program at qmail.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${about.to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <duban@fl.example>\nMessage-ID: ${about.id}\n`,
      }),
    says: { status: '5.1.1', permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: 'Gmail',
    raw: (about) =>
      report({
        from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
        subject: 'Delivery Status Notification (Failure)',
        headers: `In-Reply-To: ${about.id}\nReferences: ${about.id}\nX-Failed-Recipients: ${about.to}\nAuto-Submitted: auto-replied\n`,
        human: `** Address not found **\n\nYour message wasn't delivered to ${about.to} because the address couldn't be found.`,
        status: `Reporting-MTA: dns; googlemail.com\nArrival-Date: Tue, 06 May 2014 18:02:00 -0700 (PDT)\n\nFinal-Recipient: rfc822; ${about.to}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n`,
      }),
    says: { status: '5.1.1', permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: 'Gmail, refused for want of SPF and DKIM',
    raw: (about) =>
      report({
        from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
        subject: 'Delivery Status Notification (Failure)',
        human: '** Message blocked **',
        status: `Reporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; ${about.to}\nAction: failed\nStatus: 5.7.26\nDiagnostic-Code: smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n`,
        returned: returned(about),
      }),
    says: { status: '5.7.26', permanent: true, remedy: 'refused-as-spam', namesOriginal: true },
  },
  {
    name: 'Exchange Online, which calls itself an automatic reply',
    raw: (about) =>
      report({
        from: 'postmaster@outlook.example',
        subject: `${word('未送达: 请签收：一份通知')}`,
        headers: 'Auto-Submitted: auto-replied\nX-MS-Exchange-Message-Is-Ndr:\nContent-Language: zh-CN\n',
        human: `未能将邮件传递给以下收件人或组:\n\n${about.to}\n未找到收件人的电子邮件地址。`,
        status: `Reporting-MTA: dns;HK0PR.apcprd.prod.outlook.com\nReceived-From-MTA: dns;relay.example\n\nFinal-Recipient: rfc822;${about.to}\nAction: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n`,
        returned: returned(about),
      }),
    says: { status: '5.1.10', permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: 'a relay that gives mails ids of its own; ours stands beside',
    raw: (about) =>
      report({
        from: 'MAILER-DAEMON@amazonses.example',
        subject: 'Delivery Status Notification (Failure)',
        human: 'An error occurred while trying to deliver the mail.',
        status: `Reporting-MTA: dns; a8-50.smtp-out.example\n\nAction: failed\nFinal-Recipient: rfc822; ${about.to}\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\nStatus: 5.1.1\n`,
        returned: `Message-ID: <0100018f-000000@email.example>\nX-Duban-Message: ${about.id}\nTo: ${about.to}\n`,
      }),
    says: { status: '5.1.1', permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: 'Coremail (163 and many offices), a report in Chinese',
    raw: (about) =>
      report({
        from: 'Postmaster@163.example',
        subject: gbSubject,
        human: `抱歉，您的邮件被退回来了……\n收件人地址: ${about.to}\n退信原因: 收件人邮箱不存在`,
        status: `Reporting-MTA: dns; mail-m1.163.example\n\nFinal-Recipient: rfc822;${about.to}\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; SMTP error, RCPT TO: 550 User not found: ${about.to}\n`,
        returned: returned(about),
      }),
    says: { status: '5.0.0', permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: '163, a letter of HTML that names nothing of ours',
    raw: (about) =>
      letter({
        from: `${word('系统退信')} <Postmaster@163.example>`,
        subject: word('系统退信'),
        html: true,
        body: `<html><body><style>td{color:red}</style><h2>系统退信</h2><p>您的邮件未能发送成功</p><table><tr><td>收件人</td><td>${about.to}</td></tr><tr><td>退信原因</td><td>对方邮箱已满，拒收新邮件</td></tr></table></body></html>`,
      }),
    says: { status: null, permanent: true, remedy: 'mailbox-full', namesOriginal: false, diagnostic: /已满/ },
  },
  {
    name: 'QQ, a letter of plain text',
    raw: (about) =>
      letter({
        from: '"PostMaster@qq.example" <PostMaster@qq.example>',
        subject: word('退信：您的邮件“请签收：一份通知”无法投递'),
        body: `您好，\n\n很抱歉，您发送的邮件被退回，以下是退信的相关信息：\n\n收件人：<${about.to}>\n退信原因：550 Mailbox not found. 邮箱不存在\n`,
      }),
    says: { status: null, permanent: true, remedy: 'address-unknown', namesOriginal: false },
  },
  {
    name: 'QQ for companies, which answers in the thread',
    raw: (about) =>
      letter({
        from: 'MAILER-DAEMON@exmail.qq.example',
        subject: word('系统退信/Systems bounce'),
        headers: `In-Reply-To: ${about.id}\n`,
        body: `发信人: duban@fl.example\n收信人: ${about.to}\n\n您的邮件无法发送到 ${about.to}\n原因: 该邮件疑似垃圾邮件，对方拒绝接收`,
      }),
    says: { status: null, permanent: true, remedy: 'refused-as-spam', namesOriginal: true },
  },
  {
    name: 'Sina, still trying',
    raw: (about) =>
      letter({
        from: 'MAILER-DAEMON@sina.example',
        subject: word('投递失败通知'),
        body: `您发给 ${about.to} 的邮件暂时无法投递，系统将继续尝试。\n原因：对方服务器没有响应`,
      }),
    says: { status: null, permanent: false, namesOriginal: false },
  },
  {
    name: 'a domain that does not exist',
    raw: (about) =>
      letter({
        from: 'postmaster@aliyun.example',
        subject: word('退信通知'),
        body: `以下地址投递失败：\n${about.to}\n错误：收件人域名不存在 (5.4.4)`,
      }),
    says: { status: '5.4.4', permanent: true, remedy: 'address-unknown', namesOriginal: false },
  },
  {
    name: 'a report without a Message-ID of its own',
    raw: (about) =>
      report({
        from: 'MAILER-DAEMON@old.example',
        subject: 'Undeliverable',
        human: 'x',
        status: `Final-Recipient: rfc822;${about.to}\nAction: Failed\nStatus: 5.1.1 (bad destination mailbox address)\n`,
        returned: returned(about),
      }).replace(/Message-ID: <bounce[^\r]*\r\n/, ''),
    says: { status: '5.1.1', permanent: true, remedy: 'address-unknown', namesOriginal: true },
  },
  {
    name: 'an absence',
    raw: (about) =>
      letter({
        from: `<${about.to}>`,
        subject: word('自动回复：请签收'),
        headers: `Auto-Submitted: auto-replied\nIn-Reply-To: ${about.id}\nX-Autoreply: yes\n`,
        body: '我出差到5月20日，期间无法处理邮件，急事请打电话。邮箱已满时请稍后再发。',
      }),
    says: null,
  },
  {
    name: 'an absence that a postmaster sends',
    raw: () =>
      letter({
        from: 'postmaster@office.example',
        subject: 'Out of office: delivery failure contact',
        headers: 'X-Autorespond: away\n',
        body: 'The mailbox is full of joy. 550 days to go.',
      }),
    says: null,
  },
  {
    name: 'a receipt of reading',
    raw: (about) =>
      report({
        from: `<${about.to}>`,
        subject: 'Read: notice',
        human: 'Your message was displayed.',
        status: '',
      }).replaceAll('delivery-status', 'disposition-notification'),
    says: null,
  },
  {
    name: 'a report of success',
    raw: (about) =>
      report({
        from: 'MAILER-DAEMON@mx1.example',
        subject: 'Successful Mail Delivery Report',
        human: 'Your message was successfully delivered.',
        status: `Reporting-MTA: dns; mx1.example\n\nFinal-Recipient: rfc822; ${about.to}\nAction: delivered\nStatus: 2.0.0\n`,
        returned: returned(about),
      }),
    says: null,
  },
  {
    name: 'a person who answers',
    raw: (about) =>
      letter({
        from: `<${about.to}>`,
        subject: word('回复：退信了吗，无法投递'),
        headers: `In-Reply-To: ${about.id}\n`,
        body: '您好，上次说邮箱不存在，是换了新邮箱，已改好。550',
      }),
    says: null,
  },
]
