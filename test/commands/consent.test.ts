import { describe, expect, it, onTestFinished } from "vitest";
import type { Stage } from "../../lib/answers/stages.ts";
import { askConsent, confirmProduction, isConfirmed, type Subject } from "../../lib/commands/consent.ts";
import { Session } from "../../lib/commands/session.ts";
import type { Question } from "../../lib/terminal/ask.ts";
import { sitsDown } from "../support/in-process.ts";

/** Who may change AWS: production and what cannot be taken back are confirmed by their names, and by nothing else. */

const DEV: Subject = { name: "dev", production: false, noun: "stage", verb: "deploy", pronoun: "it" };
const PRODUCTION: Subject = { ...DEV, name: "acme-production", production: true };
const DESTROYED: Subject = { ...DEV, byName: true, verb: "destroy" };
const FLEET: Subject = { ...PRODUCTION, name: "production", noun: "environment", pronoun: "them" };

function sessionOf(options: Record<string, unknown>, answer: unknown = undefined) {
  const asked: Question[] = [];
  const ask = async (question: Question) => {
    asked.push(question);
    return answer;
  };
  return { session: new Session({ cwd: "/", root: "/", args: [], options, ask }), asked };
}

describe("the flags say all of it, or somebody is asked, or it is refused", () => {
  type Outcome = "confirmed" | "asks" | string;
  const rows: [what: string, subject: Subject, options: object, alone: Outcome, sits: Outcome][] = [
    ["dev", DEV, {}, "--yes: nobody can be asked whether to deploy dev: --yes confirms it", "asks"],
    ["dev with --yes", DEV, { yes: true }, "confirmed", "confirmed"],
    ["dev by its name", DEV, { confirm: "dev" }, "confirmed", "confirmed"],
    ["dev by another name", DEV, { confirm: "staging" }, ...both('--confirm: says "staging", and the stage is dev')],
    ["production", PRODUCTION, {}, "--confirm: production is confirmed by its name: --confirm acme-production", "asks"],
    [
      "production with --yes alone",
      PRODUCTION,
      { yes: true },
      ...both("--confirm: production is confirmed by its name: --confirm acme-production"),
    ],
    ["production by its name", PRODUCTION, { confirm: "acme-production" }, "confirmed", "confirmed"],
    [
      "production by the name of its environment",
      PRODUCTION,
      { confirm: "production" },
      ...both('--confirm: says "production", and the stage is acme-production'),
    ],
    ["a stage that is destroyed", DESTROYED, {}, "--confirm: dev is confirmed by its name: --confirm dev", "asks"],
    [
      "a stage that is destroyed with --yes",
      DESTROYED,
      { yes: true },
      ...both("--confirm: dev is confirmed by its name: --confirm dev"),
    ],
    [
      "a fleet by a client's stage",
      FLEET,
      { confirm: "acme-production", yes: true },
      ...both('--confirm: says "acme-production", and the environment is production'),
    ],
  ];
  it.each(rows)("%s", (_, subject, options, alone, sits) => {
    const outcome = (): Outcome => {
      try {
        return isConfirmed(sessionOf(options as Record<string, unknown>).session, subject) ? "confirmed" : "asks";
      } catch (error) {
        expect(error).toMatchObject({ code: 2 });
        return (error as Error).message.split("\n  ").at(-1) as string;
      }
    };
    expect(outcome()).toBe(alone);
    onTestFinished(sitsDown());
    expect(outcome()).toBe(sits);
  });
});

function both(outcome: string): [string, string] {
  return [outcome, outcome];
}

describe("the question", () => {
  it("is a yes or no, and Enter is yes; a no stops", async () => {
    const { session, asked } = sessionOf({}, true);
    await askConsent(session, DEV, "Deploy dev?");
    expect(asked).toEqual([{ type: "confirm", name: "go-on", message: "Deploy dev?", default: true }]);
    await expect(askConsent(sessionOf({}, false).session, DEV, "")).rejects.toMatchObject({
      code: 130,
      message: "Stopped. Nothing was deployed.",
    });
  });

  it.each([
    [PRODUCTION, "Type acme-production to deploy it"],
    [FLEET, "Type production to deploy them"],
    [DESTROYED, "Type dev to destroy it"],
  ])("wants the name where Enter could be a mistake: %#", async (subject, message) => {
    const { session, asked } = sessionOf({}, subject.name);
    await askConsent(session, subject, "");
    expect(asked).toMatchObject([{ type: "input", name: "confirm", message }]);
    const validate = asked[0]?.validate as (text: string) => true | string;
    expect(["", "yes", ` ${subject.name} `].map(validate)).toEqual([
      ...Array(2).fill(`type ${subject.name}, or press Ctrl-C to stop`),
      true,
    ]);
  });
});

describe("what is done to a stage that stands", () => {
  const stage = (name: string) => ({ stage: name, environment: name.split("-").at(-1) }) as Stage;

  it("is meant as it is typed, outside production", async () => {
    await confirmProduction(sessionOf({}).session, stage("dev"), "restart services of");
    await confirmProduction(sessionOf({ confirm: "dev" }).session, stage("dev"), "restart services of");
    await expect(
      confirmProduction(sessionOf({ confirm: "staging" }).session, stage("dev"), "restart services of"),
    ).rejects.toThrow('--confirm: says "staging", and the stage is dev');
  });

  it("is asked for by its name in production", async () => {
    const of = (options: object, answer?: unknown) => sessionOf(options as Record<string, unknown>, answer);
    const named = of({ confirm: "acme-production" });
    await confirmProduction(named.session, stage("acme-production"), "run a command in");
    expect(named.asked).toEqual([]);
    await expect(confirmProduction(of({}).session, stage("acme-production"), "run a command in")).rejects.toThrow(
      "--confirm acme-production",
    );
    onTestFinished(sitsDown());
    const { session, asked } = of({}, "acme-production");
    await confirmProduction(session, stage("acme-production"), "run a command in");
    expect(asked.map(({ message }) => message)).toEqual(["Type acme-production to run a command in it"]);
  });
});
