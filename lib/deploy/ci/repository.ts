/** Where a repo's code is kept. */
export interface Repository {
  host: "github" | "bitbucket";
  /** The organisation, user or workspace. */
  owner: string;
  name: string;
}

/** With the names under which both are reached where port 22 is closed. */
const HOSTS: ReadonlyMap<string, Repository["host"]> = new Map([
  ["github.com", "github"],
  ["ssh.github.com", "github"],
  ["bitbucket.org", "bitbucket"],
  ["altssh.bitbucket.org", "bitbucket"],
]);

/** `acme/shop`: what both services let a name be. */
const SLUG = /^([A-Za-z0-9][\w.-]{0,99})\/([\w.-]{1,100})$/;

/** `acme/shop`, or undefined for what is no such name. Bitbucket knows small letters only, and takes others for them. */
export function readSlug(slug: string, host: Repository["host"]): Repository | undefined {
  const [, owner, name] = SLUG.exec(host === "bitbucket" ? slug.toLowerCase() : slug) ?? [];
  return owner === undefined || name === undefined ? undefined : { host, owner, name };
}

const REMOTE = /^(?:(https?|git|(?:git\+)?ssh):\/\/)?(?:[^@/]+@)?(\w[\w.-]*)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/;

/** The repository that a git remote names, over SSH or HTTPS; undefined for any other service. */
export function readRemote(url: string): Repository | undefined {
  const [, , domain, path] = REMOTE.exec(url.trim()) ?? [];
  const host = HOSTS.get(domain?.toLowerCase() ?? "");
  return host === undefined || path === undefined ? undefined : readSlug(path, host);
}

/** The name in a remote over SSH, which may stand for another host in the settings of SSH; undefined for other remotes. */
export function sshHost(url: string): string | undefined {
  const [, scheme = "ssh", domain] = REMOTE.exec(url.trim()) ?? [];
  return scheme.endsWith("ssh") ? domain : undefined;
}

export const slugOf = ({ owner, name }: Repository): string => `${owner}/${name}`;
