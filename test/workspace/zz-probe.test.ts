import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { it } from "vitest";
import { apply, plan, resolve } from "../../lib/workspace/index.ts";
import { edited, scenario } from "./scenarios.ts";
import { inFolder, writeTree } from "./trees.ts";

it("probe", async () => {
  const stats: Record<string, number> = {};
  const second: Record<string, number> = {};
  const odd: unknown[] = [];
  const errs: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(scenario(), (one) =>
      inFolder(async (root) => {
        await apply(root, await plan({ root, base: null, next: one.base }));
        for (const { path, contents } of one.base) {
          const c = one.edits[path];
          if (!c) continue;
          if (c.kind === "delete") rmSync(join(root, path));
          else if (typeof contents === "string") writeTree(root, { [path]: edited(contents, c, `mine in ${path}`) });
        }
        for (const [p, c] of Object.entries(one.extra)) {
          if (!existsSync(join(root, p)))
            try {
              writeTree(root, { [p]: c + "\nmine" });
            } catch {}
        }
        let changes;
        try {
          changes = await plan({ root, base: one.base, next: one.next });
        } catch (e) {
          errs[(e as Error).message.replace(/.* is /, "is ").slice(0, 40)] =
            (errs[(e as Error).message.replace(/.* is /, "is ").slice(0, 40)] ?? 0) + 1;
          return;
        }
        for (const c of changes) {
          const k = `${c.action}: ${c.reason}`;
          stats[k] = (stats[k] ?? 0) + 1;
        }
        await apply(
          root,
          resolve(changes, () => "keep"),
        );
        const clean = new Set(changes.filter((c) => c.action !== "conflict").map((c) => c.path));
        for (const c of await plan({ root, base: one.base, next: one.next })) {
          if (!clean.has(c.path)) continue;
          const k = `${c.action}: ${c.reason}`;
          second[k] = (second[k] ?? 0) + 1;
          if (["merge", "conflict", "update", "create", "delete"].includes(c.action))
            odd.push([
              c.path,
              c.before?.toString(),
              one.base.find((f) => f.path === c.path)?.contents.toString(),
              one.next.find((f) => f.path === c.path)?.contents.toString(),
            ]);
        }
      }),
    ),
    { numRuns: 1500 },
  );
  console.log(stats, "SECOND", second, errs, JSON.stringify(odd.slice(0, 5), null, 1));
});
