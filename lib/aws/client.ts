import { limited } from "../system/limit.ts";
import { awsFailure } from "./errors.ts";
import { type Input, type Operation, type Output, SERVICES, type ServiceName } from "./services.ts";

/** A call is tried this often in all, with growing pauses: throttling and lost connections pass by themselves. */
const MAX_ATTEMPTS = 4;

/** Questions that are asked at the same time, where there are many. */
export const AT_ONCE = 8;

/** Milliseconds that a call may take with all its attempts, unless it is given another limit. */
const CALL_MS = 30_000;

/** Milliseconds in which a connection stands, or never will. */
const CONNECT_MS = 5_000;

export interface AwsOptions {
  /** The region that is asked: a stage's own, never that of the machine. */
  region: string;
  /** A profile of ~/.aws/config. Default: AWS_PROFILE, then the SDK's own chain (environment, SSO, OIDC, instance). */
  profile?: string | undefined;
  /** Ends every call. */
  signal?: AbortSignal | undefined;
}

export interface CallOptions {
  /** Milliseconds that the call may take, attempts and pauses included. Default: 30 seconds. */
  timeout?: number;
  signal?: AbortSignal;
}

interface Client {
  send(command: unknown, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

type Module = Record<string, new (input: unknown) => unknown> & { Client: new (config: object) => Client };

/** Where one operation answers in pages: the name of what points to the next page, and of what asks for it. */
const PAGING = [
  ["NextToken", "NextToken"],
  ["nextToken", "nextToken"],
  ["NextMarker", "Marker"],
  ["Marker", "Marker"],
] as const;

/** What asks for the next page, or null at the last one. That one may repeat what it was asked for by: Route 53 does. */
function nextOf(page: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  if (page.IsTruncated === false) return null;
  const named = PAGING.find(([from]) => typeof page[from] === "string" && page[from] !== "");
  return named === undefined ? null : { [named[1]]: page[named[0]] };
}

/**
 * AWS in one region with one set of credentials, which are looked up once for all services. Nothing of the SDK is loaded
 * before the first call. `AWS_ENDPOINT_URL` and the SDK's other variables hold.
 */
export class Aws {
  readonly region: string;
  /** The profile that is asked for, by name or by AWS_PROFILE. */
  readonly profile: string | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #clients = new Map<ServiceName, Promise<{ module: Module; client: Client }>>();
  /** Shared by all regions: an SSO session is looked up, and a role assumed, once. */
  #credentials: { provider?: unknown } = {};

  constructor({ region, profile, signal }: AwsOptions) {
    this.region = region;
    this.profile = profile ?? (process.env.AWS_PROFILE || undefined);
    this.#signal = signal;
  }

  /** The same credentials in another region. */
  in(region: string): Aws {
    const other = new Aws({ region, profile: this.profile, signal: this.#signal });
    other.#credentials = this.#credentials;
    return other;
  }

  /**
   * Calls one operation: `aws.call("ecs", "DescribeServices", { … })`.
   * @throws {AwsFailure} one line that says what went wrong and what to do
   */
  async call<S extends ServiceName, O extends Operation<S> & string>(
    service: S,
    operation: O,
    input: Input<S, O>,
    { timeout = CALL_MS, signal }: CallOptions = {},
  ): Promise<Output<S, O>> {
    const limit = limited(timeout, this.#signal, signal);
    try {
      const { module, client } = await this.#client(service);
      const Command = module[`${operation}Command`] as new (input: unknown) => unknown;
      return (await client.send(new Command(input), { abortSignal: limit.signal })) as Output<S, O>;
    } catch (error) {
      const { region, profile } = this;
      throw awsFailure(error, { service, operation, region, profile, timeout: limit.expired() ? timeout : undefined });
    } finally {
      limit.end();
    }
  }

  /** Every page of an operation that answers in pages. */
  async *pages<S extends ServiceName, O extends Operation<S> & string>(
    service: S,
    operation: O,
    input: Input<S, O>,
    options: CallOptions = {},
  ): AsyncGenerator<Output<S, O>> {
    let next: Input<S, O> | undefined = input;
    while (next !== undefined) {
      const page: Output<S, O> = await this.call(service, operation, next, options);
      yield page;
      const token = nextOf(page as unknown as Record<string, unknown>);
      next = token === null ? undefined : ({ ...(input as object), ...token } as Input<S, O>);
    }
  }

  #client(service: ServiceName): Promise<{ module: Module; client: Client }> {
    const known = this.#clients.get(service);
    if (known !== undefined) return known;
    const made = this.#make(service);
    this.#clients.set(service, made);
    return made;
  }

  async #make(service: ServiceName): Promise<{ module: Module; client: Client }> {
    // The SDK warns on Node 20 that its later versions will want Node 22. The one that is bundled here runs on 20.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    const [loaded, { credentialsOf }] = await Promise.all([SERVICES[service](), import("./credentials.ts")]);
    const module = loaded as unknown as Module;
    const { profile } = this;
    this.#credentials.provider ??= credentialsOf(profile);
    const client = new module.Client({
      region: this.region,
      ...(profile === undefined ? {} : { profile }),
      credentials: this.#credentials.provider,
      retryMode: "standard",
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: { connectionTimeout: CONNECT_MS },
    });
    return { module, client };
  }
}
