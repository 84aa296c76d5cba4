/** The mailbox of one machine, for trying out. */
export const mailbox = {
  'mailbox.note': '本机试用：发出的信都留在这里，没有真的寄出',
  'mailbox.to': '收件人',
  'mailbox.from': '发件人',
  'mailbox.received': '时间',
  'mailbox.subject': '主题',
  'mailbox.noSubject': '（没有主题）',
  'mailbox.empty': '还没有信。发出的信会出现在这里',
  'mailbox.total': '共{n}封',
  'mailbox.same': '同一收件人的信',
  'mailbox.view': '看法',
  'mailbox.html': '信的样子',
  'mailbox.text': '纯文本',
} as const
