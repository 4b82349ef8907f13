import { expect } from "vitest";
import type { ServiceItem } from "../../../lib/render/manifest/service-item.ts";
import { type Container, type RunOptions, runContainer, startContainer } from "./container.ts";
import type { Image } from "./image.ts";
import type { Server } from "./servers.ts";
import type { Surroundings } from "./surroundings.ts";
import type { World } from "./world.ts";

/** Variables that differ from those that the infrastructure gives it; undefined: one that is missing. */
export type Changes = Readonly<Record<string, string | undefined>>;

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** A service whose image is built once, and run in many ways. */
export class Subject {
  readonly item: ServiceItem;
  readonly #world: World;
  #image: Image | undefined;
  #container: Container | undefined;
  /** Everything that it has printed so far. */
  printed = "";

  constructor(item: ServiceItem, world: World) {
    this.item = item;
    this.#world = world;
  }

  async build(): Promise<Image> {
    this.#image = await this.#world.workspace.image(this.item.name);
    return this.#image;
  }

  get image(): Image {
    if (this.#image === undefined) throw new Error("its image could not be built");
    return this.#image;
  }

  /** The one that `start` has started. */
  get container(): Container {
    if (this.#container === undefined) throw new Error("it could not be started");
    return this.#container;
  }

  get surroundings(): Surroundings {
    return this.#world.services.get(this.item.name) as Surroundings;
  }

  get stores(): [string, Server][] {
    return Object.entries(this.surroundings.stores);
  }

  #options(changes: Changes, command?: readonly string[]): RunOptions {
    const entries = Object.entries({ ...this.surroundings.env, ...changes });
    const env = Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    const shared = this.stores[0]?.[1].ca;
    return { env, ...(command && { command }), ...(shared && { shared }) };
  }

  /** To its end. */
  async run(changes: Changes = {}, command?: readonly string[]) {
    const result = await runContainer(this.image, this.#options(changes, command));
    this.printed += result.output;
    return result;
  }

  async start(): Promise<void> {
    this.#container = await startContainer(this.image, this.#options({}));
  }

  async end(): Promise<void> {
    this.#container?.signal("SIGKILL");
    await this.#container?.ended;
  }

  /** The whole answer to a request; none while nothing listens. */
  async get(path: string): Promise<Answer | undefined> {
    const answer = await fetch(`${this.surroundings.env.SELF_URL}${path}`)
      .then(async (response) => ({ status: response.status, headers: response.headers, text: await response.text() }))
      .catch(() => undefined);
    if (!this.container.running()) throw new Error(`it has ended:\n${this.container.output()}`);
    return answer;
  }

  async json(path: string) {
    const answer = await this.get(path);
    return { status: answer?.status, body: JSON.parse(answer?.text ?? "null") };
  }

  /** It says in one line why it does not start, without a secret, and exits with 1. */
  async refuses(changes: Changes, why: RegExp, command?: readonly string[]): Promise<void> {
    const { status, lines } = await this.run(changes, command);
    expect(lines).toEqual([expect.stringMatching(why)]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "fatal" });
    for (const secret of this.surroundings.secrets) expect(lines[0]).not.toContain(secret);
    expect(status).toBe(1);
  }
}
