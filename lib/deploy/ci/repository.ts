/** Where a repo's code is kept. */
export interface Repository {
  host: "github" | "bitbucket";
  /** The organisation, user or workspace. */
  owner: string;
  name: string;
}

const HOSTS: Readonly<Record<string, Repository["host"]>> = { "github.com": "github", "bitbucket.org": "bitbucket" };

/** `acme/shop`: what both services let a name be. */
const SLUG = /^([A-Za-z0-9][\w.-]{0,99})\/([\w.-]{1,100})$/;

/** `acme/shop`, or undefined for what is no such name. */
export function readSlug(slug: string, host: Repository["host"]): Repository | undefined {
  const [, owner, name] = SLUG.exec(slug) ?? [];
  return owner === undefined || name === undefined ? undefined : { host, owner, name };
}

/** The repository that a git remote names, over SSH or HTTPS; undefined for any other service. */
export function readRemote(url: string): Repository | undefined {
  const [, domain, path] =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/]+@)?([\w.-]+)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/.exec(url.trim()) ?? [];
  const host = HOSTS[domain?.toLowerCase() ?? ""];
  return host === undefined || path === undefined ? undefined : readSlug(path, host);
}

export const slugOf = ({ owner, name }: Repository): string => `${owner}/${name}`;
