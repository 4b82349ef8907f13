import { setTimeout as sleep } from "node:timers/promises";
import { rotatedName } from "../../answers/names.ts";
import { Failure } from "../../errors.ts";
import { outputsOf } from "../deployed.ts";
import type { Store } from "../tunnel/store.ts";
import { type Context, newPassword, type Rotation, withCredentials } from "./rotation.ts";

/** The token of a cache, which all its services share. ElastiCache takes two of them from ROTATE until SET. */

const POLL_MS = 5_000;
/** ElastiCache says some minutes. */
const MOST_MS = 30 * 60_000;

class Group {
  readonly #context: Context;
  readonly #id: () => string;

  constructor(context: Context, id: () => string) {
    this.#context = context;
    this.#id = id;
  }

  async available(): Promise<void> {
    const { aws } = this.#context.deployed;
    for (const end = Date.now() + MOST_MS; ; await sleep(POLL_MS)) {
      this.#context.signal.throwIfAborted();
      const { ReplicationGroups: [group] = [] } = await aws.call("elasticache", "DescribeReplicationGroups", {
        ReplicationGroupId: this.#id(),
      });
      if (group?.Status === "available") return;
      if (Date.now() > end) throw new Failure(`the cache ${this.#id()} is not available, but ${group?.Status}`);
    }
  }

  async token(AuthToken: string, AuthTokenUpdateStrategy: "ROTATE" | "SET"): Promise<void> {
    await this.available();
    await this.#context.deployed.aws.call("elasticache", "ModifyReplicationGroup", {
      ReplicationGroupId: this.#id(),
      AuthToken,
      AuthTokenUpdateStrategy,
      ApplyImmediately: true,
    });
    await this.available();
  }
}

export function cacheRotation(context: Context, { name, services }: Store): Rotation {
  let host = "";
  let token = "";
  const group = new Group(context, () => {
    const id = outputsOf(context.deployed, "cache").find((one) => host.split(".").includes(one));
    if (id === undefined) throw new Failure(`${context.deployed.stage.stage} has no cache at ${host}`);
    return id;
  });
  return {
    what: `the token of the cache ${name}, which ${services.join(", ")} use`,
    label: "rotate-cache",
    services,

    next(_, { REDIS_PASSWORD = "", REDIS_URL = "" }, begun) {
      host = new URL(REDIS_URL).hostname;
      token ||= begun?.REDIS_PASSWORD ?? newPassword();
      return { REDIS_PASSWORD: token, REDIS_URL: withCredentials(REDIS_URL, `:${REDIS_PASSWORD}`, `:${token}`) };
    },

    ready: () => group.available(),
    open: () => group.token(token, "ROTATE"),
    known: () => [[rotatedName(`${name}-cache`), token]],
    close: () => group.token(token, "SET"),
  };
}
