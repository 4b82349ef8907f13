import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCOUNT, type Asked, type PlayedAws, playedAws } from "../support/played-aws.ts";

/** What SST and the commands of day two ask of AWS while a stage is rehearsed, and what they are told. */

let aws: PlayedAws;
beforeAll(async () => {
  aws = await playedAws();
});
afterAll(() => aws.close());

/** What stands between two tags, as often as it does. */
const between = (tag: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, value = ""]) => value);

const living = (type: string, id: string, inputs = {}, outputs = {}) =>
  aws.accounts.main.bear({ type, id, urn: `urn::${id}`, region: "us-east-1", inputs, outputs });

describe("S3", () => {
  const put = (key: string, body: string, headers = {}) =>
    aws.ask("s3", { method: "PUT", path: `/state/${key}`, body, headers });
  const keys = async (query = "") => between("Key", (await aws.ask("s3", { path: `/state${query}` })).text);
  const status = async (method: string, path: string) => (await aws.ask("s3", { method, path })).status;

  it("has a bucket from when it is made until it is deleted", async () => {
    expect(await status("HEAD", "/passing")).toBe(404);
    expect((await aws.ask("s3", { path: "/passing" })).text).toContain("<Code>NoSuchBucket</Code>");
    expect(await status("PUT", "/passing")).toBe(200);
    expect(await status("HEAD", "/passing")).toBe(200);
    expect(await status("DELETE", "/passing")).toBe(204);
    expect(await status("HEAD", "/passing")).toBe(404);
  });

  it("has the buckets that the program makes", async () => {
    living("aws:s3/bucket:Bucket", "shop-files");
    expect(await status("HEAD", "/shop-files")).toBe(200);
  });

  it("gives back what was put, with the digest that SST compares", async () => {
    await aws.ask("s3", { method: "PUT", path: "/state" });
    // MD5 of "one".
    const etag = '"f97c5d29941bfb1b2fdab0874906ab82"';
    expect((await put("app/one.json", "one")).headers.get("etag")).toBe(etag);
    const got = await aws.ask("s3", { path: "/state/app/one.json" });
    expect([got.status, got.text, got.headers.get("etag")]).toEqual([200, "one", etag]);
    const head = await aws.ask("s3", { method: "HEAD", path: "/state/app/one.json" });
    expect([head.status, head.text, head.headers.get("etag")]).toEqual([200, "", etag]);
    expect(await status("DELETE", "/state/app/one.json")).toBe(204);
    expect((await aws.ask("s3", { path: "/state/app/one.json" })).text).toContain("<Code>NoSuchKey</Code>");
    expect(await status("GET", "/state/app/one.json")).toBe(404);
    expect(await status("HEAD", "/state/app/one.json")).toBe(404);
  });

  it("takes the checksums of the SDK off what it sends in chunks", async () => {
    // " and twenty" is eleven bytes, b in hexadecimal.
    const chunks = "3;chunk-signature=0\r\none\r\nb\r\n and twenty\r\n0\r\nx-amz-checksum-crc32:0\r\n\r\n";
    await put("chunked", chunks, { "content-encoding": "aws-chunked" });
    expect((await aws.ask("s3", { path: "/state/chunked" })).text).toBe("one and twenty");
    await aws.ask("s3", { method: "DELETE", path: "/state/chunked" });
  });

  it("lists in the order of the keys what begins as asked, and deletes what is named", async () => {
    for (const key of ["b", "a/2", "a/1%261"]) await put(key, "12");
    expect(await keys()).toEqual(["a/1&amp;1", "a/2", "b"]);
    expect(await keys("?prefix=a/")).toEqual(["a/1&amp;1", "a/2"]);
    const { text } = await aws.ask("s3", { path: "/state?prefix=a/" });
    expect([between("KeyCount", text), between("Size", text)]).toEqual([["2"], ["2", "2"]]);
    const body = "<Delete><Object><Key>a/1&amp;1</Key></Object><Object><Key>b</Key></Object></Delete>";
    expect((await aws.ask("s3", { path: "/state?delete", body })).status).toBe(200);
    expect(await keys()).toEqual(["a/2"]);
  });
});

