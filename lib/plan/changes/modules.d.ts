/** The table that the rendered repo's CI reads too. */
declare module "*/scripts/stateful.mjs" {
  /** What a type of resource holds that nobody can make again. */
  export const STATEFUL: Readonly<Record<string, string>>;
}
