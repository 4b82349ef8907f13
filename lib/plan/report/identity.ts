import { git } from "../../system/git.ts";

/** What tells one report from another: when it was made, by whom, and from which state of the repo. */
export interface Identity {
  made: Date;
  /** As git knows them; null where it does not. */
  author: string | null;
  revision: { commit: string; branch: string; changed: boolean } | null;
}

export async function identityOf(root: string, made: Date): Promise<Identity> {
  const ask = async (...args: string[]): Promise<string | null> => {
    const { status, stdout } = await git(root, args);
    const text = stdout.toString().trim();
    return status === 0 && text !== "" ? text : null;
  };
  const [author, commit, branch, status] = await Promise.all([
    ask("config", "user.name"),
    ask("rev-parse", "HEAD"),
    ask("branch", "--show-current"),
    ask("status", "--porcelain"),
  ]);
  return {
    made,
    author,
    revision: commit === null ? null : { commit, branch: branch ?? "", changed: status !== null },
  };
}

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "UTC" });

export const dayOf = ({ made }: Identity): string => DAY.format(made);

/** When and from what a report was made, as rows of its head. */
export function madeRows({ made, author, revision }: Identity): { what: string; value: string }[] {
  const state = revision?.changed ? ", with changes that are not committed" : "";
  const branch = revision?.branch ? ` of ${revision.branch}` : "";
  return [
    { what: "Made", value: `${DAY.format(made)}, ${TIME.format(made)} UTC${author === null ? "" : `, by ${author}`}` },
    {
      what: "Revision",
      value: revision === null ? "not in git" : `${revision.commit.slice(0, 10)}${branch}${state}`,
    },
  ];
}
