import type { Read } from "./numbers.ts";
import type { Session } from "./session.ts";

const MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A moment that a flag gives, in milliseconds, or what is wrong with it. */
export function momentOf(session: Session, name: string, otherwise: string): Read {
  const given = session.text(name) ?? otherwise;
  const [, count, unit = ""] = /^(\d+)([smhd])$/.exec(given) ?? [];
  const value = count === undefined ? Date.parse(given) : Date.now() - Number(count) * (MS[unit] as number);
  if (Number.isFinite(value)) return { value };
  return {
    problem: {
      path: `--${name}`,
      message: `"${given}" is neither a time such as 10m, 2h, 3d nor a moment such as 2026-01-31T09:30Z`,
    },
  };
}
