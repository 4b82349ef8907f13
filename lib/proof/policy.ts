import type { Control } from "./controls/control.ts";
import { ask, type Result } from "./controls/report.ts";
import { readWaivers, today, type Waiver } from "./controls/waivers.ts";
import { Stack } from "./simulate/stack.ts";
import type { PlainObject, Resource } from "./simulate/types.ts";

/** What Pulumi says of a resource: before it is made its inputs, at the end what it has become. */
interface PolicyResource {
  type: string;
  name: string;
  urn: string;
  props: PlainObject;
  opts: { protect: boolean };
  dependencies?: { urn: string }[];
}

type Report = (message: string, urn: string) => void;

/** A policy as `@pulumi/policy` takes it. */
export interface Policy {
  name: string;
  description: string;
  enforcementLevel: Control["severity"];
  validateResource?(resource: PolicyResource, report: Report): void;
  validateStack?(stack: { resources: PolicyResource[] }, report: Report): void;
}

export interface PolicyOptions {
  /** Folder of the repo. */
  root: string;
  controls: readonly Control[];
  /** True for what Pulumi throws when a value is looked at that nobody knows before the deploy. */
  isUnknown(error: unknown): boolean;
}

/** Stage and project are in every URN: urn:pulumi:<stage>::<project>::<type>::<name>. */
const namesIn = (urn: string) => {
  const [stage = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { stage, project };
};

function toResource({ type, name, urn, props, opts, dependencies = [] }: PolicyResource): Resource {
  const id = "id" in props && typeof props.id === "string" ? { id: props.id } : {};
  return {
    type,
    name,
    urn,
    ...id,
    inputs: props,
    outputs: props,
    region: typeof props.region === "string" ? props.region : "",
    protect: opts.protect,
    dependsOn: dependencies.map((one) => one.urn),
    secretPaths: [],
  };
}

/** Some resources as the controls look at them. */
function toStack(resources: PolicyResource[]): Stack {
  const { stage, project } = namesIn(resources[0]?.urn ?? "");
  const app = { name: project, stage, home: "aws", removal: "retain", protect: true, providers: {} } as const;
  const empty = { outputs: {}, secrets: [], log: [], errors: [] };
  return new Stack({
    app,
    stage,
    account: "",
    region: "",
    resources: resources.map(toResource),
    ...empty,
  });
}

/** The controls as policies, and one more that shows what is waived: nothing is accepted in silence. */
export function policiesOf({ root, controls, isUnknown }: PolicyOptions): { policies: Policy[]; problems: string[] } {
  const { waivers, problems } = readWaivers(root, controls, today());

  /** Before a deploy some values are not known. What depends on them is asked when they are. */
  function answer(control: Control, resources: PolicyResource[]): Result | undefined {
    try {
      return ask(control, toStack(resources), waivers);
    } catch (error) {
      if (isUnknown(error)) return undefined;
      throw error;
    }
  }

  const violations = (control: Control, resources: PolicyResource[], report: Report): void => {
    for (const { resource, problem } of answer(control, resources)?.findings ?? []) {
      report(`${resource.name}: ${problem}. ${control.fix}`, resource.urn);
    }
  };
  const accepted = (asked: readonly Control[], resources: PolicyResource[], report: Report): void => {
    for (const control of asked.filter(({ id }) => waivers.some((waiver) => waiver.control === id))) {
      for (const { finding, waiver } of answer(control, resources)?.waived ?? []) {
        report(describe(control, finding, waiver), finding.resource.urn);
      }
    }
  };

  // What only an offline run knows is left to `check`.
  const alone = controls.filter(({ scope }) => scope === undefined);
  const together = controls.filter(({ scope }) => scope === "stage");
  const waived = { description: "what infra/waivers.json accepts", enforcementLevel: "advisory" } as const;
  return {
    problems,
    policies: [
      ...alone.map((control) => ({
        ...about(control),
        validateResource: (resource: PolicyResource, report: Report) => violations(control, [resource], report),
      })),
      ...together.map((control) => ({
        ...about(control),
        validateStack: ({ resources }: { resources: PolicyResource[] }, report: Report) =>
          violations(control, resources, report),
      })),
      { ...waived, name: "waived", validateResource: (resource, report) => accepted(alone, [resource], report) },
      {
        ...waived,
        name: "waived-stage",
        validateStack: ({ resources }, report) => accepted(together, resources, report),
      },
    ],
  };
}

const about = ({ id, title, why, severity }: Control) => ({
  name: id,
  description: `${title}: ${why}`,
  enforcementLevel: severity,
});

const describe = ({ id }: Control, { resource, problem }: Result["findings"][number], { until, reason }: Waiver) =>
  `${id} ${resource.name}: ${problem}. Waived until ${until}: ${reason}`;
