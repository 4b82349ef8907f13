import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Sdk } from "./sdk.ts";

/**
 * What the inputs and outputs of a type are, read from the types of its npm package: a `.d.ts` says which are optional,
 * and an optional input whose output is never undefined is one that the provider fills in.
 */
export interface Schema {
  inputs: Readonly<Record<string, { required: boolean; type: string }>>;
  outputs: Readonly<Record<string, { optional: boolean; type: string }>>;
}

const uncapital = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

function packageFolder(sdk: Sdk, pkg: string): string | undefined {
  try {
    return dirname(sdk.require.resolve(`@pulumi/${pkg}/package.json`));
  } catch {
    return undefined;
  }
}

function declaration(sdk: Sdk, token: string): string | undefined {
  const [pkg = "", module = "", kind = ""] = token.split(":");
  const folder = packageFolder(sdk, pkg);
  if (folder === undefined) return undefined;
  const path = module === "index" ? uncapital(kind) : module.replace(/^index\//, "");
  return [join(folder, `${path}.d.ts`), join(folder, module, `${uncapital(kind)}.d.ts`)].find((file) =>
    existsSync(file),
  );
}

function parse(text: string): Schema {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
  const outputs: Record<string, { optional: boolean; type: string }> = {};
  for (const [, name = "", type = ""] of code.matchAll(/readonly (\w+): pulumi\.Output<([\s\S]*?)>;\n/g))
    outputs[name] = { type: type.replace(/\s*\| undefined$/, ""), optional: /\| undefined$/.test(type) };
  const inputs: Record<string, { required: boolean; type: string }> = {};
  const args = /export interface \w+Args \{([\s\S]*?)\n\}/.exec(code)?.[1] ?? "";
  for (const [, name = "", optional, type = ""] of args.matchAll(/^ {4}(\w+)(\??): ([\s\S]*?);$/gm))
    inputs[name] = { required: optional === "", type };
  return { inputs, outputs };
}

export class Schemas {
  readonly #sdk: Sdk;
  readonly #known = new Map<string, Schema | undefined>();

  constructor(sdk: Sdk) {
    this.#sdk = sdk;
  }

  /** Undefined where the packages of the platform do not have the type. */
  of(token: string): Schema | undefined {
    if (!this.#known.has(token)) {
      const file = declaration(this.#sdk, token);
      this.#known.set(token, file === undefined ? undefined : parse(readFileSync(file, "utf8")));
    }
    return this.#known.get(token);
  }
}
