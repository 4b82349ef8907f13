import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { call } from "../src/call.ts";
import { follow } from "../src/request-id.ts";

test("another service learns for which request it is asked, and all that it is told besides", async () => {
  const other = createServer(({ method, headers }, response) =>
    response.end([method, headers["x-request-id"], headers.accept].join(" ")),
  ).listen(0, "127.0.0.1");
  await once(other, "listening");
  try {
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const init = { method: "PUT", headers: { accept: "text/plain" } };
    expect(await (await follow("r-1", () => call(url, init))).text()).toBe("PUT r-1 text/plain");
  } finally {
    other.close();
  }
});
