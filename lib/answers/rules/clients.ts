import type { Problem } from "../../errors.ts";
import { clientStages } from "../client-stages.ts";
import type { Parsed } from "../schema.ts";
import { ENVIRONMENTS } from "../vocabulary.ts";

/** Rules about one client. */

/** Sizes are for stages that the client has, and a range begins below its end. */
export function* clientSizes({ stages, clients }: Parsed): Iterable<Problem> {
  for (const [i, { name, sizes, stages: own = clientStages(stages) }] of clients.entries()) {
    for (const environment of ENVIRONMENTS) {
      const settings = sizes?.[environment];
      if (settings === undefined) continue;
      const path = `clients[${i}].sizes.${environment}`;
      if (!own.includes(environment)) yield { path, message: `"${name}" has no ${environment} stage` };
      const capacity = settings.database?.capacity;
      if (capacity !== undefined && Number.parseFloat(capacity.min) > Number.parseFloat(capacity.max))
        yield { path: `${path}.database.capacity`, message: `${capacity.min} is more than ${capacity.max}` };
    }
  }
}

/** A load balancer takes certificates of its own account only. */
export function* clientCertificates({ clients }: Parsed): Iterable<Problem> {
  for (const [i, { account, certificate }] of clients.entries()) {
    const owner = certificate?.split(":")[4];
    if (owner !== undefined && owner !== account)
      yield { path: `clients[${i}].certificate`, message: `is in account ${owner}, but the client's is ${account}` };
  }
}
