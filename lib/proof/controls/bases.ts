import { today } from "./waivers.ts";

/**
 * The last day on which somebody mends what a base image stands on, by the word of its name that says what: of Debian, Alpine and
 * Ubuntu the end of their own security support, of Node and Python that of the release.
 */
const BASES: readonly { word: RegExp; what: string; ends: Readonly<Record<string, string>> }[] = [
  {
    word: /[:-](bullseye|bookworm|trixie)\b/,
    what: "Debian",
    ends: { bullseye: "2024-08-14", bookworm: "2026-06-10", trixie: "2028-08-09" },
  },
  {
    word: /\balpine[:]?(\d+\.\d+)/,
    what: "Alpine",
    ends: { 3.19: "2025-11-01", "3.20": "2026-04-01", 3.21: "2026-11-01", 3.22: "2027-05-01", 3.23: "2027-11-01" },
  },
  {
    word: /\bubuntu:(\d+\.\d+)/,
    what: "Ubuntu",
    ends: { "20.04": "2025-05-31", "22.04": "2027-04-30", "24.04": "2029-04-30" },
  },
  {
    word: /\bnode:(\d+)/,
    what: "Node",
    ends: { 18: "2025-04-30", 20: "2026-04-30", 22: "2027-04-30", 24: "2028-04-30" },
  },
  {
    word: /\bpython:(\d+\.\d+)/,
    what: "Python",
    ends: { 3.9: "2025-10-31", "3.10": "2026-10-31", 3.11: "2027-10-31", 3.12: "2028-10-31" },
  },
];

/** Half a year: time for a new major version, and for those who must try it. */
const NOTICE_DAYS = 183;

/** The day by which somebody should have begun, as 2026-12-31. */
const noticeOf = (end: string): string =>
  new Date(Date.parse(end) - NOTICE_DAYS * 24 * 3_600_000).toISOString().slice(0, 10);

/** Whether somebody should have begun with the next version. */
export const hasCome = (end: string | undefined): end is string => end !== undefined && today() >= noticeOf(end);

/** What of an image has no fixes for half a year more, by its name. */
export const endingIn = (image: string): string[] =>
  BASES.flatMap(({ word, what, ends }) => {
    const version = word.exec(image)?.[1] ?? "";
    const end = ends[version];
    return hasCome(end) ? [`${image}: ${what} ${version} has fixes until ${end}`] : [];
  });

/** What the last stage of a Dockerfile is made from: `node:24-trixie-slim`; nothing where an argument decides it. */
export function baseOf(dockerfile: string): string | undefined {
  const stages = new Map<string, string>();
  let base: string | undefined;
  for (const [, image = "", name] of dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)) {
    base = stages.get(image.toLowerCase()) ?? image;
    if (name !== undefined) stages.set(name.toLowerCase(), base);
  }
  return base?.includes("$") ? undefined : base;
}
