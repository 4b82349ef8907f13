import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Draws the pictures of the README from a real kickoff: what it prints, and the architecture of what it renders.
 *
 *     npm run build && node scripts/pictures.mjs [FOLDER]
 *
 * Without a folder, docs/pictures/, where a test looks whether they are still true.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const target = process.argv[2] ?? join(root, "docs", "pictures");
const WORDS = ["my-shop", "--preset", "saas", "--project", "my-shop", "--domain", "acme.com", "--yes"];
const QUICK = ["--skip-install", "--skip-git"];

const COLUMNS = 92;
const [CHARACTER, LINE, MARGIN, BAR] = [8.4, 20, 20, 34];

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A line as the product breaks it on a terminal: between words. */
const rows = (line) => line.match(new RegExp(`.{1,${COLUMNS}}(?= |$)`, "gu")) ?? [""];

/** A terminal window with what a command was and what it printed. */
function terminal(command, output) {
  const lines = [`$ ${command}`, ...output.trimEnd().split("\n")].flatMap(rows);
  const [width, height] = [Math.ceil(2 * MARGIN + COLUMNS * CHARACTER), BAR + 2 * MARGIN + lines.length * LINE];
  const text = lines.map(
    (line, index) =>
      `<text x="${MARGIN}" y="${BAR + MARGIN + 14 + index * LINE}"${index === 0 ? ' fill="#7fb1ff"' : ""} xml:space="preserve">${escaped(line)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(command)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3">`,
    `<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (colour, index) => `<circle cx="${22 + index * 20}" cy="18" r="6" fill="${colour}"/>`,
    ),
    ...text,
    "</svg>",
    "",
  ].join("\n");
}

const folder = mkdtempSync(join(tmpdir(), "space-sst-pictures-"));
try {
  const output = execFileSync(process.execPath, [join(root, "dist/bin/space-sst.js"), "kickoff", ...WORDS, ...QUICK], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  writeFileSync(join(target, "kickoff.svg"), terminal(`space-sst ${WORDS.join(" ")}`, output.trimStart()));
  writeFileSync(
    join(target, "architecture.svg"),
    readFileSync(join(folder, "my-shop", "docs", "architecture.svg"), "utf8").replace(/^<!--.*-->\n/, ""),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
