import type { Alarm } from "./alarm.ts";

/** Who is told, and what must be renewed. */
export const UPKEEP: readonly Alarm[] = [
  {
    names: ["alerts.untold"],
    when: ({ has }) => has.containers,
    means: "An event that somebody should hear of could not be told.",
    type: null,
    act: "Read the messages in the queue `alerts-dead-letters`: each is an event, with the reason why it was not told. Mend that, do what the event asks for, and delete the message.",
  },
  {
    names: ["alerts.<name>.unheard"],
    when: ({ has }) => has.containers,
    means: "An alert did not reach everybody: a mailbox or a channel refuses what it is sent.",
    type: "status",
    act: "The subscriptions of the topic `alerts` in the region that the alarm names: which are not confirmed, or are of somebody who has left.",
  },
  {
    names: ["certificate-expires"],
    when: ({ has }) => has.routed && has.domain,
    means: "The certificate could not be renewed by itself.",
    type: "status",
    act: "See whether its validation record is still in DNS. A certificate that was made by hand is renewed by hand.",
  },
];
