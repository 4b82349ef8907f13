import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { Schemas } from "../../lib/rehearse/providers/schema.ts";
import type { Sdk } from "../../lib/rehearse/providers/sdk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The inputs and outputs of types, read of the types of a package as Pulumi writes them. */

const TOPIC = `/** readonly hidden: pulumi.Output<string>; */
export declare class Topic extends pulumi.CustomResource {
    static get(name: string): Topic;
    readonly arn: pulumi.Output<string>;
    readonly displayName: pulumi.Output<string | undefined>;
    readonly policies: pulumi.Output<{
        [key: string]: string;
    } | undefined>;
}
export interface TopicState {
    arn?: pulumi.Input<string>;
}
export interface TopicArgs {
    /**
     * The name; or none: string;
     */
    displayName?: pulumi.Input<string>;
    name: pulumi.Input<string>;
}
`;

async function schemas(files: Record<string, string>): Promise<Schemas> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries({ "@pulumi/aws/package.json": "{}", ...files })) {
    const file = join(folder, "node_modules", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return new Schemas({ require: createRequire(join(folder, "package.json")) } as unknown as Sdk);
}

it("what is required, and what may be left out, is what the types say", async () => {
  const known = await schemas({ "@pulumi/aws/sns/topic.d.ts": TOPIC });
  const topic = known.of("aws:sns/topic:Topic");
  expect(topic).toEqual({
    inputs: {
      displayName: { required: false, type: "pulumi.Input<string>" },
      name: { required: true, type: "pulumi.Input<string>" },
    },
    outputs: {
      arn: { optional: false, type: "string" },
      displayName: { optional: true, type: "string" },
      policies: { optional: true, type: "{\n        [key: string]: string;\n    }" },
    },
  });
  expect(known.of("aws:sns/topic:Topic")).toBe(topic);
});

it.each<[string, string]>([
  ["random:index/randomId:RandomId", "@pulumi/random/randomId.d.ts"],
  ["docker-build:index:Image", "@pulumi/docker-build/image.d.ts"],
  ["command:local:Command", "@pulumi/command/local/command.d.ts"],
])("%s is described in %s", async (type, path) => {
  const [, pkg] = path.split("/");
  const known = await schemas({ [`@pulumi/${pkg}/package.json`]: "{}", [path]: TOPIC });
  expect(known.of(type)?.outputs.arn).toEqual({ optional: false, type: "string" });
});

it("nothing is known of a type that a package does not have, or whose package is not there", async () => {
  const known = await schemas({});
  expect([known.of("aws:sns/topic:Topic"), known.of("none:index:Such"), known.of("")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
