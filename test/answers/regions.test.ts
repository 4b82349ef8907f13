import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { storedForm } from "../../lib/answers/forms/read.ts";
import { REGION_NAMES, REGIONS } from "../../lib/answers/vocabulary.ts";
import { packageRoot } from "../../lib/system/package-root.ts";
import { platform } from "../support/platform.ts";

/** AWS's regions, as its SDK and the provider have them. Hidden: what a region offers, and whether an account has enabled it. */

const SDK = "@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js";
const { partitionsInfo } = await import(pathToFileURL(join(packageRoot, "node_modules", SDK)).href);
const commercial: [string, { description: string }][] = Object.entries(
  partitionsInfo.partitions.find(({ id }: { id: string }) => id === "aws").regions,
);

it("every commercial region that the provider knows can be chosen, and no other", async () => {
  const enums = join(await platform(), ".sst/platform/node_modules/@pulumi/aws/types/enums/index.d.ts");
  const types = await readFile(enums, "utf8");
  const known = commercial.map(([id]) => id).filter((id) => types.includes(`: "${id}";`));
  expect(known.length).toBeGreaterThan(30);
  expect([...REGIONS].sort()).toEqual(known.sort());
});

it.each(commercial.filter(([id]) => id in REGION_NAMES))(
  "%s is understood as the console writes it",
  (id, { description }) => {
    expect(storedForm(null, "region", description)).toBe(id);
  },
);
