import { CPUS } from "../vocabulary.ts";
import { type Form, text, Unclear, written } from "./form.ts";

/** Counts, ports, accounts and sizes. */

export const count: Form = text((given) => (/^\d{1,6}$/.test(given) ? Number(given) : given));

/** `5%` → `5` */
export const percent: Form = written((given) => {
  const [, digits] = /^(\d{1,6})\s*%?$/.exec(given) ?? [];
  return digits === undefined ? given : Number(digits);
});

/** `5000/tcp`, `:5000`; of `8080:3000` one is this machine's, and the other the container's. */
export const port: Form = text((given) => {
  const [, outer, inner] = /^(\d+):(\d+)(?:\/tcp)?$/.exec(given) ?? [];
  if (outer !== undefined && outer !== inner) return new Unclear([outer, inner as string]);
  const [, alone] = /^(?:(?:[a-z.-]|0\.0\.0\.0|127\.0\.0\.1)*:)?(\d{1,6})(?:\/tcp)?$/i.exec(inner ?? given) ?? [];
  return alone === undefined ? given : Number(alone);
});

/** `1111-2222-3333` → `111122223333`: AWS shows accounts in both ways, and a file may have a number. */
export const account: Form = (given) => {
  const digits = ["string", "number"].includes(typeof given) ? String(given).replace(/[ -]/g, "") : "";
  return /^\d{12}$/.test(digits) ? digits : given;
};

/** A major version may be a number in a file. */
export const version: Form = (given) => (typeof given === "number" ? String(given) : text((one) => one)(given));

/** A number with a unit, or without one. */
const measure = (given: string, units: RegExp): { value: number; unit: string } | null => {
  const [, value, unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(given) ?? [];
  return value === undefined || !units.test(unit) ? null : { value: Number(value), unit: unit.toLowerCase() };
};

/** `1024` units of ECS, `250m` of Kubernetes, `1` → `1 vCPU`. */
export const cpu: Form = written((given) => {
  const found = measure(given, /^(v?cpus?|cores?|units?|m|)$/i);
  if (found === null) return given;
  const { value, unit } = found;
  const units = unit.startsWith("unit") || (unit === "" && value >= 256);
  const cpus = unit === "m" ? value / 1000 : units ? value / 1024 : value;
  return CPUS.find((one) => one === `${cpus} vCPU`) ?? given;
});

const PER_GB: Readonly<Record<string, number>> = { g: 1, m: 1024, t: 1 / 1024 };

/** Fargate has no task of 512 GB, and none of 30 MB: without a unit the number says which it is. */
const LEAST_MB = 512;

const gigabytes = (given: string): number | null => {
  const found = measure(given, /^([gmt]i?b?|)$/i);
  if (found === null) return null;
  const { value, unit } = found;
  return value / (PER_GB[unit === "" && value >= LEAST_MB ? "m" : unit.charAt(0) || "g"] as number);
};

const sized = (given: string, size: number | null): string =>
  size !== null && size > 0 && Number.isInteger(size * 2) ? `${size} GB` : given;

/** `2GB`, `2048`, `512 MiB` → `2 GB`, `2 GB`, `0.5 GB`. */
export const memory: Form = written((given) => sized(given, gigabytes(given)));

/** Of a disk, which is never said in MB. */
export const disk: Form = written((given) => sized(given, gigabytes(/^\d+$/.test(given) ? `${given} GB` : given)));

export const capacity: Form = written((given) => {
  const found = measure(given, /^(acus?|)$/i);
  return found === null ? given : `${found.value} ACU`;
});

/** `db.t4g.large` → `t4g.large`. */
export const node: Form = text((given) => given.toLowerCase().replace(/^(db|cache)\.(?=.+\.)/, ""));

export const yesNo: Form = text(
  (given) => ({ true: true, yes: true, false: false, no: false })[given.toLowerCase()] ?? given,
);
