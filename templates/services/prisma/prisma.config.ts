import { defineConfig } from "prisma/config";

/** For the Prisma command line on a developer's machine: `prisma migrate dev`. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
