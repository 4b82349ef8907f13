import { join } from "node:path";
import type { PlainObject } from "../types.ts";
import { digest } from "./secrets.ts";

interface Place {
  account: string;
  region: string;
  /** Folder of SST's platform. */
  platform: string;
}
interface Call extends Place {
  args: PlainObject;
}

/** What the SST CLI answers to the components while a deploy runs. */
const methods: Record<string, (call: Call) => PlainObject> = {
  "Provider.Aws.Bootstrap": ({ account, region }) => ({
    asset: `sst-asset-${digest(region, 12)}`,
    assetEcrRegistryId: account,
    assetEcrUrl: `${account}.dkr.ecr.${region}.amazonaws.com/sst-asset`,
    state: `sst-state-${digest(region, 12)}`,
    appsyncHttp: `events.appsync-api.${region}.amazonaws.com`,
    appsyncRealtime: `events.appsync-realtime-api.${region}.amazonaws.com`,
  }),
  "Provider.Aws.Appsync": ({ region }) => ({
    http: `events.appsync-api.${region}.amazonaws.com`,
    realtime: `events.appsync-realtime-api.${region}.amazonaws.com`,
  }),
  "Runtime.AddTarget": () => ({}),
  "Runtime.Build": ({ args, platform }) => ({
    out: join(platform, "functions", "empty-function"),
    handler: String(args.handler ?? "index.handler"),
    errors: [],
    sourcemaps: [],
  }),
};

export type Rpc = (method: string, args: PlainObject) => Promise<PlainObject>;

/** Stands in for the SST CLI, which the components otherwise call over HTTP. */
export const createRpc =
  (place: Place): Rpc =>
  async (method, args) => {
    const answer = methods[method];
    if (!answer) throw new Error(`offline, nothing answers the call ${method} to the SST CLI`);
    return answer({ ...place, args, region: String(args.region ?? place.region) });
  };
