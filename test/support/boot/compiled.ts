import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { transformWithOxc } from "vite";

/** What is put in the place of a source, or of a piece of it, so that a test can be quick, or hear what is done. */
export type Changes = Readonly<Record<string, (source: string) => string>>;

/** What decorators become, as TypeScript writes it: Vite has its own in a package that services lack. */
const HELPERS = `
const decorate = (decorators, target, key, shown) => {
  let result = key === undefined ? target : shown === null ? Object.getOwnPropertyDescriptor(target, key) : shown;
  for (const one of decorators.toReversed())
    result = (key === undefined ? one(result) : one(target, key, result)) ?? result;
  if (key !== undefined && result) Object.defineProperty(target, key, result);
  return result;
};
const decorateMetadata = (key, value) => Reflect.metadata(key, value);
const decorateParam = (index, decorator) => (target, key) => decorator(target, key, index);
export const babelHelpers = { decorate, decorateMetadata, decorateParam };
`;

/** The sources of a service as programs below `dist`, as its own build makes them in seconds: without their types. */
export async function compile(folder: string, changes: Changes = {}): Promise<void> {
  await mkdir(join(folder, "dist"), { recursive: true });
  await writeFile(join(folder, "dist/decorators.js"), HELPERS);
  const files = await readdir(join(folder, "src"), { recursive: true });
  const programs = files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
  await Promise.all(
    programs.map(async (file) => {
      const source = await readFile(join(folder, "src", file), "utf8");
      const changed = changes[file]?.(source) ?? source;
      const decorator = { legacy: true, emitDecoratorMetadata: true };
      const options = { lang: "ts", decorator, helpers: { mode: "External" }, sourcemap: false } as const;
      const { code } = await transformWithOxc(changed, file, options);
      const head = code.includes("babelHelpers.") ? 'import { babelHelpers } from "./decorators.js";\n' : "";
      const path = join(folder, "dist", file.replace(/\.ts$/, ".js"));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, head + code.replace(/((?:from |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
    }),
  );
}
