import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { loadProof, ProofMissing } from "../../lib/proof/load.ts";
import type { Policy } from "../../lib/proof/policy.ts";
import { servePolicies } from "../../lib/proof/serve.ts";
import { platformFolder } from "../../lib/proof/simulate/engine/sdk.ts";
import { platform } from "../support/platform.ts";
import { link } from "../support/repo.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What a repo proves itself with, read of its own files. Played: the proof that its owner has taken, of one line. */

const CONTROL = `{ id: "SHOP.1", title: "t", why: "w", fix: "f", severity: "mandatory", when: "always", of: ["*"], problem: () => undefined }`;
const PROOF = "export const ask = () => 'asked';";
const FILES = { "infra/controls.ts": `export default [${CONTROL}] as object[];`, "infra/proof/index.ts": PROOF };

async function repoOf(files: Record<string, string>, hasPlatform = true): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  if (hasPlatform) await link(join(await platform(), ".sst"), join(root, ".sst"));
  return root;
}

/** What it says, with ROOT for the folder. */
function refused(root: string): string {
  try {
    loadProof(root);
  } catch (error) {
    expect(error).toBeInstanceOf(ProofMissing);
    return (error as Error).message.replaceAll(root, "ROOT");
  }
  return "";
}

describe("a repo's proof", () => {
  it("is its list, and what its owner has taken to ask it", async () => {
    const own = `import { basename } from "node:path";
      import { own } from "./own/controls.ts"; export default [${CONTROL}, { ...own, id: basename("a/SHOP.2") }];`;
    const files = {
      ...FILES,
      "infra/controls.ts": own,
      "infra/own/controls.ts": `export const own: object = ${CONTROL};`,
    };
    const proof = loadProof(await repoOf(files));
    expect(proof.controls.map(({ id }) => id)).toEqual(["SHOP.1", "SHOP.2"]);
    expect((proof.ask as unknown as () => string)()).toBe("asked");
  });

  it.each<[string, Record<string, string>, string]>([
    ["without a list", {}, "ROOT has no infra/controls.ts: an upgrade brings the repo to this version"],
    [
      "without packages",
      { "infra/controls.ts": "" },
      "the packages of this repo are not installed: run npm install in ROOT",
    ],
    [
      "without packages, of pnpm",
      { "infra/controls.ts": "", "pnpm-lock.yaml": "" },
      "the packages of this repo are not installed: run pnpm install in ROOT",
    ],
    [
      "whose list is no program",
      { ...FILES, "infra/controls.ts": "export default [\n  no problem,\n];" },
      'infra/controls.ts cannot be read: infra/controls.ts:2: Expected "]" but found "problem"',
    ],
    [
      "whose list wants what is not there",
      { ...FILES, "infra/controls.ts": 'import "./a";\nimport "./b";\nexport default [];' },
      'infra/controls.ts cannot be read: infra/controls.ts:1: Could not resolve "./a"\ninfra/controls.ts:2: Could not resolve "./b"',
    ],
    [
      "whose list fails",
      { ...FILES, "infra/controls.ts": 'throw new Error("not today");' },
      "infra/controls.ts cannot be read: not today",
    ],
    [
      "whose list has no controls in it",
      { ...FILES, "infra/controls.ts": `export default [${CONTROL}, ${CONTROL.replace('"t"', '""')}];` },
      "infra/controls.ts: SHOP.1: title should be a text\ninfra/controls.ts: SHOP.1 is in the list twice",
    ],
  ])("%s says what to do", async (_, files, message) => {
    expect(refused(await repoOf(files))).toBe(message);
  });
});

describe("SST's platform", () => {
  const parts = ["src/components/index.ts", "node_modules/@pulumi/pulumi/package.json"];
  const missing = "SST's platform is missing or incomplete: run";

  it.each<[string[], string]>([
    [[], "npx sst install"],
    [parts.slice(0, 1), "npx sst install"],
    [parts.slice(1), "npx sst install"],
    [["../../scripts/platform.mjs"], "node scripts/platform.mjs"],
  ])("with %j only is not whole, and is installed by %s", async (paths, command) => {
    const root = await repoOf(Object.fromEntries(paths.map((path) => [join(".sst/platform", path), ""])), false);
    expect(() => platformFolder(root)).toThrow(`${missing} "${command}" in ${root}`);
  });

  it("is where it is, whatever leads to it", async () => {
    const real = await repoOf(Object.fromEntries(parts.map((path) => [join(".sst/platform", path), ""])), false);
    const root = await repoOf({}, false);
    await link(join(real, ".sst"), join(root, ".sst"));
    expect(platformFolder(root)).toBe(join(real, ".sst", "platform"));
  });
});

describe("what Pulumi starts", () => {
  const POLICIES = `export const policiesOf = ({ root, controls, isUnknown }) => ({
    problems: controls[0].id === "BAD" ? ["one", "two"] : [],
    policies: [root, controls.length, isUnknown(new UNKNOWN.Error()), isUnknown(new Error())],
  });
  const UNKNOWN = globalThis.UNKNOWN;`;

  class Unknown extends Error {}
  async function served(files: Record<string, string>) {
    const packs: unknown[] = [];
    class PolicyPack {
      constructor(name: string, { policies }: { policies: Policy[] }) {
        packs.push(name, policies);
      }
    }
    const said: string[] = [];
    vi.stubGlobal("UNKNOWN", { Error: Unknown });
    const print = vi.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
    const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const root = await repoOf(files);
    let ended = "";
    try {
      servePolicies(root, { PolicyPack, UnknownValueError: Unknown });
    } catch (error) {
      ended = (error as Error).message;
    } finally {
      print.mockRestore();
      exit.mockRestore();
      vi.unstubAllGlobals();
    }
    return { root, packs, said, ended };
  }

  it("serves the controls, and knows what a value that nobody knows yet throws", async () => {
    const { root, ...rest } = await served({ ...FILES, "infra/proof/index.ts": POLICIES });
    expect(rest).toEqual({ packs: ["controls", [root, 1, true, false]], said: [], ended: "" });
  });

  it.each<[string, string, string]>([
    ["a control that is none", CONTROL.replace('"t"', '""'), "infra/controls.ts: SHOP.1: title should be a text"],
    ["a waiver that is none", CONTROL.replace("SHOP.1", "BAD"), "one\ntwo"],
  ])("ends with what is wrong: %s", async (_, control, message) => {
    const list = `export default [${control}];`;
    const { packs, said, ended } = await served({ "infra/controls.ts": list, "infra/proof/index.ts": POLICIES });
    expect({ packs, said, ended }).toEqual({ packs: [], said: [message], ended: "exit 1" });
  });
});
