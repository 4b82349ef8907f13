import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** Chromium, where the machine has it: what a page looks like cannot be said without one. */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export const chromium: string | undefined = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((file) => existsSync(file));

const OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1600,1200"];

/** Characters that would end a script inside a page. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * Shows a page in a frame of a width, and returns what a script finds there.
 * @param script the body of an async function of the frame's `window`
 * @param dark whether the reader's system is dark
 */
export async function inBrowser<T>(page: string, width: number, script: string, dark = false): Promise<T> {
  if (chromium === undefined) throw new Error("there is no Chromium");
  const folder = await mkdtemp(join(tmpdir(), "space-sst-page-"));
  try {
    const file = join(folder, "page.html");
    // The page's own policy lets nothing run in it, which is right for readers and wrong for this.
    const open = page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
    await writeFile(
      file,
      `<!doctype html><title>test</title><iframe id="frame" title="page" style="width:${width}px;height:900px;border:0"></iframe><pre id="found"></pre>
<script>
const frame = document.getElementById("frame");
frame.onload = async () => {
  const run = async (window) => { ${script} };
  let found;
  try { found = { value: await run(frame.contentWindow) }; } catch (error) { found = { error: String(error) }; }
  document.getElementById("found").textContent = "found:" + btoa(unescape(encodeURIComponent(JSON.stringify(found)))) + ":end";
};
frame.srcdoc = ${inScript(open)};
</script>`,
    );
    const { stdout } = await execa(chromium, [
      ...OPTIONS,
      ...(dark ? ["--blink-settings=preferredColorScheme=0"] : []),
      "--virtual-time-budget=20000",
      "--dump-dom",
      `file://${file}`,
    ]);
    const [, text = ""] = /found:([^:]*):end/.exec(stdout) ?? [];
    const found = JSON.parse(Buffer.from(text, "base64").toString() || "{}") as { value?: T; error?: string };
    if (found.value === undefined) throw new Error(found.error ?? "the page said nothing");
    return found.value;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What axe finds wrong with a page, and whether the page was dark. */
export async function axeFindings(
  page: string,
  width: number,
  dark: boolean,
): Promise<{ dark: boolean; found: string[] }> {
  const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  return await inBrowser(
    page,
    width,
    `const script = window.document.createElement("script");
    script.textContent = ${JSON.stringify(axe).replaceAll("</", "<\\/")};
    window.document.head.append(script);
    const { violations } = await window.axe.run(window.document);
    return {
      dark: window.matchMedia("(prefers-color-scheme: dark)").matches,
      found: violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")),
    }`,
    dark,
  );
}
