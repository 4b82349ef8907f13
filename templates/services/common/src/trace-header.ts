import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from "@opentelemetry/api";

const HEADER = "x-amzn-trace-id";
const ROOT = /^1-([\da-f]{8})-([\da-f]{24})$/;

/** The id of a trace as AWS writes it: `1-5759e988-bd862e3fe1be46a994272793`. */
export const awsTraceId = (traceId: string): string => `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;

/**
 * Work under an id that the load balancer has given belongs to its trace.
 * @param parent what it was begun by; the load balancer itself is in no trace, and has no id there
 */
export function under(context: Context, id: string, parent?: string): Context {
  const [, time, rest] = ROOT.exec(id) ?? [];
  if (time === undefined || rest === undefined) return context;
  const traceId = time + rest;
  const spanContext = { traceId, spanId: parent ?? traceId.slice(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(spanContext) ? trace.setSpanContext(context, spanContext) : context;
}

/**
 * `Root=1-5759e988-bd862e3fe1be46a994272793` of the load balancer, with `;Parent=53995c3f42cd8ad8;Sampled=1` of a service.
 * AWS's own propagator takes nothing without a parent.
 */
export const traceHeader: TextMapPropagator = {
  fields: () => [HEADER],
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const span = trace.getSpanContext(context);
    if (span === undefined || !isSpanContextValid(span)) return;
    const sampled = span.traceFlags & TraceFlags.SAMPLED;
    setter.set(carrier, HEADER, `Root=${awsTraceId(span.traceId)};Parent=${span.spanId};Sampled=${sampled}`);
  },
  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = String(getter.get(carrier, HEADER));
    const [, root = ""] = /(?:^|;)\s*Root=([^;]+)/.exec(header) ?? [];
    const [, parent] = /(?:^|;)\s*Parent=([\da-f]{16})/.exec(header) ?? [];
    return under(context, root, parent);
  },
};