describe("parameters", () => {
  const say = (operation: string, body: object, more: Asked = {}) => aws.say("ssm", operation, body, more);
  const Name = "/sst/passphrase/shop/dev";

  it("are kept by region and account, and overwritten only where that is meant", async () => {
    expect(await say("GetParameter", { Name })).toEqual({ __type: "ParameterNotFound", message: Name });
    expect(await say("PutParameter", { Name, Value: "one" })).toEqual({ Version: 1 });
    expect(await say("PutParameter", { Name, Value: "two" })).toMatchObject({ __type: "ParameterAlreadyExists" });
    expect(await say("GetParameter", { Name })).toMatchObject({ Parameter: { Name, Value: "one" } });
    expect(await say("PutParameter", { Name, Value: "two", Overwrite: true })).toEqual({ Version: 1 });
    expect(await say("GetParameter", { Name })).toMatchObject({ Parameter: { Value: "two" } });
    for (const elsewhere of [{ region: "eu-west-1" }, { account: "222222222222" }])
      expect(await say("GetParameter", { Name }, elsewhere)).toMatchObject({ __type: "ParameterNotFound" });
    expect(await say("DeleteParameter", { Name })).toEqual({});
    expect(await say("DeleteParameter", { Name })).toMatchObject({ __type: "ParameterNotFound" });
    expect((await aws.ask("ssm", { operation: "GetParameter", body: { Name } })).status).toBe(400);
  });
});

describe("who asks", () => {
  const identity = async (account: string) =>
    between("Account", (await aws.ask("sts", { form: { Action: "GetCallerIdentity" }, account })).text);

  it("is in the account of the key", async () => {
    expect(await identity(ACCOUNT)).toEqual([ACCOUNT]);
    expect(await identity("222222222222")).toEqual(["222222222222"]);
  });

  it("finds every role, and SST's repository of images", async () => {
    const role = await aws.ask("iam", { form: { Action: "GetRole", RoleName: "task" } });
    expect(between("Arn", role.text)).toEqual([`arn:aws:iam::${ACCOUNT}:role/task`]);
    const uri = (name: string) => `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/${name}`;
    const eu = { region: "eu-west-1" };
    expect(await aws.say("ecr", "CreateRepository", { repositoryName: "own" }, eu)).toMatchObject({
      repository: { repositoryUri: uri("own") },
    });
    expect(await aws.say("ecr", "DescribeRepositories", { repositoryNames: ["own"] }, eu)).toMatchObject({
      repositories: [{ repositoryUri: uri("own") }],
    });
    expect(await aws.say("ecr", "DescribeRepositories", {}, eu)).toMatchObject({
      repositories: [{ repositoryUri: uri("sst-asset") }],
    });
  });
});

it("finds the hosted zones of the domains", async () => {
  aws.accounts.main.zones.add("acme.com").add("acme.org");
  const { text } = await aws.ask("route53", { path: "/2013-04-01/hostedzone" });
  expect([between("Name", text), between("IsTruncated", text)]).toEqual([["acme.com.", "acme.org."], ["false"]]);
});

describe("ECS", () => {
  const version = "arn:aws:ecs:us-east-1:123456789012:task-definition/api:2";
  beforeAll(() => {
    const containers = [{ name: "api", image: "repo@sha256:b" }];
    living("aws:ecs/taskDefinition:TaskDefinition", "api", {}, { arn: "arn:other" });
    living(
      "aws:ecs/taskDefinition:TaskDefinition",
      "api:2",
      { containerDefinitions: JSON.stringify(containers) },
      { arn: version },
    );
    living("aws:ecs/service:Service", "api", { name: "api", desiredCount: 2, taskDefinition: version });
    living("aws:ecs/service:Service", "one", { name: "one", taskDefinition: version });
  });

  it("runs the newest version of each service, as often as it asks for", async () => {
    expect(await aws.say("ecs", "DescribeServices", { services: ["api", "gone", "one"] })).toEqual({
      services: [
        ["api", 2],
        ["one", 1],
      ].map(([serviceName, count]) => ({
        serviceName,
        status: "ACTIVE",
        deployments: [
          {
            status: "PRIMARY",
            rolloutState: "COMPLETED",
            runningCount: count,
            desiredCount: count,
            taskDefinition: version,
          },
        ],
      })),
    });
  });

  it("has tasks of that version, with the digest of its image", async () => {
    const { taskArns } = (await aws.say("ecs", "ListTasks", { serviceName: "api" })) as { taskArns: string[] };
    expect(new Set(taskArns).size).toBe(2);
    expect(await aws.say("ecs", "ListTasks", { serviceName: "gone" })).toEqual({ taskArns: [] });
    const containers = [{ name: "api", image: "repo@sha256:b", imageDigest: "sha256:b" }];
    expect(await aws.say("ecs", "DescribeTasks", { tasks: taskArns })).toEqual({
      tasks: taskArns.map((taskArn) => ({ taskArn, taskDefinitionArn: version, containers })),
    });
    const { taskDefinition } = (await aws.say("ecs", "DescribeTaskDefinition", { taskDefinition: version })) as {
      taskDefinition: { containerDefinitions: object[] };
    };
    expect(taskDefinition.containerDefinitions).toEqual([{ name: "api", image: "repo@sha256:b" }]);
  });
});

