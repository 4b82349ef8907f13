/**
 * What an error of a deploy usually means, and what to do about it. Each row is a message that SST, Pulumi, Terraform's
 * AWS provider, Docker or AWS really writes; the first row that fits speaks, so the particular stands before the general.
 */

/** Where the deploy happened: what commands and consoles need to be named. */
export interface Place {
  stage: string;
  project: string;
  region: string;
  /** `npx` or `pnpm exec` */
  exec: string;
  /** The command that deploys: `space-sst deploy dev`. */
  again: string;
}

export interface Cause {
  /** For scripts: in the document of `--json`. */
  id: string;
  when: RegExp;
  /** The likely cause, in one line. */
  cause: string | ((match: RegExpExecArray, place: Place) => string);
  /** What to do next, one step in a line. */
  next: (place: Place, match: RegExpExecArray) => string[];
}

/** The last step of most. */
export const deployAgain = ({ again }: Place): string => `then run it again: ${again}`;
