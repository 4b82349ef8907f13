import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { expect, test } from "vitest";
import { awsTraceId, traceHeader, under } from "../src/trace-header.ts";

const root = "1-5759e988-bd862e3fe1be46a994272793";
const read = (header?: string) => {
  const headers = header === undefined ? {} : { "x-amzn-trace-id": header };
  return trace.getSpanContext(traceHeader.extract(ROOT_CONTEXT, headers, defaultTextMapGetter));
};

test("a request is in the trace that the load balancer, or a service, has begun", () => {
  const traceId = "5759e988bd862e3fe1be46a994272793";
  expect(read(`Self=1-6; Root=${root}`)).toMatchObject({ traceId, isRemote: true });
  expect(read(`Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`)).toMatchObject({ traceId, spanId: "53995c3f42cd8ad8" });
  expect(awsTraceId(traceId)).toBe(root);
  for (const header of [undefined, "", "Root=1-2-3", `Root=${root}0`, `Root=1-${"0".repeat(8)}-${"0".repeat(24)}`])
    expect(read(header)).toBeUndefined();
});

test("a service that is called reads what was written for it", () => {
  const written: Record<string, string> = {};
  traceHeader.inject(under(ROOT_CONTEXT, root, "53995c3f42cd8ad8"), written, defaultTextMapSetter);
  expect(written).toEqual({ "x-amzn-trace-id": `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1` });
});
