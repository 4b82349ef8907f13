import { containsSecret } from "../simulate/engine/secrets.ts";
import { textsIn } from "../simulate/stack.ts";
import type { Resource } from "../simulate/types.ts";

/** The only inputs that may hold a secret, and only encrypted in the state. */
const places: Record<string, RegExp> = {
  "aws:secretsmanager/secretVersion:SecretVersion": /^secretString$/,
  "aws:rds/instance:Instance": /^password$/,
  "aws:rds/cluster:Cluster": /^masterPassword$/,
  "aws:elasticache/replicationGroup:ReplicationGroup": /^authToken$/,
  "docker-build:index:Image": /^registries\[\d+\]\.password$/,
  // What `sst shell` and `sst tunnel` read.
  "sst:sst:LinkRef": /^properties\./,
};

/** Where a resource shows a secret. */
export const exposed = ({ type, inputs, secretPaths }: Resource): string[] =>
  textsIn(inputs)
    .filter(({ text }) => containsSecret(text))
    .flatMap(({ path }) => {
      if (!places[type]?.test(path)) return [`a secret is in ${path}`];
      const encrypted = secretPaths.some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
      return encrypted ? [] : [`${path} is not marked as secret, so the state shows it`];
    });
