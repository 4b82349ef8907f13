import { posix } from "node:path";

/** What the modules of a rendered repo import, by their text: the repo is not installed, and nothing of it is run. */

export type Files = ReadonlyMap<string, string>;

export interface Import {
  /** The module that imports. */
  by: string;
  /** As it is written. */
  id: string;
  /** Nothing of it is there when the program runs. */
  isType: boolean;
  /** The file of the repo that it names; undefined for a package, and for a file that is not there. */
  file: string | undefined;
}

const IMPORTED =
  /\b(?:import|export)\s+(type\s+)?[^"';]*?\bfrom\s+"([^"\n]+)"|(?:\bimport\s*\(?\s*|\bvi\.mock\(\s*|\bnew URL\(\s*)"([^"\n$]+)"/g;

const isModule = (path: string): boolean => /\.(ts|tsx|mts|mjs|cjs)$/.test(path);

/** `./app.js` is compiled from app.ts, and the program leaves endings out. */
const candidates = (path: string): string[] => [
  path,
  path.replace(/\.js$/, ".ts"),
  path.replace(/\.js$/, ".tsx"),
  `${path}.ts`,
  `${path}/index.ts`,
];

export const isRelative = ({ id }: Pick<Import, "id">): boolean => id.startsWith(".");
export const isPackage = ({ id }: Pick<Import, "id">): boolean => /^@?[a-z]/.test(id) && !id.includes(":");

/** `@nestjs/core/x` → `@nestjs/core` */
export const packageOf = ({ id }: Pick<Import, "id">): string =>
  id
    .split("/")
    .slice(0, id.startsWith("@") ? 2 : 1)
    .join("/");

/** Every import of every module of a repo. */
export const importsOf = (files: Files): Import[] =>
  [...files]
    .filter(([by]) => isModule(by))
    .flatMap(([by, text]) =>
      [...text.matchAll(IMPORTED)].map(([, type, from, other = ""]) => {
        const id = from ?? other;
        const named = candidates(posix.join(posix.dirname(by), id));
        const file = isRelative({ id }) ? named.find((path) => files.has(path)) : undefined;
        return { by, id, isType: type !== undefined, file };
      }),
    );
