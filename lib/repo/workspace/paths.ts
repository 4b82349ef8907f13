/** Which paths a rendered file may have. Pure: nothing here looks at the disk. */

/** Two paths with the same fold are one file on macOS and Windows. */
export const fold = (path: string): string => path.normalize("NFC").toLowerCase();

/** `a/b/c` → `a`, `a/b`. Folders above the root are there: of `../a/b` it is `../a`. */
export const parents = (path: string): string[] => {
  const result: string[] = [];
  for (let at = path.indexOf("/", above(path).length); at !== -1; at = path.indexOf("/", at + 1))
    result.push(path.slice(0, at));
  return result;
};

/** Where CI looks for its files: at the top of the git repository, which the root may be inside of. Nothing else leaves the root. */
const FOR_CI = /^(?:\.\.\/)+(?=\.github\/|bitbucket-pipelines\.yml$)/;

/** The way up from the root that a path begins with. */
const above = (path: string): string => FOR_CI.exec(path)?.[0] ?? "";

/** The folder of a path; of a path at the top the empty string. */
export const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

const badSegment = (segment: string): string | undefined => {
  if (segment === "") return "has an empty part";
  if (segment === "." || segment === "..") return `has "${segment}" in it and could leave the folder`;
  if (fold(segment) === ".git") return "is inside a .git folder";
  return undefined;
};

/** Why a path cannot be written, or nothing. */
export const pathProblem = (path: string): string | undefined => {
  const shown = JSON.stringify(path);
  if (path === "") return 'the path "" is empty';
  if (CONTROL.test(path)) return `the path ${shown} has a control character in it`;
  if (path.includes("\\")) return `the path ${shown} has a backslash in it; use /`;
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return `the path ${shown} is absolute`;
  for (const segment of path.slice(above(path).length).split("/")) {
    const problem = badSegment(segment);
    if (problem !== undefined) return `the path ${shown} ${problem}`;
  }
  return undefined;
};

/** Every pair of paths that cannot stand side by side: twice the same, the same but for case, a file and a folder. */
const collisions = (paths: readonly string[]): string[] => {
  const problems: string[] = [];
  const files = new Map<string, string>();
  for (const path of paths) {
    const other = files.get(fold(path));
    if (other === path) problems.push(`${path} is rendered twice`);
    else if (other !== undefined) problems.push(`${other} and ${path} are one file on macOS and Windows`);
    else files.set(fold(path), path);
  }
  const folders = new Map<string, string>();
  for (const path of paths) {
    for (const folder of parents(path)) {
      const other = folders.get(fold(folder));
      if (other === folder) continue;
      if (other !== undefined) problems.push(`${other}/ and ${folder}/ are one folder on macOS and Windows`);
      else if (files.has(fold(folder))) problems.push(`${files.get(fold(folder))} is both a file and a folder`);
      folders.set(fold(folder), folder);
    }
  }
  return problems;
};

/** Everything that is wrong with a set of rendered paths. */
export const pathProblems = (paths: readonly string[]): string[] => {
  const problems = paths.map(pathProblem).filter((problem) => problem !== undefined);
  return problems.length > 0 ? problems : [...new Set(collisions(paths))];
};
