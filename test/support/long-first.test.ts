import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../lib/system/package-root.ts";
import { LONG, longFirst } from "./long-first.ts";

test("what takes long is begun first, in its order", () => {
  const [first = "", second = ""] = LONG;
  const files = (...names: string[]) => names.map((name) => ({ moduleId: join(packageRoot, name) }));
  expect(longFirst(files("test/rooms.test.ts", second, "test/commands.test.ts", first))).toEqual(
    files(first, second, "test/rooms.test.ts", "test/commands.test.ts"),
  );
});

test("they are files", () => {
  expect(LONG.filter((file) => !existsSync(join(packageRoot, file)))).toEqual([]);
});
