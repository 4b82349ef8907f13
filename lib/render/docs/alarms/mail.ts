import type { Alarm } from "./alarm.ts";

/** What becomes of mail. */
export const MAIL: readonly Alarm[] = [
  {
    names: ["mail.bounces"],
    when: ({ has }) => has.email,
    means:
      "More than 4 of 100 mails went to mailboxes that are not there. From 5 on AWS reviews the account, and may stop all its mail.",
    type: null,
    act: "Where the addresses come from: ask people to confirm theirs before they are written to again, and take old lists out (see Mail).",
  },
  {
    names: ["mail.complaints"],
    when: ({ has }) => has.email,
    means: "More than 8 of 10,000 mails were called spam by those who got them. From 10 on AWS reviews the account.",
    type: null,
    act: "Which mail it is, and whether those who get it have asked for it. Stop it until they can put an end to it themselves (see Mail).",
  },
  {
    names: ["mail-complaint"],
    when: ({ has }) => has.email,
    means: "Somebody has called a mail spam. The event says who, and which mail.",
    type: null,
    act: "Take the address out of what sends it: SES writes to it no more, and the program does not know.",
  },
];
