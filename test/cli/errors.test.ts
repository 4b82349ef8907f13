import { expect, it } from "vitest";
import { awsFailure } from "../../lib/aws/errors.ts";
import { errorDocument } from "../../lib/commands/error-document.ts";
import { Failure, Stopped, UsageError } from "../../lib/errors.ts";
import { noCredentials } from "../support/aws/server.ts";
import { run } from "../support/cli.ts";
import { playedStage } from "../support/played-stage.ts";

/** What a program is told of a failure: with --json there is one document on standard output, whatever happens. */

const denied = Object.assign(new Error("not authorized to perform: ecs:RunTask"), { name: "AccessDeniedException" });

const KINDS: [error: unknown, kind: string, status: number][] = [
  [new Failure("x"), "failed", 1],
  [new Failure("x", { status: 3 }), "failed", 3],
  [new Stopped(), "stopped", 130],
  [new UsageError([{ path: "stage", message: "is required" }]), "usage", 2],
  [awsFailure(denied, { service: "ecs", operation: "RunTask", region: "us-east-1", profile: undefined }), "denied", 1],
  [new TypeError("x is not a function"), "unexpected", 1],
];

it.each(KINDS)("%s", (error, code, status) => {
  expect(errorDocument(error)).toMatchObject({ error: { code, status, message: (error as Error).message } });
});

it("is a document of its own on standard output, and a line for people beside it", async () => {
  const { root, server } = await playedStage();
  const ask = (words: string[], env = {}) => run([...words, "--json"], { cwd: root, env: { ...server.env, ...env } });
  const absent = await ask(["status", "staging"]);
  expect(JSON.parse(absent.stdout)).toEqual({
    error: { code: "not-deployed", status: 1, message: absent.stderr.split("space-sst: ").at(-1) },
  });
  const wrong = await ask(["status", "acme-production"]);
  expect(JSON.parse(wrong.stdout).error.code).toBe("wrong-account");
  const nobody = await ask(["status", "dev"], { ...noCredentials, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
  expect(JSON.parse(nobody.stdout).error.code).toBe("no-credentials");
  const unknown = await ask(["status", "dve"]);
  expect(JSON.parse(unknown.stdout).error).toMatchObject({
    code: "usage",
    status: 2,
    problems: [{ path: "stage", message: expect.stringContaining('did you mean "dev"?') }],
  });
});
