import type { Answers } from "../../../lib/answers/schema.ts";
import { isolation } from "./container.ts";
import { type Servers, startServers } from "./servers.ts";
import { canRun, enginesOf, type Surroundings, surroundingsOf } from "./surroundings.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** A rendered repo, the servers that its services use, and what each of them is given. */
export class World {
  workspace!: Workspace;
  #servers: Servers | undefined;
  readonly services = new Map<string, Surroundings>();

  async begin(answers: Answers): Promise<void> {
    console.info(`containers run in ${isolation}`);
    this.workspace = await makeWorkspace(answers);
    const items = this.workspace.items.filter(canRun);
    const engines = enginesOf(items);
    if (engines.length > 0) this.#servers = await startServers(engines);
    for (const item of items) this.services.set(item.name, await surroundingsOf(item, this.#servers));
  }

  async end(): Promise<void> {
    await this.#servers?.dispose();
    await this.workspace?.dispose();
  }
}
