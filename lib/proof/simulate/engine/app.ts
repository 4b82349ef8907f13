import type { App, Plain, PlainObject } from "../types.ts";
import { isObject } from "./wire.ts";

const argsOf = (args: unknown): PlainObject => {
  if (typeof args === "string") return { version: args };
  return isObject(args) ? args : {};
};

/** What SST makes of the answer of `app()`. */
export function normaliseApp(answer: unknown, stage: string): App {
  const app = JSON.parse(JSON.stringify(answer ?? {})) as Partial<App>;
  if (!app.name) throw new Error("sst.config.ts: app() must return a name");
  const home = app.home ?? "aws";
  const providers = Object.entries({ [home]: {}, ...app.providers }).filter(([name]) => name !== "local");
  return {
    ...app,
    name: app.name,
    stage,
    home,
    removal: app.removal ?? "retain",
    protect: app.protect ?? false,
    providers: Object.fromEntries(providers.map(([name, args]) => [name, argsOf(args)])),
  };
}

/** Pulumi's configuration of the providers, in the form in which SST writes it. */
export function providerConfig(app: App): Record<string, string> {
  const text = (value: Plain) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(app.providers).flatMap(([provider, args]) =>
      Object.entries(args)
        .filter(([key]) => key !== "version" && key !== "package")
        .map(([key, value]) => [`${provider}:${key}`, text(value)]),
    ),
  );
}
