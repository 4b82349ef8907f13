import { randomUUID } from "node:crypto";
import { type Answers, AwsFault } from "../aws/server.ts";
import type { Values } from "./clients.ts";

/** Secrets Manager, with versions and their labels. */
export class SecretsManager {
  readonly #secrets = new Map<string, { versions: Map<string, string>; labels: Map<string, string> }>();

  add(name: string, values: Values): void {
    this.#secrets.set(name, { versions: new Map(), labels: new Map() });
    this.#put(name, JSON.stringify(values), "AWSCURRENT");
  }

  values(name: string, label = "AWSCURRENT"): Values {
    const { versions, labels } = this.#of(name);
    return JSON.parse(versions.get(labels.get(label) ?? "") ?? "null");
  }

  labels(name: string): string[] {
    return [...this.#of(name).labels.keys()].sort();
  }

  #of(name: string) {
    const secret = this.#secrets.get(name);
    if (secret === undefined) throw new Error(`there is no secret ${name}`);
    return secret;
  }

  #put(name: string, text: string, label: string): string {
    const id = randomUUID();
    this.#of(name).versions.set(id, text);
    this.#move(name, label, id);
    return id;
  }

  /** AWS itself labels the version that was the current one until now. */
  #move(name: string, label: string, id: string): void {
    const { labels } = this.#of(name);
    const before = labels.get(label);
    if (label === "AWSCURRENT" && before !== undefined && before !== id) labels.set("AWSPREVIOUS", before);
    labels.set(label, id);
  }

  readonly answers: Answers = {
    "secrets.DescribeSecret": ({ input }) => {
      const stages = new Map<string, string[]>();
      for (const [label, id] of this.#of(String(input.SecretId)).labels)
        stages.set(id, [...(stages.get(id) ?? []), label]);
      return { VersionIdsToStages: Object.fromEntries(stages) };
    },
    "secrets.GetSecretValue": ({ input }) => {
      const { versions, labels } = this.#of(String(input.SecretId));
      const id = labels.get(String(input.VersionStage ?? "AWSCURRENT"));
      if (id === undefined)
        return new AwsFault("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.");
      return { VersionId: id, SecretString: versions.get(id) };
    },
    "secrets.PutSecretValue": ({ input }) => {
      const [label = "AWSCURRENT"] = (input.VersionStages ?? []) as string[];
      return { VersionId: this.#put(String(input.SecretId), String(input.SecretString), label) };
    },
    "secrets.UpdateSecretVersionStage": ({ input }) => {
      const [name, label] = [String(input.SecretId), String(input.VersionStage)];
      const { labels } = this.#of(name);
      if (labels.get(label) !== input.RemoveFromVersionId)
        return new AwsFault("InvalidParameterException", `The version is not labelled ${label}.`);
      if (input.MoveToVersionId === undefined) labels.delete(label);
      else this.#move(name, label, String(input.MoveToVersionId));
      return {};
    },
  };
}
