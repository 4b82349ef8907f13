import type { NestExpressApplication } from "@nestjs/platform-express";
import { Test } from "@nestjs/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepare } from "../src/http.ts";
import { ROUTES } from "../src/routes.ts";
import { UploadsController } from "../src/uploads.controller.ts";
import { Uploads } from "../src/uploads.ts";

/** In the place of what signs. */
const uploads = { begin: async (type: string) => ({ key: "uploads/1", url: "http://files", fields: { type } }) };

const testing = await Test.createTestingModule({
  controllers: [UploadsController],
  providers: [{ provide: Uploads, useValue: uploads }],
}).compile();
const app = testing.createNestApplication<NestExpressApplication>({ logger: false, bodyParser: false });
let url = "";
beforeAll(async () => {
  prepare(app, { log: () => {}, error: () => {} });
  await app.listen(0, "127.0.0.1");
  url = `${await app.getUrl()}${ROUTES.uploads}`;
});
afterAll(() => app.close());

const post = (body: object) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

test("says how a file is sent, of a type that is taken", async () => {
  const response = await post({ type: "image/png" });
  expect([response.status, await response.json()]).toEqual([
    201,
    { key: "uploads/1", url: "http://files", fields: { type: "image/png" } },
  ]);
  expect((await post({ type: "text/html" })).status).toBe(400);
});