describe("CloudFront", () => {
  it.each([
    ["POST", "/2020-05-31/distribution/E1/invalidation", 201, "<Status>Completed</Status>"],
    ["GET", "/2020-05-31/distribution/E1/invalidation/I1", 200, "<Status>Completed</Status>"],
    ["GET", "/2020-05-31/distribution/E1", 200, "<Id>E1</Id><Status>Deployed</Status>"],
    ["POST", "/2020-05-31/origin-access-control", 201, "<OriginAccessControl>"],
    ["GET", "/2020-05-31/origin-access-control/O1", 200, "<OriginAccessControl>"],
    ["DELETE", "/2020-05-31/origin-access-control/O1", 204, ""],
  ])("has done %s %s", async (method, path, status, says) => {
    const answer = await aws.ask("cloudfront", { method, path });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(says);
  });

  it("keeps the routes of sites in a store, by its ARN", async () => {
    const store = (of: string, path: string, more: Asked = {}) =>
      aws.ask("cloudfront-keyvaluestore", {
        path: `/key-value-stores/${encodeURIComponent(`arn:aws:cloudfront::${ACCOUNT}:key-value-store/${of}`)}${path}`,
        ...more,
      });
    expect(JSON.parse((await store("a", "")).text)).toMatchObject({ ETag: "E1" });
    const put = { Puts: ["x", "y"].map((Key) => ({ Key, Value: `${Key}!` })) };
    expect((await store("a", "/keys", { body: put })).status).toBe(200);
    expect(JSON.parse((await store("a", "/keys/x")).text)).toMatchObject({ Key: "x", Value: "x!" });
    expect((await store("b", "/keys/x")).status).toBe(404);
    await store("a", "/keys", { body: { Deletes: [{ Key: "x" }] } });
    const gone = await store("a", "/keys/x");
    expect([gone.status, gone.headers.get("x-amzn-errortype")]).toEqual([404, "ResourceNotFoundException"]);
    const { Items } = JSON.parse((await store("a", "/keys")).text) as { Items: { Key: string }[] };
    expect(Items.map(({ Key }) => Key)).toEqual(["y"]);
  });
});

it.each<[string, Asked, string]>([
  ["s3", { method: "PATCH", path: "/state" }, "s3 PATCH /state"],
  ["s3", { method: "POST", path: "/state/a/2", body: "x" }, "s3 POST /state/a/2"],
  ["ssm", { operation: "GetParameters", body: {} }, "ssm GetParameters"],
  ["sts", { form: { Action: "AssumeRole" } }, "sts AssumeRole"],
  ["iam", { form: { Action: "ListRoles" } }, "iam ListRoles"],
  ["ecr", { operation: "DeleteRepository", body: {} }, "ecr DeleteRepository"],
  ["ecs", { operation: "RunTask", body: {} }, "ecs RunTask"],
  ["route53", { path: "/2013-04-01/change/1" }, "route53 GET /2013-04-01/change/1"],
  ["route53", { method: "POST", path: "/2013-04-01/hostedzone", body: "" }, "route53 POST /2013-04-01/hostedzone"],
  ["cloudfront", { method: "PUT", path: "/2020-05-31/distribution/E1" }, "cloudfront PUT /2020-05-31/distribution/E1"],
  ["rds", { form: { Action: "DescribeDBInstances" } }, "rds DescribeDBInstances"],
])("nothing answers of %s %o, and that is said", async (service, asked, says) => {
  expect((await aws.ask(service, asked)).status).toBe(501);
  expect(aws.unanswered.at(-1)).toBe(says);
});
