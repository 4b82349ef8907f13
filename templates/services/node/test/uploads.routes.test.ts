import { fastify } from "fastify";
import { expect, test } from "vitest";
import { ROUTES } from "../src/routes.ts";
import { uploadRoutes } from "../src/uploads.routes.ts";
import { validate } from "../src/validate.ts";

/** In the place of what signs. */
const uploads = { begin: async (type: string) => ({ key: "uploads/1", url: "http://files", fields: { type } }) };
const app = fastify();
app.setValidatorCompiler(validate);
uploadRoutes(app, uploads);

const post = (body: object) => app.inject({ method: "POST", url: ROUTES.uploads, body });

test("says how a file is sent, of a type that is taken", async () => {
  const response = await post({ type: "image/png" });
  expect([response.statusCode, response.json()]).toEqual([
    201,
    { key: "uploads/1", url: "http://files", fields: { type: "image/png" } },
  ]);
  expect((await post({ type: "text/html" })).statusCode).toBe(400);
});
