/** What is done to a stage with SST, in the words that people read of it: when it is stopped, when it fails, and what goes on. */
export interface Verb {
  /** `dev is not deployed` */
  undone: string;
  half: string;
  /** What a run that has failed leaves. */
  stays: string;
  /** What giving up at once leaves, before what is in the making is named, and after. */
  abandons: string;
  /** What to do about that. */
  abandoned: string;
}

export const DEPLOY: Verb = {
  undone: "is not deployed",
  half: "is half deployed",
  stays: "What was done stays; the next deploy goes on from there.",
  abandons: "That leaves in AWS, unknown to the state, what is in the making:",
  // Neither SST nor Pulumi finds what it has not noted: `sst refresh` looks only at what it knows.
  abandoned: 'The next deploy says what exists already: delete that in AWS (RUNBOOK.md, "A stage is locked").',
};

export const DESTROY: Verb = {
  undone: "is not destroyed",
  half: "is half destroyed",
  stays: "What is gone is gone; the same command goes on from there.",
  abandons: "AWS may then delete, or keep, what is in the making:",
  abandoned: "The state still has it, and the same command goes on from there.",
};
