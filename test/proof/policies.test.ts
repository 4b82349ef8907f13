import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Control } from "../../lib/proof/controls/control.ts";
import { policiesOf } from "../../lib/proof/policy.ts";
import type { Resource } from "../../lib/proof/simulate/types.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The controls as policies, asked of what Pulumi says of resources. Played: Pulumi, and controls that look at one thing each. */

const QUEUE = "aws:sqs/queue:Queue";
type Said = Parameters<NonNullable<ReturnType<typeof policiesOf>["policies"][number]["validateResource"]>>[0];
const queue = (name: string, props: Said["props"] = {}, more: Partial<Said> = {}): Said => ({
  ...{ type: QUEUE, name, urn: `urn:pulumi:acme-production::shop::${QUEUE}::${name}`, props, opts: { protect: false } },
  ...more,
});

const control = (id: string, more: Partial<Control>): Control => ({
  ...{ id, title: `${id} title`, why: "because", fix: "mend it", severity: "mandatory", when: "always", of: [QUEUE] },
  problem: () => "wrong",
  ...more,
});

class Unknown extends Error {}

async function packOf(controls: Control[], waivers: object[] = []) {
  const root = await temporaryFolder();
  await mkdir(join(root, dirname("infra/waivers.json")));
  await writeFile(join(root, "infra/waivers.json"), JSON.stringify(waivers));
  const { policies, problems } = policiesOf({ root, controls, isUnknown: (error) => error instanceof Unknown });
  const told: string[] = [];
  const report = (message: string, urn: string) => void told.push(`${message} @ ${urn.split("::").at(-1)}`);
  const asked = (work: (policy: (typeof policies)[number]) => void) => {
    told.length = 0;
    for (const policy of policies) work(policy);
    return [...told];
  };
  return {
    ...{ policies, problems },
    one: (resource: Said) => asked((policy) => policy.validateResource?.(resource, report)),
    all: (...resources: Said[]) => asked((policy) => policy.validateStack?.({ resources }, report)),
  };
}

it("each control is a policy of its kind, but for what only an offline run knows", async () => {
  const { policies, problems } = await packOf([
    control("A", {}),
    control("B", { severity: "advisory", scope: "stage" }),
    control("C", { scope: "program" }),
  ]);
  expect(problems).toEqual([]);
  const shown = policies.map(({ name, description, enforcementLevel, validateResource, validateStack }) => [
    ...[name, description, enforcementLevel, validateResource !== undefined, validateStack !== undefined],
  ]);
  expect(shown).toEqual([
    ["A", "A title: because", "mandatory", true, false],
    ["B", "B title: because", "advisory", false, true],
    ["waived", "what infra/waivers.json accepts", "advisory", true, false],
    ["waived-stage", "what infra/waivers.json accepts", "advisory", false, true],
  ]);
});

it("what a control finds is said of the resource, before it is made or at the end", async () => {
  const problem = ({ inputs }: Resource) => (inputs.open === true ? "it is open" : undefined);
  const { one, all } = await packOf([control("A", { problem }), control("B", { problem, scope: "stage" })]);
  expect([one(queue("Jobs", { open: true })), one(queue("Jobs"))]).toEqual([["Jobs: it is open. mend it @ Jobs"], []]);
  expect(all(queue("Jobs", { open: true }), queue("Shut"), queue("Mail", { open: true }))).toEqual([
    "Jobs: it is open. mend it @ Jobs",
    "Mail: it is open. mend it @ Mail",
  ]);
});

it("a control sees a resource as an offline run shows it", async () => {
  const seen: unknown[] = [];
  const { one, all } = await packOf([
    control("A", {
      problem(resource, stack) {
        const { stage, app, resources } = stack.simulation;
        seen.push(resource, [stage, app.name, stack.production, resources.length]);
        return undefined;
      },
    }),
  ]);
  const props = { id: "q-1", region: "eu-west-1" };
  one(queue("Jobs", props, { opts: { protect: true }, dependencies: [{ urn: "urn:other" }] }));
  one(queue("Plain", { id: 1, region: null }));
  all();
  const { urn } = queue("Jobs");
  expect(seen).toEqual([
    {
      ...{ type: QUEUE, name: "Jobs", urn, id: "q-1", region: "eu-west-1", protect: true, secretPaths: [] },
      ...{ inputs: props, outputs: props, dependsOn: ["urn:other"] },
    },
    ["acme-production", "shop", true, 1],
    expect.objectContaining({ name: "Plain", region: "", protect: false, dependsOn: [] }),
    ["acme-production", "shop", true, 1],
  ]);
  expect(seen[2]).not.toHaveProperty("id");
});

it("what depends on a value that nobody knows yet is asked when it is known", async () => {
  const { one } = await packOf([
    control("A", {
      problem() {
        throw new Unknown("not yet");
      },
    }),
    control("B", {}),
  ]);
  expect(one(queue("Jobs"))).toEqual(["Jobs: wrong. mend it @ Jobs"]);
  const broken = await packOf([
    control("A", {
      problem() {
        throw new Error("a mistake");
      },
    }),
  ]);
  expect(() => broken.one(queue("Jobs"))).toThrow("a mistake");
});

describe("a waiver", () => {
  const waivers = [
    { control: "A", resource: "Jobs", reason: "moved in May", until: "2999-12-31" },
    { control: "B", reason: "moved in June", until: "2999-12-31" },
  ];

  it("is shown, and what it accepts is no violation", async () => {
    const { one, all } = await packOf([control("A", {}), control("B", { scope: "stage" })], waivers);
    expect(one(queue("Jobs"))).toEqual(["A Jobs: wrong. Waived until 2999-12-31: moved in May @ Jobs"]);
    expect(one(queue("Mail"))).toEqual(["Mail: wrong. mend it @ Mail"]);
    expect(all(queue("Mail"))).toEqual(["B Mail: wrong. Waived until 2999-12-31: moved in June @ Mail"]);
  });

  it("that is wrong is said", async () => {
    const { problems } = await packOf([control("A", {})], [{ control: "Z", reason: "none", until: "2999-12-31" }]);
    expect(problems).toEqual(["infra/waivers.json: waiver 1 names Z, which is in no list: see CONTROLS.md"]);
  });
});
