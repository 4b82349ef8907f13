/** A run that is killed ahead of one of its operations: `killed-child ROOT NUMBER BASE NEXT`, trees as JSON. */
import { writeFileSync } from "node:fs";
import { apply, plan, resolve, type WorkspaceFile } from "../../../lib/repo/workspace/index.ts";
import { halfOf, observed } from "./failing-file-system.ts";

const files = (json: string): WorkspaceFile[] =>
  Object.entries<string>(JSON.parse(json)).map(([path, contents]) => ({ path, contents, owner: "generated" }));

const [root = "", number = "", base = "", next = ""] = process.argv.slice(2);

const changes = await plan({ root, base: base === "" ? null : files(base), next: files(next) });
const fs = observed((count, operation, [path, contents]) => {
  if (count !== Number(number)) return;
  if (operation === "writeFile") writeFileSync(path as string, halfOf(contents as Buffer));
  process.kill(process.pid, "SIGKILL");
});
await apply(
  root,
  resolve(changes, () => "markers"),
  { fs, last: [".yo-rc.json"] },
);
