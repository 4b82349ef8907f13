import { make, type Part, type Rows, task } from "./make.ts";

const host = "main.rds.amazonaws.com";
const instance = (engine: string, size: string) =>
  make("aws:rds/instance:Instance")({ engine, instanceClass: `db.${size}` }, { outputs: { address: host } });
const cluster = (engine: string, minCapacity: number, maxCapacity: number) =>
  make("aws:rds/cluster:Cluster")(
    { engine, serverlessv2ScalingConfiguration: { minCapacity, maxCapacity } },
    { outputs: { endpoint: host } },
  );

/** A service of at most so many tasks, whose tasks may open so many connections. */
const service = (name: string, maxCapacity: number, pool: number): Part[] => [
  task(
    {
      environment: Object.entries({ DB_HOST: host, DB_POOL_SIZE: `${pool}` }).map(([key, value]) => ({
        name: key,
        value,
      })),
    },
    {},
    { outputs: { arn: `${name}-definition` } },
  ),
  make("aws:ecs/service:Service")({ taskDefinition: `${name}-definition` }, { parent: name }),
  make("aws:appautoscaling/target:Target")({ maxCapacity }, { parent: name }),
];

/** Twice the tasks, in the middle of a deploy. */
export const connectionRows: Rows = {
  "OWN.pools": {
    good: [
      [instance("postgres", "t4g.micro"), ...service("api", 4, 10)],
      [instance("mysql", "t4g.micro"), ...service("api", 3, 10)],
      [instance("postgres", "r6g.large"), ...service("api", 9, 10), ...service("jobs", 70, 10)],
      [cluster("aurora-postgresql", 0, 2), ...service("api", 9, 10)],
      [cluster("aurora-postgresql", 0.5, 64), ...service("api", 100, 10)],
    ],
    bad: [
      [instance("postgres", "t4g.micro"), ...service("api", 4, 10), ...service("jobs", 1, 3)],
      [instance("mysql", "t4g.micro"), ...service("api", 4, 10)],
      [cluster("aurora-postgresql", 0, 2), ...service("api", 10, 10)],
      [cluster("aurora-mysql", 1, 4), ...service("api", 7, 10)],
      [cluster("aurora-postgresql", 0.5, 64), ...service("api", 101, 10)],
    ],
  },
};
