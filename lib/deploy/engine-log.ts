import type { Operation, Resource, SstEvent } from "./events.ts";

/**
 * Reads Pulumi's event log, which SST has it write to `.sst/pulumi/<update>/eventlog.json` (`pkg/project/run.go`), one
 * JSON document in a line. SST itself prints a resource only when it has changed; the log says when work on it begins, and names
 * those that stay as they are.
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

/** What the end of an operation means. The old half of a replacement is neither: its new half is what the program makes. */
const SETTLED: Record<string, "made" | "gone"> = {
  same: "made",
  create: "made",
  "create-replacement": "made",
  update: "made",
  import: "made",
  "import-replacement": "made",
  delete: "gone",
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

interface OfResource {
  metadata?: { op?: string; urn?: string; type?: string };
}

interface EngineEvent {
  resourcePreEvent?: OfResource;
  resOutputsEvent?: OfResource;
}

/** The event in one line of the log; null for all that SST's own output says, for other stages, and for what is no JSON. */
export function readEngineEvent(line: string, stage: string): SstEvent | null {
  try {
    const { resourcePreEvent, resOutputsEvent } = JSON.parse(line) as EngineEvent;
    const { op = "", urn = "", type = "" } = (resourcePreEvent ?? resOutputsEvent)?.metadata ?? {};
    if (HIDDEN.has(type) || !urn.startsWith(`urn:pulumi:${stage}::`)) return null;
    const resource = resourceOf(urn);
    if (resource === null) return null;
    const operation = resourcePreEvent === undefined ? undefined : OPERATIONS[op];
    if (operation !== undefined) return { type: "started", operation, resource };
    const as = resOutputsEvent === undefined ? undefined : SETTLED[op];
    return as === undefined ? null : { type: "settled", as, resource };
  } catch {
    return null;
  }
}
