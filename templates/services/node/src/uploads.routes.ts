import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ROUTES } from "./routes.ts";
import { UPLOAD_TYPES, type Uploads } from "./uploads.ts";

const Wanted = z.object({ type: z.enum(UPLOAD_TYPES) });

/** Says how a browser sends a file to the bucket itself. */
export function uploadRoutes(app: FastifyInstance, uploads: Pick<Uploads, "begin">): void {
  app.post<{ Body: z.output<typeof Wanted> }>(ROUTES.uploads, { schema: { body: Wanted } }, async ({ body }, reply) =>
    reply.code(201).send(await uploads.begin(body.type)),
  );
}
