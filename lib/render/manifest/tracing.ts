import type { Followed, Shape } from "./service-shape.ts";

interface Row extends Followed {
  when: (item: Pick<Shape, "driver" | "cache">) => boolean;
}

/** Prisma's driver for MySQL has no instrumentation. */
const FOLLOWED: readonly Row[] = [
  {
    when: ({ cache }) => cache !== null,
    package: "ioredis",
    from: "@opentelemetry/instrumentation-ioredis",
    name: "IORedisInstrumentation",
    options: "",
  },
  {
    when: ({ driver }) => driver === "mysql2",
    package: "mysql2",
    from: "@opentelemetry/instrumentation-mysql2",
    name: "MySQL2Instrumentation",
    // It would write the values into the statements.
    options: "{ maskStatement: true }",
  },
  {
    when: ({ driver }) => driver === "pg",
    package: "pg",
    from: "@opentelemetry/instrumentation-pg",
    name: "PgInstrumentation",
    options: "",
  },
];

/** What a service that is traced follows, besides HTTP. */
export const followedBy = (item: Pick<Shape, "driver" | "cache">): Followed[] =>
  FOLLOWED.filter(({ when }) => when(item)).map(({ when: _when, ...followed }) => followed);

const NODE = ["node", "--enable-source-maps"];

/** How a service is started: what is to follow its packages is loaded before them. */
export const startOf = (traced: boolean): readonly string[] => [
  ...NODE,
  ...(traced ? ["--import", "./dist/tracing.js"] : []),
  "dist/main.js",
];
