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
