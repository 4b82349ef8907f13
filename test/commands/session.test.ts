import { expect, test } from "vitest";
import { toBlueprint } from "../../lib/answers/parse.ts";
import { Session } from "../../lib/commands/session.ts";

/** What a session makes of the folder that it works on. */

test.each([
  ["/work/shop", "shop"],
  ["/work/Acme Shop (new)", "acme-shop-new"],
  ["/work/2026-shop", "shop"],
  ["/work/a-shop-of-sixteen-and-more", "a-shop-of-sixtee"],
  ["/work/a-shop-of-a-man-and-more", "a-shop-of-a-man"],
])("%s is proposed as %s, which a project may be called", (root, name) => {
  const session = new Session({ cwd: "/", root, args: [], options: {}, ask: async () => null });
  expect(session.folder).toBe(name);
  expect(toBlueprint({ project: name }).project).toBe(name);
});
