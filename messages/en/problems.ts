import type { problems as zh } from '../zh/problems.ts'

export const problems: Record<keyof typeof zh, string> = {
  'problem.not-found': 'Not found: deleted, or not yours to see. Start again from the first page',
  'problem.method-not-allowed': 'This address cannot be used in this way. Allow says which ways there are',
  'problem.media-type-unknown':
    'This format cannot be read. Send the content type that the description names',
  'problem.not-allowed': 'Your role does not allow this. Ask the administrator if you need it',
  'problem.sign-in-needed': 'Sign in first, then go on',
  'problem.sign-in-failed':
    'The address or password is not right, or the link no longer works. Try again, or ask for a new link',
  'problem.invalid-input': 'Some fields cannot be used yet. See the marked ones and submit again',
  'problem.too-many-requests': 'Too many requests. Wait a little and try again',
  'problem.changed-meanwhile': 'Somebody changed it after you opened it. Open it again and look first',
  'problem.precondition-failed':
    'Somebody changed it after you fetched it. Fetch it again and look before you change it',
  'problem.link-invalid':
    'The link is incomplete or wrong. Copy all of it from the mail, or ask for a new one',
  'problem.link-expired': 'The link is too old. Ask the issuer for a new one',
  'problem.link-replaced':
    'The link has been replaced. Use the one in your latest mail, or ask the issuer for it',
  'problem.notice-not-editable':
    'The notice is issued and its text stands. Deadlines and units are changed on the progress page',
  'problem.notice-not-checked': 'The notice is not checked yet. Check it, then issue it',
  'problem.notice-needs-milestone': 'It does not say what to report. Add at least one report',
  'problem.milestone-before-issue': 'This date is before the date of issue. Change one of the two',
  'problem.due-in-past': 'This deadline has passed. Choose today or later',
  'problem.due-in-past.detail': 'The deadline {date} has passed. Choose today or later',
  'problem.lock-before-due': 'It closes before the deadline. Choose the deadline or a later day',
  'problem.audience-empty': 'No unit would get it. Change the audience',
  'problem.chain-ends-nowhere':
    'The chain reaches nobody who can decide. End it at the issuer, and give the issuer a supervisor or leader',
  'problem.campaign-ended': 'This has ended and takes no reports or changes. Ask the issuer if in doubt',
  'problem.campaign-still-issuing': 'It is still being issued. Wait until that is done',
  'problem.campaign-paused': 'It is paused already',
  'problem.campaign-not-paused': 'It is not paused, so there is nothing to resume',
  'problem.unit-already-assigned': 'All of these units have it already, so none was added',
  'problem.unit-not-assigned': 'This unit does not have the notice. Check the unit, or add it first',
  'problem.obligation-ended': 'This is accepted, waived or withdrawn. No report is needed any more',
  'problem.nothing-to-acknowledge': 'There is nothing to acknowledge, or it is done already',
  'problem.milestone-locked': 'Closed after {date}. To report later, ask the issuer for an extension',
  'problem.report-empty': 'The report is empty. Write something, fill in figures or add a file',
  'problem.report-needs-attachment': 'This report needs a file. Add one and submit again',
  'problem.report-already-reviewed':
    'This version is reviewed already, or there is a newer one. Open it again to see the latest',
  'problem.reason-needed': 'Give the reason; the other side will read it',
  'problem.return-date-needed': 'Say by when it is to be reported again',
  'problem.extension-not-later': 'The new deadline is not later than the old one. Choose a later day',
  'problem.extension-not-later.detail': '{date} is not later than the present deadline. Choose a later day',
  'problem.item-already-decided': 'Somebody has decided these, or they were reported. Reload to see',
  'problem.nothing-selected': 'Nothing is selected. Select at least one',
  'problem.chase-gone':
    'The 60 seconds are over, or mails are on their way: it cannot be taken back. To correct it, write to the units or call them',
  'problem.file-too-large': 'The file is too large. Compress it or split it',
  'problem.file-too-large.detail': 'The file is larger than {max} MB. Compress it or split it',
  'problem.file-empty': 'The file is empty. Check it and choose again',
  'problem.file-type-refused': 'Files of this kind are not taken. Use PDF, Word, Excel, WPS, JPG or PNG',
  'problem.file-type-lies':
    'The content is not what the name ends in. Save it again in its own program, then upload',
  'problem.file-has-macros':
    'The file has macros and cannot be taken. Save it in a format without macros and try again',
  'problem.file-heic':
    'Most computers cannot open HEIC photos. Make it a JPG on the phone (iPhone: Settings, Camera, Formats, Most Compatible)',
  'problem.link-ended': 'This link is no longer in use. Ask the issuer for a new one where you need it',
  'problem.too-many-colleagues':
    'It is with too many colleagues, or was handed on too often today. Take it back from some, or try again tomorrow',
  'problem.too-many-colleagues.detail':
    'No more than {max} colleagues at a time, and only so many a day. Take it back from some, or try again tomorrow',
  'problem.contact-known':
    'This address is on record for your unit already and gets the mails. If they do not arrive, ask for the link again',
  'problem.appeal-answered': 'This has been answered already. Load the page again to see how',
  'problem.photo-unreadable':
    'The photo cannot be read; perhaps it did not arrive whole. Choose it again, or take another',
  'problem.photo-too-large':
    'The photo has too many pixels. Set the camera to a smaller size, or send a screenshot of it',
  'problem.photo-too-large.detail':
    'The photo has more than {max} million pixels. Set the camera to a smaller size, or send a screenshot of it',
  'problem.too-many-files': 'Too many files. Put them into one and upload that',
  'problem.too-many-files.detail': 'No more than {max} files. Put them into one and upload that',
  'problem.circular-no-text':
    'There is no text in the file; it is most likely a scan. Upload the Word original or a PDF with text, or paste the text',
  'problem.circular-encrypted': 'The file has a password and cannot be read. Save a copy without one',
  'problem.circular-type-unknown':
    'This is no file that can be read. Upload DOCX, DOC, a PDF with text or plain text, or paste the text',
  'problem.circular-unreadable':
    'The file does not open and may be damaged. Save it again in the program it came from, or paste the text',
  'problem.circular-too-heavy':
    'The file unpacks to too much or takes too long to read, so reading was stopped. Save it without pictures, or paste the text',
  'problem.import-refused':
    'Some lines cannot be used, so nothing was imported. Mend the marked lines and import again',
  'problem.import-refused.detail':
    'Lines that cannot be used: {count}, so nothing was imported. Mend the marked ones and import again',
  'problem.unit-unknown': 'There is no such unit. Check its name or code',
  'problem.unit-unknown.detail': 'There is no unit “{unit}”. Check its name or code',
  'problem.tree-cycle': 'The unit would stand above itself. Choose another parent',
  'problem.placement-overlaps': 'The unit has another place during this time. Change the dates',
  'problem.placement-parent-missing':
    'The parent does not exist during this time. Choose another, or change the dates',
  'problem.unit-has-children': 'There are units below this one. Move or close them first',
  'problem.calendar-day-invalid': 'A day of the calendar is wrong. Write 2014-05-10 and whether it is worked',
  'problem.calendar-day-invalid.detail':
    'Line {line} of the calendar is wrong. Write 2014-05-10 and whether it is worked',
  'problem.idempotency-key-reused': 'This request key was used with another content. Use a new key',
  'problem.password-too-short': 'The password is too short. Use a longer phrase',
  'problem.password-too-short.detail': 'A password has at least {min} characters. Use a longer phrase',
  'problem.setting-invalid': 'Not a value for this field; write it as shown beside it',
  'problem.mail-not-held': 'Mails are not held; there is nothing to release',
  'problem.deputy-invalid': 'A deputy is another person of the same unit who is present. Choose another',

  'problem.due-needed': 'A report with a deadline needs a date. Fill it in, or choose no deadline',
  'problem.due-not-dated': 'A report without a deadline has no date. Clear it, or choose a deadline',
  'problem.window-reversed': 'It ends before it begins. Check both dates',
  'problem.year-not-announced':
    'The holidays of {year} are not announced, so Monday to Friday count as working days. Update the calendar when they are',
  'problem.lead-time-short':
    'only {days} working {days:day|days}, today included: units may not manage, and early reminders fall away',
  'problem.units-busy-that-week':
    '{units} {units:unit|units} owe something else in that week, such as for {title}: another week may be better',
  'problem.due-on-day-off':
    'The deadline {date} is a day off ({reason}). It may stay; the last reminder goes on the working day before',
  'problem.too-long': 'Too long. Make it shorter',
  'problem.too-long.detail': 'No more than {max} characters. Make it shorter',
  'problem.too-short': 'Not filled in, or too short',
  'problem.too-short.detail': 'At least {min} characters',
  'problem.required': 'This is needed',
  'problem.not-a-number': 'A number goes here',
  'problem.not-a-date': 'A date goes here, such as 2014-05-10',
  'problem.not-a-zone': 'There is no such time zone. Write it like Asia/Shanghai',
  'problem.not-an-option': 'Choose one of those listed',
  'problem.out-of-range': 'The number is out of range. Check it',
  'problem.out-of-range.detail': 'Between {min} and {max}',
  'problem.name-taken':
    'The unit has a contact of that name. Add her position, or something else to tell them apart',
  'problem.no-text': 'There are broken characters here that cannot be kept. Delete them and type it again',
  'problem.too-deep': 'It is nested too deep to be read. Use fewer levels',
  'problem.unknown-field': 'There is no such field. Leave it out',
  'problem.unknown-field.detail': 'There is no field “{field}”. Leave it out',
  'problem.date-in-future': 'That day is still to come. Give today or an earlier day',
  'problem.column-missing': 'This column is missing in the heading. Add it as in the sample',
  'problem.csv-broken':
    'A quote or a separator in this line is wrong. Save the file as CSV and import it again',
  'problem.unit-contradicts': 'One code stands with two parents, types or names. Make them the same',
  'problem.unit-contradicts.detail':
    'In line {line} this code stands with another parent, type or name. Make them the same',
  'problem.unit-closed': 'The unit of this code is closed. Take the line out, or choose another code',
  'problem.unit-closed.detail': '{unit} is closed. Take the line out, or choose another code',
  'problem.parent-needed': 'Only a city stands at the top. Give the code of the parent unit',
  'problem.parent-type-wrong': 'A unit of this type cannot stand under that one. Check type and parent',
  'problem.type-unknown': 'There is no such type of unit. Write it as in the sample',
  'problem.email-taken': 'Somebody else signs in with this address. Use another one',
  'problem.role-unknown': 'There is no such role. Write contact, supervisor, leader or coordinator',
  'problem.code-invalid': 'A code has letters, digits, dots, hyphens and underscores, 64 at most',
  'problem.email-invalid': 'This is no mail address. Check it',
  'problem.language-unknown': 'The language is zh-CN or en',
  'problem.placeholder-unknown':
    'There is no placeholder “{name}”. Use one of those listed, or take the braces away',
  'problem.placeholder-broken':
    'A brace stands alone, or holds no placeholder. Write the name alone between two braces, without blanks',
  'problem.one-line-only': 'A subject is one line. Take the line break out',
  'problem.unseen-character':
    'There is a character that cannot be seen, likely pasted along. Delete that place and type it again',
  'problem.markup-refused': 'A mail takes no HTML. Write text only',
  'problem.at-line': 'Line {line}: {problem}',
  'problem.unavailable':
    'The system is recovering and cannot save just now. Try again in a moment; if you had just sent something, look first whether it was saved',
  'problem.unexpected':
    'Something unexpected happened and nothing was saved. Try again; if it stays, give the administrator the number {request}',
}
