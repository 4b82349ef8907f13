/** What the stand-ins cannot show, in the words of the report and of docs/rehearse.md. */
export const CANNOT_SHOW: readonly string[] = [
  "What AWS says to a value: a size that a region does not have, a version that is gone, a name that somebody else owns.",
  "Whether the caller may: IAM is not played.",
  "What providers normalise (JSON, sets, versions): lists are compared in their order, so a change may show that is none.",
  "An input that replaces its resource and that the table of such inputs does not know: it shows as changed.",
  "What AWS refuses beyond names that are taken, things in use, protection, major versions, and what is not empty.",
  "How long things take, and whether what is deployed runs: images are not built, nothing is started.",
  "What is really deployed: the stage is made from a revision of git, not from AWS.",
];
