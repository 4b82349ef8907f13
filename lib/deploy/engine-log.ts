import type { Operation, Resource, SstEvent } from "./events.ts";

/**
 * Reads Pulumi's event log, which SST has it write to `.sst/pulumi/<update>/eventlog.json` (`pkg/project/run.go`), one
 * JSON document in a line. SST itself prints a resource only when it is done; the log says when it begins.
 */

const OPERATIONS: Record<string, Operation> = {
  create: "create",
  "create-replacement": "replace",
  update: "update",
  delete: "delete",
  "delete-replaced": "delete",
  import: "import",
  refresh: "refresh",
};

/** Types that SST does not show either: `IGNORED_RESOURCES` in ui.go. */
const HIDDEN = new Set(["sst:sst:Version", "sst:sst:LinkRef", "pulumi:pulumi:Stack"]);

/** `aws:ecs/taskDefinition:TaskDefinition` as Pulumi displays it: without the module's member. */
const displayed = (type: string): string => type.replace(/^([^:]+:[^:/]+)\/[^:]+:/, "$1:");

/** A URN in the words of SST's screen (FormatURN): `urn:pulumi:dev::shop::<types>::<name>`. */
export function resourceOf(urn: string): Resource | null {
  const [, , types, ...rest] = urn.split("::");
  const name = rest.join("::");
  if (!urn.startsWith("urn:pulumi:") || types === undefined || name === "") return null;
  const type = types.split("$").at(-1) ?? "";
  const dot = name.indexOf(".");
  return dot < 0
    ? { name, type: displayed(type) }
    : { name: name.slice(0, dot), type: name.slice(dot + 1).replaceAll(".", ":") };
}

interface EngineEvent {
  resourcePreEvent?: { metadata?: { op?: string; urn?: string; type?: string } };
}

/** The event in one line of the log; null for all that SST's own output says, for other stages, and for what is no JSON. */
export function readEngineEvent(line: string, stage: string): SstEvent | null {
  try {
    const { resourcePreEvent } = JSON.parse(line) as EngineEvent;
    const { op = "", urn = "", type = "" } = resourcePreEvent?.metadata ?? {};
    const operation = OPERATIONS[op];
    if (operation === undefined || HIDDEN.has(type) || !urn.startsWith(`urn:pulumi:${stage}::`)) return null;
    const resource = resourceOf(urn);
    return resource === null ? null : { type: "started", operation, resource };
  } catch {
    return null;
  }
}
