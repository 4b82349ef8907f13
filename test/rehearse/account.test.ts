import { describe, expect, it } from "vitest";
import { Account } from "../../lib/rehearse/account/account.ts";

/** AWS's refusals as the stand-in plays them. Hidden: all that AWS refuses beyond these, and how long things take. */

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DATABASE = "aws:rds/instance:Instance";
const urn = (name: string) => `urn:pulumi:dev::shop::${name}`;

const living = (type: string, id: string, inputs = {}, outputs = {}) => ({
  type,
  id,
  urn: urn(`${type}::${id}`),
  region: "us-east-1",
  inputs,
  outputs,
});

describe("an account", () => {
  it("refuses a second thing of the same name in a region, and not in another one", () => {
    const account = new Account("123456789012");
    account.bear(living("aws:sns/topic:Topic", "arn:1", { name: "alerts" }));
    expect(() => account.admit("aws:sns/topic:Topic", { name: "alerts" }, "us-east-1")).toThrow(
      "AlreadyExists: aws:sns/topic:Topic alerts is there already (arn:1)",
    );
    expect(() => account.admit("aws:sns/topic:Topic", { name: "alerts" }, "eu-west-1")).not.toThrow();
    account.bear(living("aws:iam/role:Role", "role", { name: "task" }));
    expect(() => account.admit("aws:iam/role:Role", { name: "task" }, "eu-west-1")).toThrow("AlreadyExists");
  });

  it("refuses to let go of what something else uses", () => {
    const account = new Account("123456789012");
    account.bear(living(GROUP, "sg-1"));
    account.bear(living(DATABASE, "db-1", { vpcSecurityGroupIds: ["sg-1"] }));
    expect(() => account.bury(GROUP, "sg-1", {})).toThrow(
      "DependencyViolation: it is used by aws:rds/instance:Instance",
    );
    account.bury(DATABASE, "db-1", { skipFinalSnapshot: true });
    account.bury(GROUP, "sg-1", {});
    expect(account.living()).toEqual([]);
  });

  it.each([
    [DATABASE, { deletionProtection: true, skipFinalSnapshot: true }, "Cannot delete protected DB"],
    [DATABASE, { skipFinalSnapshot: false }, "final_snapshot_identifier is required"],
    ["aws:lb/loadBalancer:LoadBalancer", { enableDeletionProtection: true }, "deletion protection is enabled"],
    ["aws:s3/bucket:Bucket", { forceDestroy: false }, "BucketNotEmpty"],
    ["aws:ecr/repository:Repository", {}, "RepositoryNotEmptyException"],
    ["aws:backup/vault:Vault", {}, "because it contains recovery points"],
  ])("refuses to delete %s with %o", (type, state, says) => {
    const account = new Account("123456789012");
    account.bear(living(type, "x"));
    expect(() => account.bury(type, "x", state)).toThrow(says);
    expect(account.find(type, "x")).toBeDefined();
  });

  it.each([
    ["postgres", "17", "17.5", false, null],
    ["postgres", "17", "18", false, "The AllowMajorVersionUpgrade flag must be present"],
    ["postgres", "17", "18", true, null],
    ["mysql", "8.4", "8.4.6", false, null],
    ["mysql", "8.0", "8.4", false, "The AllowMajorVersionUpgrade flag must be present"],
  ])("of %s %s for %s, allowed %s: %s", (engine, was, is, allowMajorVersionUpgrade, says) => {
    const account = new Account("123456789012");
    const change = () =>
      account.amend(DATABASE, { engine, engineVersion: was }, { engine, engineVersion: is, allowMajorVersionUpgrade });
    if (says === null) expect(change).not.toThrow();
    else expect(change).toThrow(says);
  });

  it("keeps the final snapshot of a database, whose name is then taken", () => {
    const account = new Account("123456789012");
    const state = { skipFinalSnapshot: false, finalSnapshotIdentifier: "shop-final" };
    for (const id of ["one", "two"]) account.bear(living(DATABASE, id));
    account.bury(DATABASE, "one", state);
    expect(account.living().map(({ id }) => id)).toEqual(["two", "shop-final"]);
    expect(() => account.bury(DATABASE, "two", state)).toThrow("SnapshotAlreadyExists: shop-final");
  });

  it("takes a tag of an image once: repositories are immutable", () => {
    const account = new Account("123456789012");
    account.push(["repo:1"]);
    expect(() => account.push(["repo:2", "repo:1"])).toThrow("the repository is immutable");
  });
});

describe("faults", () => {
  const account = () => new Account("123456789012");
  const play = (one: Account, on: "create" | "delete", name: string) =>
    one.call(on === "create" ? "create" : "delete", urn(`t::${name}`), () => one.faults.play(on, urn(`t::${name}`)));

  it("fail what they name, as often as they say, and are in the record", async () => {
    const one = account();
    one.faults.add([{ on: "create", resource: "Main", do: "fail", message: "Throttling: slowly" }]);
    await play(one, "delete", "MainDatabase");
    await play(one, "create", "Other");
    await expect(play(one, "create", "MainDatabase")).rejects.toThrow("Throttling: slowly");
    await play(one, "create", "MainDatabase");
    expect(one.calls.map(({ failed }) => failed)).toEqual([null, null, "Throttling: slowly", null]);
  });

  it("hang until the engine gives up", async () => {
    const one = account();
    one.faults.add([{ on: "create", resource: "/Data.ase$/", do: "hang" }]);
    const hanging = play(one, "create", "Database");
    setTimeout(() => one.faults.cancel(), 20);
    await expect(hanging).rejects.toThrow("operation cancelled");
  });

  it("kill at the moment that they name", async () => {
    const one = account();
    let killed = false;
    one.faults.onKill = () => {
      killed = true;
      one.faults.cancel();
    };
    one.faults.add([{ on: "delete", resource: "Database", do: "kill" }]);
    setTimeout(() => one.faults.cancel(), 20);
    await expect(play(one, "delete", "Database")).rejects.toThrow();
    expect(killed).toBe(true);
  });
});
