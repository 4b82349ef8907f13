import { secretName } from "../../../lib/answers/names.ts";
import { variablesOf } from "../../../lib/proof/judges/tasks.ts";
import { type Expectation, each } from "./context.ts";
import { containerOf, secretOf } from "./services.ts";
import { valuesOf } from "./wiring.ts";

/** What is in a service's secret, and where its containers write. */

const passwordIn = (url: string): string => decodeURIComponent(new URL(url).password);

export const secrets: Expectation[] = [
  each(
    "a password stands by itself as it stands in the URL, and a declared secret is the one that was set",
    ({ view }) => view.services.filter((service) => service.container),
    (service, context) => {
      const { DATABASE_URL, REDIS_URL } = valuesOf(context, service);
      return {
        ...(service.database ? { DB_PASS: passwordIn(String(DATABASE_URL)) } : {}),
        ...(service.cache ? { REDIS_PASSWORD: passwordIn(String(REDIS_URL)) } : {}),
        // What the offline run takes for the value of a secret that nobody has set.
        ...Object.fromEntries(service.secrets.map((name) => [name, `MOCKSECRET/${secretName(service.name, name)}`])),
      };
    },
    (service, context) =>
      Object.fromEntries(
        Object.entries(valuesOf(context, service)).filter(
          ([name]) => !/^DB_USER$|_URL$/.test(name) || service.secrets.includes(name),
        ),
      ),
  ),
  each(
    "a cache takes the password that its services have",
    ({ view }) => view.services.filter(({ cache }) => cache !== null),
    (service, context) => valuesOf(context, service).REDIS_PASSWORD,
    ({ cache }, { stack }) =>
      stack
        .of("aws:elasticache/replicationGroup:ReplicationGroup")
        .find(({ name }) => name === `${cache?.Id}CacheCluster`)?.inputs.authToken,
  ),
  each(
    "a container writes to the log of its service, in the stage's region, in streams that are called as it is",
    ({ view }) => view.services.filter((service) => service.container),
    ({ name }, { view, stage }) => ({
      logDriver: "awslogs",
      options: {
        "awslogs-group": `/${view.project}/${stage.stage}/${name}`,
        "awslogs-region": stage.region,
        "awslogs-stream-prefix": "/service",
      },
    }),
    (service, context) => containerOf(context, service).logConfiguration,
  ),
  each(
    "a container knows which version of its secret it was started for",
    ({ view }) => view.services.filter((service) => service.container),
    (service, context) => {
      const arn = secretOf(context, service)?.outputs.arn;
      const [version] = context.stack
        .of("aws:secretsmanager/secretVersion:SecretVersion")
        .filter(({ inputs }) => arn !== undefined && inputs.secretId === arn);
      return version?.outputs.versionId;
    },
    (service, context) => variablesOf(containerOf(context, service)).get("CONFIG_VERSION"),
  ),
];
