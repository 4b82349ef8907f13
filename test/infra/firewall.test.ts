import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";

/**
 * What the rules of the rendered firewall do with a request, on a stand-in for AWS WAF: it reads the statements as its
 * documentation does, and is told which of AWS's own rules a request would meet. Whether they would is hidden.
 */

interface Exception {
  path: string;
  rules: string[];
  why: string;
}
interface Statement {
  andStatement?: { statements: Statement[] };
  orStatement?: { statements: Statement[] };
  notStatement?: { statements: Statement[] };
  labelMatchStatement?: { scope: string; key: string };
  byteMatchStatement?: { searchString: string; positionalConstraint: string; textTransformations: { type: string }[] };
  ipSetReferenceStatement?: { arn: string };
  rateBasedStatement?: { limit: number; scopeDownStatement: Statement };
  managedRuleGroupStatement?: { name: string; ruleActionOverrides: { name: string }[] };
}
interface Rule {
  name: string;
  priority: number;
  action?: object;
  overrideAction?: object;
  statement: Statement;
}
interface Kit {
  managed(name: string, priority: number, mode: string, count?: string[]): Rule;
  excepted(exceptions: Exception[]): string[];
  elsewhere(exceptions: Exception[], priority: number, mode: string): Rule[];
  rateLimit(limit: { limit: number; free: string[]; addresses: Statement[] }, priority: number, mode: string): Rule;
}
// Its globals are SST's, so that its types are checked in a rendered repo.
const kit: Kit = await import(join(packageRoot, "templates/infra/kit/firewall.ts"));

interface Request {
  path: string;
  /** Rules of AWS's core set that it would meet, each with the label that it gets. */
  meets?: Record<string, string>;
  ours?: boolean;
  /** In five minutes, from one address. */
  often?: number;
}

const TRANSFORMED: Record<string, (path: string) => string> = {
  URL_DECODE: decodeURIComponent,
  NORMALIZE_PATH: posix.normalize,
};

function matches(statement: Statement, request: Request, labels: Set<string>): boolean {
  const { andStatement, orStatement, notStatement, labelMatchStatement, byteMatchStatement } = statement;
  const each = ({ statements }: { statements: Statement[] }) => statements.map((one) => matches(one, request, labels));
  for (const joined of [andStatement, orStatement]) {
    if (joined && joined.statements.length < 2) throw new Error("AWS takes at least two");
  }
  if (andStatement) return each(andStatement).every(Boolean);
  if (orStatement) return each(orStatement).some(Boolean);
  if (notStatement) return !each(notStatement)[0];
  if (labelMatchStatement) return labels.has(labelMatchStatement.key);
  if (byteMatchStatement) {
    const seen = byteMatchStatement.textTransformations.reduce(
      (path, { type }) => (TRANSFORMED[type] as (path: string) => string)(path),
      request.path,
    );
    return (
      byteMatchStatement.positionalConstraint === "STARTS_WITH" && seen.startsWith(byteMatchStatement.searchString)
    );
  }
  if (statement.ipSetReferenceStatement) return request.ours === true;
  const { limit, scopeDownStatement } = statement.rateBasedStatement as NonNullable<Statement["rateBasedStatement"]>;
  return matches(scopeDownStatement, request, labels) && (request.often ?? 1) > limit;
}

/** The rules that stop a request, and those that only write it down. */
function outcome(rules: Rule[], request: Request): { blocked: string[]; counted: string[] } {
  const labels = new Set<string>();
  const found = { blocked: [] as string[], counted: [] as string[] };
  for (const { name, statement, action, overrideAction } of rules) {
    const group = statement.managedRuleGroupStatement;
    const blocks = "block" in (action ?? {}) || "none" in (overrideAction ?? {});
    const met = group === undefined ? [] : Object.entries(request.meets ?? {});
    for (const [rule, label] of met) {
      const only = group?.ruleActionOverrides.some((one) => one.name === rule) ?? false;
      labels.add(`awswaf:managed:aws:core-rule-set:${label}`);
      found[blocks && !only ? "blocked" : "counted"].push(rule);
    }
    if (group === undefined && matches(statement, request, labels)) found[blocks ? "blocked" : "counted"].push(name);
  }
  return found;
}

