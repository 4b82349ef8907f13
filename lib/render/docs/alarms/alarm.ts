import type { View } from "../../../answers/view.ts";

/** An alarm or an event that the rendered program reports, in the words of the person whom it wakes up. */
export interface Alarm {
  /** What follows the stage in their names; `<name>` is that of the service, database or cache. */
  names: string[];
  when: (view: View) => boolean;
  means: string;
  /** The command that shows more of it, without the stage: `logs <name>`. Null where AWS's own console does. */
  type: string | null;
  act: string;
}
