import { describe, expect, it } from "vitest";
import { Account } from "../../lib/rehearse/account/account.ts";
import { Accounts, keyOf } from "../../lib/rehearse/account/accounts.ts";

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

  it.each<[string, string, object, boolean]>([
    // IAM, CloudFront and S3 have one set of names; the names of everything else are a region's own.
    ["aws:iam/role:Role", "eu-west-1", { name: "a" }, false],
    ["aws:cloudfront/function:Function", "eu-west-1", { name: "a" }, false],
    ["aws:s3/bucket:Bucket", "eu-west-1", { bucket: "a" }, false],
    ["aws:rds/instance:Instance", "eu-west-1", { identifier: "a" }, true],
    ["aws:rds/instance:Instance", "us-east-1", { identifier: "a" }, false],
    ["aws:rds/instance:Instance", "us-east-1", { identifier: "b" }, true],
    ["aws:rds/cluster:Cluster", "us-east-1", { clusterIdentifier: "a" }, false],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "us-east-1", { replicationGroupId: "a" }, false],
    ["aws:cloudwatch/dashboard:Dashboard", "us-east-1", { dashboardName: "a" }, false],
    // A record is one of several of its name, a role has policies of one name, a family many revisions.
    ["aws:route53/record:Record", "us-east-1", { name: "a" }, true],
    ["aws:iam/rolePolicy:RolePolicy", "us-east-1", { name: "a" }, true],
    ["aws:servicediscovery/service:Service", "us-east-1", { name: "a" }, true],
    ["aws:ecs/service:Service", "us-east-1", { name: "a" }, true],
    ["aws:backup/selection:Selection", "us-east-1", { name: "a" }, true],
    ["aws:appautoscaling/policy:Policy", "us-east-1", { name: "a" }, true],
    ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "us-east-1", { name: "a" }, true],
    ["cloudflare:index/dnsRecord:DnsRecord", "us-east-1", { name: "a" }, true],
    ["random:index/randomId:RandomId", "us-east-1", { name: "a" }, true],
    ["aws:ecs/taskDefinition:TaskDefinition", "us-east-1", { family: "a" }, true],
  ])("that has a %s of a name in us-east-1 makes in %s %o: %s", (type, region, inputs, made) => {
    const account = new Account("123456789012");
    const first = Object.fromEntries(Object.keys(inputs).map((key) => [key, "a"]));
    account.bear(living(type, "first", first));
    const admit = expect(() => account.admit(type, inputs as never, region));
    if (made) admit.not.toThrow();
    else admit.toThrow("AlreadyExists");
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
    ["aws:rds/cluster:Cluster", { deletionProtection: true, skipFinalSnapshot: true }, "Cannot delete protected DB"],
    ["aws:dynamodb/table:Table", { deletionProtectionEnabled: true }, "Cannot delete protected DB"],
    ["aws:rds/cluster:Cluster", {}, "final_snapshot_identifier is required"],
    ["aws:s3/bucketV2:BucketV2", {}, "BucketNotEmpty"],
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

  it("lets go of what only says the same word, or is named by what may outlive it", () => {
    const account = new Account("123456789012");
    account.bear(living(GROUP, "sg-1"));
    account.bear(living(GROUP, "sg-2", { ingress: ["sg-1"] }));
    account.bear(living(DATABASE, "db-1", { identifier: "not-sg-1" }));
    account.bury(GROUP, "sg-1", {});
    account.bear(living("aws:iam/role:Role", "task-role"));
    account.bear(living("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", { role: "task" }));
    account.bear(living("aws:iam/instanceProfile:InstanceProfile", "b", { role: "arn:aws:iam::1:role/task" }));
    const say = () => account.bury("aws:iam/role:Role", "task-role", { name: "task", arn: "arn:aws:iam::1:role/task" });
    expect(say).toThrow("it is used by aws:iam/rolePolicyAttachment:RolePolicyAttachment a (a)");
    account.bury("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {});
    expect(say).toThrow("it is used by aws:iam/instanceProfile:InstanceProfile b (b)");
  });

  it.each<[string, object]>([
    [DATABASE, { deletionProtection: false, skipFinalSnapshot: true }],
    [DATABASE, { finalSnapshotIdentifier: "last" }],
    ["aws:rds/cluster:Cluster", { skipFinalSnapshot: true }],
    ["aws:lb/loadBalancer:LoadBalancer", { enableDeletionProtection: false }],
    ["aws:s3/bucket:Bucket", { forceDestroy: true }],
    ["aws:ecr/repository:Repository", { forceDelete: true }],
    ["aws:backup/vault:Vault", { forceDestroy: true }],
    ["aws:dynamodb/table:Table", {}],
  ])("lets go of %s with %o", (type, state) => {
    const account = new Account("123456789012");
    account.bear(living(type, "x"));
    account.bury(type, "x", state as never);
    expect(account.find(type, "x")).toBeUndefined();
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

  it.each([
    ["aws:rds/cluster:Cluster", "18", "The AllowMajorVersionUpgrade flag must be present"],
    // A cache is upgraded without asking.
    ["aws:elasticache/replicationGroup:ReplicationGroup", "18", null],
  ])("asks of %s whether a major version is meant: %s", (type, engineVersion, says) => {
    const change = expect(() =>
      new Account("123456789012").amend(type, { engine: "x", engineVersion: "17.4" }, { engine: "x", engineVersion }),
    );
    if (says === null) change.not.toThrow();
    else change.toThrow(says);
  });

  it("leaves no snapshot of what is deleted without one, or is no store", () => {
    const account = new Account("123456789012");
    const finalSnapshotIdentifier = "shop-final";
    for (const type of [DATABASE, "aws:elasticache/cluster:Cluster"]) account.bear(living(type, "x"));
    account.bury(DATABASE, "x", { skipFinalSnapshot: true, finalSnapshotIdentifier });
    account.bury("aws:elasticache/cluster:Cluster", "x", { finalSnapshotIdentifier });
    expect(account.living()).toEqual([]);
    const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
    account.bear(living(cache, "x"));
    account.bury(cache, "x", { finalSnapshotIdentifier });
    expect(account.living().map(({ type, id }) => [type, id])).toEqual([["snapshot", "shop-final"]]);
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
    account.push(["host.com/shop/api:1"]);
    expect(() => account.push(["host.com/shop/api:1"])).toThrow(
      "The image tag '1' already exists in the 'shop/api' repository",
    );
  });

  it("keeps a record of every call, which says why it was made, and tells whoever listens", async () => {
    const account = new Account("123456789012");
    const heard: (number | null)[] = [];
    account.onCall = ({ ended }) => heard.push(ended);
    account.differences.set(urn("t::Main"), ["storageEncrypted"]);
    for (const operation of ["update", "delete"] as const) await account.call(operation, urn("t::Main"), async () => 1);
    // What is deleted needs no reason.
    expect(account.calls.map(({ inputs, failed }) => [inputs, failed])).toEqual([
      [["storageEncrypted"], null],
      [[], null],
    ]);
    // As it begins, and when it has ended.
    expect(heard.map((ended) => ended === null)).toEqual([true, false, true, false]);
  });

  it("counts the revisions of each family", () => {
    const account = new Account("123456789012");
    expect(["api", "api", "web", "api"].map((family) => account.nextRevision(family))).toEqual([1, 2, 1, 3]);
  });
});

describe("accounts", () => {
  it("are those of the keys that are used, each the same again, and otherwise the one that is meant", () => {
    const accounts = new Accounts("123456789012");
    expect(accounts.withKey(keyOf("123456789012"))).toBe(accounts.main);
    const other = accounts.withKey(keyOf("222222222222"));
    expect(other.id).toBe("222222222222");
    expect(accounts.of("222222222222")).toBe(other);
    for (const key of ["", "AKIAEXAMPLE", "AKIA1234567890123"]) expect(accounts.withKey(key)).toBe(accounts.main);
  });
});