const firewall = (mode: string, exceptions: Exception[] = []): Rule[] => [
  kit.managed("AWSManagedRulesCommonRuleSet", 10, mode, kit.excepted(exceptions)),
  ...kit.elsewhere(exceptions, 35, mode),
  kit.rateLimit(
    { limit: 2000, free: ["/assets/"], addresses: [{ ipSetReferenceStatement: { arn: "own" } }] },
    40,
    mode,
  ),
];

const SCRIPT = { CrossSiteScripting_BODY: "CrossSiteScripting_Body" };
const NOBODY = { NoUserAgent_HEADER: "NoUserAgent_Header" };
const EXCEPTIONS: Exception[] = [
  { path: "/pages/", rules: ["CrossSiteScripting_BODY", "GenericLFI_BODY"], why: "editors save HTML" },
  { path: "/mails/", rules: ["CrossSiteScripting_BODY"], why: "newsletters are HTML" },
  { path: "/webhooks/", rules: ["NoUserAgent_HEADER"], why: "the payment service sends none" },
];

describe("exceptions of the firewall", () => {
  const blocked = (request: Request, exceptions = EXCEPTIONS) =>
    outcome(firewall("block", exceptions), request).blocked;

  it("are none at first: AWS's rules block by themselves", () => {
    expect(blocked({ path: "/pages/1", meets: SCRIPT }, [])).toEqual(["CrossSiteScripting_BODY"]);
    expect(kit.elsewhere([], 35, "block")).toEqual([]);
  });

  it.each(["/pages/1", "/pages/a/b?c=d", "/mails/1", "/%70ages/1"])("let pass what they name: %s", (path) => {
    expect(blocked({ path, meets: SCRIPT })).toEqual([]);
  });

  it.each(["/", "/page", "/pages", "/api/pages/1", "/pages/../admin", "/pages/%2e%2e/admin", "/pages/%2E%2E%2Fadmin"])(
    "are nowhere else: %s",
    (path) => {
      expect(blocked({ path, meets: SCRIPT })).toEqual(["Elsewhere"]);
    },
  );

  it("are for the rules that they name", () => {
    expect(blocked({ path: "/pages/1", meets: NOBODY })).toEqual(["Elsewhere"]);
    expect(blocked({ path: "/webhooks/paid", meets: NOBODY })).toEqual([]);
    expect(blocked({ path: "/webhooks/paid", meets: { GenericRFI_BODY: "GenericRFI_Body" } })).toEqual([
      "GenericRFI_BODY",
    ]);
  });

  it("can be a single one", () => {
    expect(blocked({ path: "/webhooks/paid", meets: NOBODY }, EXCEPTIONS.slice(2))).toEqual([]);
    expect(blocked({ path: "/", meets: NOBODY }, EXCEPTIONS.slice(2))).toEqual(["Elsewhere"]);
  });
});

describe("the limit of requests", () => {
  const blocked = (request: Request) => outcome(firewall("block"), { often: 2001, ...request }).blocked;

  it("stops an address that asks too often", () => {
    expect(blocked({ path: "/api" })).toEqual(["RateLimit"]);
    expect(blocked({ path: "/api", often: 2000 })).toEqual([]);
  });

  it("counts neither the files of pages nor our own services", () => {
    expect(blocked({ path: "/assets/index-1a2b.js" })).toEqual([]);
    expect(blocked({ path: "/assets/../api" })).toEqual(["RateLimit"]);
    expect(blocked({ path: "/api", ours: true })).toEqual([]);
  });
});

it("stops nothing where it counts, and writes down what it would have stopped", () => {
  const count = (request: Request) => outcome(firewall("count", EXCEPTIONS), request);
  expect(count({ path: "/", meets: SCRIPT })).toEqual({
    blocked: [],
    counted: ["CrossSiteScripting_BODY", "Elsewhere"],
  });
  expect(count({ path: "/", often: 5000 })).toEqual({ blocked: [], counted: ["RateLimit"] });
  expect(count({ path: "/" })).toEqual({ blocked: [], counted: [] });
});
