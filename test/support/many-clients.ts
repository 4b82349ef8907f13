import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { stagesOf } from "../../lib/answers/stages.ts";
import type { View } from "../../lib/answers/view.ts";
import type { Environment } from "../../lib/answers/vocabulary.ts";
import type { Resource, Simulation } from "../../lib/proof/simulate/simulate.ts";
import type { StageRun } from "./proof.ts";
import { linkPackages, renderRepo } from "./repo.ts";
import { simulateAll } from "./simulations.ts";

/** One blueprint for many clients, and what must hold between them on the resources that their programs make. */

const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"] as const;
const ENVIRONMENTS = ["dev", "staging", "production"];

/** Names from three to twenty characters: AWS's limits are met by the longest. */
const nameOf = (n: number): string => (n % 5 === 0 ? `long-client-name-${String(n).padStart(3, "0")}` : `c${n}`);

/** A project and its clients, in four regions; every third has sizes of its own. */
export const manyClients = (count: number): Answers => ({
  project: "shop",
  domain: "shop.com",
  services: [
    { name: "api", database: "main", cache: "main" },
    { name: "site", kind: "static", source: "react" },
  ],
  databases: [{ name: "main" }],
  caches: [{ name: "main" }],
  backup: { region: "us-west-2" },
  clients: Array.from({ length: count }, (_, n) => ({
    name: nameOf(n),
    account: String(100_000_000_000 + n),
    domain: `client${n}.example.com`,
    region: REGIONS[n % REGIONS.length] as (typeof REGIONS)[number],
    // Sydney is alone in its country: somebody has decided.
    ...(REGIONS[n % REGIONS.length] === "ap-southeast-2" ? { backup: { region: "us-west-2" as const } } : {}),
    ...(n % 3 === 0 ? { sizes: { production: { database: { instance: "r7g.large" } } } } : {}),
  })),
});

/** Runs the clients' stages offline, in a few processes. */
export async function runClients(
  document: Answers,
  chosen: (client: number, environment: Environment) => boolean,
): Promise<StageRun[]> {
  const root = await mkdtemp(join(tmpdir(), "space-sst-clients-"));
  try {
    const view = await renderRepo(document, root);
    await linkPackages(root);
    const stages = stagesOf(view).filter(
      ({ client, environment }) => client !== null && chosen(view.clients.indexOf(client), environment),
    );
    const shares = Array.from({ length: Math.min(availableParallelism(), 4) }, (_, share) =>
      stages.filter((_, n) => n % Math.min(availableParallelism(), 4) === share),
    );
    const simulations = await simulateAll(
      shares.map((share) => ({
        root,
        stages: share.map(({ stage, client }) => ({ stage, account: client?.account ?? "" })),
      })),
    );
    return shares.flatMap((share, i) =>
      share.map((stage, j) => ({ view, stage, simulation: simulations[i]?.[j] as Simulation })),
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Inputs that name a thing in its account, or in the world. */
const NAMES = /^(name|bucket|identifier|replicationGroupId|finalSnapshotIdentifier)$/;
/** Things whose name holds inside something of the stage's own only: an ECS cluster, a VPC. */
const INSIDE = new Set(["aws:ecs/service:Service", "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"]);

const namesOf = ({ resources }: Simulation): string[] => [
  ...new Set(
    resources
      .filter(({ type }) => !INSIDE.has(type))
      .flatMap(({ type, inputs }) =>
        Object.entries(inputs).flatMap(([key, value]) =>
          // What shows that a domain is one's own is the same for all stages below it.
          NAMES.test(key) && !String(value).startsWith("_") ? [`${type.split(":")[1]} ${value}`] : [],
        ),
      ),
  ),
];

const made = ({ resources }: Simulation, type: string): Resource[] => resources.filter((one) => one.type === type);

/** What one stage is, as far as it must be the client's own. */
export function checkStage({ stage: { stage, environment, client }, simulation }: StageRun): void {
  if (client === null) throw new Error(`${stage} is no client's`);
  expect(simulation.errors, stage).toEqual([]);
  const text = JSON.stringify(simulation.resources.map(({ inputs }) => inputs));
  const accounts = new Set(
    [...text.matchAll(/arn:aws:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/g)].map(([, account]) => account),
  );
  // CloudFront's own policies and ELB's log accounts are AWS's; no other account may be named.
  expect([...accounts], stage).toEqual([client.account]);
  const regions = new Set(simulation.resources.map(({ region }) => region));
  for (const region of regions) expect([client.region, client.backup?.region, "us-east-1"], stage).toContain(region);
  expect(made(simulation, "aws:ec2/vpc:Vpc").map(({ inputs }) => inputs.cidrBlock)).toEqual([
    `10.${client.network}.${64 * ENVIRONMENTS.indexOf(environment)}.0/18`,
  ]);
  const [database] = made(simulation, "aws:rds/instance:Instance");
  const usual = environment === "production" ? "db.t4g.medium" : "db.t4g.micro";
  const own = client.sizes?.[environment]?.database?.instance;
  expect(database?.inputs.instanceClass).toBe(own === undefined ? usual : `db.${own}`);
  const hosts = made(simulation, "aws:route53/record:Record").map(({ inputs }) => String(inputs.name));
  expect(hosts.length).toBeGreaterThan(0);
  for (const host of hosts) expect(host.replace(/\.$/, "").endsWith(`.${client.domain}`), host).toBe(true);
  expect(JSON.stringify(made(simulation, "aws:cloudfront/distribution:Distribution"))).toContain(`.${client.domain}"`);
}

/** No two stages have a name, a host or an address in common. */
export function checkDisjoint(runs: readonly StageRun[]): void {
  const owners = new Map<string, string>();
  const claim = (thing: string, stage: string) => {
    expect(owners.get(thing) ?? stage, thing).toBe(stage);
    owners.set(thing, stage);
  };
  for (const { stage, simulation } of runs) {
    for (const name of namesOf(simulation)) claim(name, stage.stage);
    for (const { inputs } of made(simulation, "aws:ec2/subnet:Subnet")) claim(String(inputs.cidrBlock), stage.stage);
  }
}

/** The accounts, domains and address ranges of all clients, by their answers: as many as there are clients. */
export function checkAnswers({ clients }: View, count: number): void {
  for (const key of ["account", "domain", "network", "name"] as const)
    expect(new Set(clients.map((client) => client[key])).size, key).toBe(count);
}
