/**
 * Steps as `sst diff --json` prints them: Pulumi's StepEventMetadata (sdk/go/common/apitype/events.go), one for each
 * step of the preview but those that leave a resource as it is. A replacement has three.
 */

const PROVIDER =
  "urn:pulumi:production::shop::pulumi:providers:aws::default_7_20_0::0b5ae4c8-3f0f-4c0e-8d2d-9b6a1b1f0c11";
const PARENTS: Record<string, string> = {
  "aws:rds/instance:Instance": "sst:aws:Postgres$",
  "aws:ecs/service:Service": "sst:aws:Service$",
};

export interface StepOptions {
  diffs?: Record<string, string>;
  retainOnDelete?: boolean;
  /** Values that must not be shown. */
  inputs?: Record<string, unknown>;
}

export function step(op: string, type: string, name: string, { diffs, retainOnDelete, inputs = {} }: StepOptions = {}) {
  const urn = `urn:pulumi:production::shop::${PARENTS[type] ?? ""}${type}::${name}`;
  const state = {
    type,
    urn,
    custom: true,
    id: "shop-production-main",
    parent: "urn:pulumi:production::shop::pulumi:pulumi:Stack::shop-production",
    ...(retainOnDelete === undefined ? {} : { retainOnDelete }),
    inputs,
    outputs: inputs,
    provider: PROVIDER,
  };
  return {
    op,
    urn,
    type,
    ...(op.startsWith("create") ? {} : { old: state }),
    ...(op.startsWith("delete") ? {} : { new: state }),
    ...(diffs === undefined
      ? {}
      : {
          keys: Object.keys(diffs),
          diffs: Object.keys(diffs),
          detailedDiff: Object.fromEntries(
            Object.entries(diffs).map(([key, kind]) => [key, { kind, inputDiff: false }]),
          ),
        }),
    logical: true,
    provider: PROVIDER,
  };
}

/** A resource that is made anew, and then deleted. */
export const replacement = (type: string, name: string, options: StepOptions = {}) =>
  ["create-replacement", "replace", "delete-replaced"].map((op) => step(op, type, name, options));
