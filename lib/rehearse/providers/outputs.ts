import { secretOutputs } from "../../proof/simulate/engine/catalog.ts";
import { make } from "../../proof/simulate/engine/cloud.ts";
import { isObject } from "../../proof/simulate/engine/wire.ts";
import type { Plain, PlainObject } from "../../proof/simulate/types.ts";
import { rowOf } from "../../resources/types.ts";
import type { Account } from "../account/account.ts";
import { nonce } from "../account/account.ts";
import { isBridged } from "./check.ts";
import { contextHash, IMAGE } from "./images.ts";
import type { Schema } from "./schema.ts";
import { DEFAULTS, hasUnknown, nameOfUrn, UNKNOWN } from "./values.ts";

/** What a resource becomes: in a preview what is known of it, and otherwise what AWS adds. */

export interface Made {
  pkg: string;
  type: string;
  urn: string;
  inputs: PlainObject;
  schema: Schema | undefined;
  /** The region of the provider. */
  region: string;
  cwd: string;
}

export const withoutDefaults = ({ [DEFAULTS]: _, ...inputs }: PlainObject): PlainObject => inputs;

/** An output that the catalog has no value for. */
function filler(type: string, key: string, seed: string): Plain | undefined {
  if (type === "string") return /arn$/i.test(key) ? `arn:aws:mock:::${key}/${seed}` : "";
  if (type === "boolean") return false;
  if (type === "number") return 0;
  return type.endsWith("[]") ? [] : undefined;
}

/** What the catalog does not say of a type's outputs. */
export function fillers(schema: Schema | undefined, known: PlainObject, seed: string): PlainObject {
  const filled: PlainObject = {};
  for (const [key, { type, optional }] of Object.entries(schema?.outputs ?? {})) {
    const left = schema?.inputs[key] !== undefined && optional;
    const value = known[key] !== undefined || left ? undefined : filler(type, key, seed);
    if (value !== undefined) filled[key] = value;
  }
  return filled;
}

const tagsOf = ({ tags }: PlainObject): PlainObject => (isObject(tags) ? tags : {});

/** In a preview nothing but the inputs is known. */
export function foreseen({ pkg, inputs, schema, region }: Made): PlainObject {
  const given = withoutDefaults(inputs);
  const outputs: PlainObject = { ...given };
  for (const [key, { optional }] of Object.entries(schema?.outputs ?? {}))
    if (outputs[key] === undefined && (!optional || schema?.inputs[key] === undefined)) outputs[key] = UNKNOWN;
  if (pkg === "aws" && schema?.outputs.region !== undefined && given.region === undefined) outputs.region = region;
  if (schema?.outputs.tagsAll !== undefined) outputs.tagsAll = tagsOf(given);
  // Terraform keeps a resource's id among its attributes.
  if (isBridged(pkg)) outputs.id = UNKNOWN;
  return outputs;
}

export const regionOf = (inputs: PlainObject, region: string): string =>
  typeof inputs.region === "string" && !hasUnknown(inputs.region) ? inputs.region : region;

/** The type of a task definition: AWS counts them. */
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** Each resource that is made is another one, with an id and a name of its own. */
export function created(account: Account, made: Made): { id: string; outputs: PlainObject } {
  const { pkg, type, urn, inputs, schema, region, cwd } = made;
  const given = withoutDefaults(inputs);
  const place = regionOf(given, region);
  const seed = nonce();
  const name = nameOfUrn(urn);
  const { id, outputs } = make({ urn: urn + seed, type, name, inputs: given, account: account.id, region: place });
  if (type === IMAGE) outputs.contextHash = contextHash(given, cwd);
  if (type === TASK) {
    outputs.revision = account.nextRevision(String(given.family));
    outputs.arn = String(outputs.arn).replace(/:\d+$/, `:${outputs.revision}`);
  }
  const filled = fillers(schema, { ...outputs, ...given }, seed);
  if (pkg === "aws" && schema?.outputs.region !== undefined) filled.region = place;
  if (schema?.outputs.tagsAll !== undefined) filled.tagsAll = tagsOf(given);
  if (isBridged(pkg)) filled.id = id;
  return { id, outputs: { ...filled, ...outputs, ...given } };
}

/** A resource after a change in place. */
export function updated(account: Account, made: Made, olds: PlainObject, oldInputs: PlainObject, preview: boolean) {
  const { type, urn, inputs, schema, region, cwd } = made;
  const given = withoutDefaults(inputs);
  const outputs: PlainObject = { ...olds, ...given };
  // What is no longer given is gone, but for what the provider fills in.
  for (const key of Object.keys(oldInputs))
    if (given[key] === undefined && schema?.outputs[key]?.optional === true) delete outputs[key];
  if (schema?.outputs.tagsAll !== undefined) outputs.tagsAll = tagsOf(given);
  if (type !== IMAGE) return outputs;
  const name = nameOfUrn(urn);
  const built = { urn: urn + nonce(), type, name, inputs: given, account: account.id, region };
  const digest = preview ? { digest: UNKNOWN, ref: UNKNOWN } : make(built).outputs;
  return { ...outputs, ...digest, contextHash: contextHash(given, cwd) };
}

/** Outputs that the providers themselves keep secret, beyond those of the catalog. */
export const secretsOf = (type: string): readonly string[] => rowOf(type)?.secrets ?? secretOutputs[type] ?? [];
