/** The part of Docker's language that rendered Dockerfiles use. Anything else is an error, so that no line is overlooked. */

export interface Instruction {
  keyword: string;
  /** `--from=build` and the like. */
  flags: Readonly<Record<string, string>>;
  text: string;
}

export interface Stage {
  name: string;
  /** An image, or the name of an earlier stage. */
  from: string;
  instructions: Instruction[];
}

const KNOWN = new Set(["FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "CMD"]);

const lines = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join("\n")
    .replace(/\\\n\s*/g, "")
    .split("\n");

function instruction(line: string): Instruction {
  const [, keyword = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
  if (!KNOWN.has(keyword)) throw new Error(`the tests do not know what this line of a Dockerfile does: ${line}`);
  const flags: Record<string, string> = {};
  const text = rest.replace(/^(--[a-z]+=\S+\s+)*/, (found) => {
    for (const [, name = "", value = ""] of found.matchAll(/--([a-z]+)=(\S+)/g)) flags[name] = value;
    return "";
  });
  return { keyword, flags, text };
}

export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const item of lines(text).map(instruction)) {
    if (item.keyword === "FROM") {
      const [from = "", , name = String(stages.length)] = item.text.split(/\s+/);
      stages.push({ name, from, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined) throw new Error("a Dockerfile begins with FROM");
      stage.instructions.push(item);
    }
  }
  return stages;
}

/** The value of the last such line in a stage. */
export const last = ({ instructions }: Stage, keyword: string): string | undefined =>
  instructions.findLast((item) => item.keyword === keyword)?.text;

/** Words of a command in the form that starts no shell: `["node", "main.js"]`. */
export function words(text: string | undefined): string[] {
  if (text === undefined) return [];
  if (!text.startsWith("[")) throw new Error(`a shell would be process 1, and take the SIGTERM: ${text}`);
  return JSON.parse(text) as string[];
}

/** A pattern of .dockerignore, or of COPY: `*` stays within a folder, `**` does not. */
export const pattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^$()|{}[\]]/g, "\\$&")
      .replace(/\*\*\/|\*\*|\*/g, (star) => ({ "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*" })[star] as string)}$`,
  );

/** Tells which paths of a folder a build sees: the last line that fits a path, or a folder above it, counts. */
export function visible(ignore: string): (path: string) => boolean {
  const rules = lines(ignore).map((line) => {
    const again = line.startsWith("!");
    return { again, fits: pattern(line.slice(again ? 1 : 0).replace(/^\/|\/$/g, "")) };
  });
  return (path) => {
    const parts = path.split("/");
    const above = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    const rule = rules.findLast(({ fits }) => above.some((one) => fits.test(one)));
    return rule === undefined || rule.again;
  };
}
