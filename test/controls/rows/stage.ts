import { make, of, type Rows, task } from "./make.ts";

const secret = "MOCKSECRETabc";
const instance = make("aws:rds/instance:Instance");
const role = make("aws:iam/role:Role");
const image = make("docker-build:index:Image");
const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`Tag${index}`, "x"]));

export const stageRows: Rows = {
  "OWN.env": {
    good: [[task({ environment: [{ name: "A", value: "plain" }] })]],
    bad: [
      [
        task(
          { environment: [{ name: "A", value: `postgres://u:${secret}@h` }] },
          {},
          { secretPaths: ["containerDefinitions"] },
        ),
      ],
    ],
  },
  "OWN.buildsecrets": {
    good: [[image({ registries: [{ password: secret }] }, { secretPaths: ["registries[0].password"] })]],
    bad: [
      [image({ buildArgs: { TOKEN: secret } })],
      [image({ secrets: { TOKEN: secret } }, { secretPaths: ["secrets"] })],
      [image({ registries: [{ password: secret }] })],
    ],
  },
  "OWN.secrets": {
    good: [[instance({ password: secret }, { secretPaths: ["password"] })]],
    bad: [
      [instance({ password: secret })],
      [make("aws:ec2/instance:Instance")({ userData: Buffer.from(`echo ${secret}`).toString("base64") })],
      [make("aws:lambda/function:Function")({ environment: { variables: { KEY: "mocksecret1" } } })],
      [make("aws:ssm/parameter:Parameter")({ value: secret }, { secretPaths: ["value"] })],
    ],
  },
  "OWN.tags": of(
    "pulumi:providers:aws",
    [{ defaultTags: '{"tags":{"Project":"shop"}}' }, { defaultTags: { tags: { Project: "shop" } } }],
    [{}, { defaultTags: '{"tags":{}}' }],
  ),
  "OWN.names": {
    good: [[role({ name: "a".repeat(64) }), instance({ identifier: "shop-main" })]],
    bad: [
      [role({ name: "a".repeat(65) })],
      [instance({ identifier: "shop--main" })],
      [instance({ identifier: "Shop" })],
      [role({ name: "same" }), role({ name: "Same" })],
      [make("aws:rds/cluster:Cluster")({}, { outputs: { clusterIdentifier: "from-pulumi-" } })],
      [make("aws:backup/vault:Vault")({ name: "a".repeat(51) })],
      [make("aws:lb/targetGroup:TargetGroup")({ name: "a".repeat(33) })],
      [make("aws:cloudwatch/logGroup:LogGroup")({ name: "a b" })],
    ],
  },
  "OWN.tag-limits": of(
    "aws:ec2/vpc:Vpc",
    [{ tags: { Name: "shop-production", Größe: "1 + 1 = 2" } }],
    [
      { tags: { ["k".repeat(129)]: "x" } },
      { tags: { Name: "x".repeat(257) } },
      { tags: { "aws:x": "y" } },
      { tags: { Name: "a,b" } },
      { tags: many },
    ],
  ),
};
