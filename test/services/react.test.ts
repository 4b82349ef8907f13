import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { renderSources, type Sources } from "../support/boot/sources.ts";
import { servicePackages } from "../support/packages.ts";
import { playPage } from "../support/played/document.ts";

/**
 * Pages of React as a visitor's browser has them, and the server of pages. The document is played: what a page looks like is
 * shown by talk.full.ts where there is Chromium.
 */

const ANSWERS: Answers = {
  project: "acme",
  services: [
    { name: "api", source: "node", health: "/alive" },
    { name: "pages", kind: "web", source: "react" },
    { name: "site", kind: "static", source: "react" },
    { name: "broken", kind: "static", source: "react" },
  ],
};

// biome-ignore lint/suspicious/noExplicitAny: programs of the services, and not of this one.
type Foreign = any;

let sources: Sources;
let fastify: Foreign;
beforeAll(async () => {
  sources = await renderSources(ANSWERS);
  fastify = createRequire(join(await servicePackages(), "/"))("fastify").fastify;
  const app = 'export function App(): never {\n  throw new Error("it broke");\n}\n';
  await writeFile(join(sources.folderOf("broken"), "src/App.tsx"), app);
  await writeBuilt(sources.folderOf("pages"));
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await sources?.dispose();
});

/** What a build leaves: it hides Vite, and React on the server. */
async function writeBuilt(folder: string): Promise<void> {
  await mkdir(join(folder, "dist/client/assets"), { recursive: true });
  await mkdir(join(folder, "dist/ssr"), { recursive: true });
  await writeFile(join(folder, "dist/client/index.html"), "<!--base--><!--page--><!--data-->");
  await writeFile(join(folder, "dist/client/assets/app-0b1c.js"), "1;\n");
  const render =
    'export const render = ({ path }) => ({ html: "<p>" + path + "</p>", status: path === "/" ? 200 : 404 });\n';
  await writeFile(join(folder, "dist/ssr/render.js"), render);
}

const complained: unknown[] = [];
/** What pages and servers have asked the API, and what it answers. */
const asked: [url: string, init: RequestInit][] = [];
let answer: () => Promise<Response>;

beforeEach(() => {
  complained.length = 0;
  asked.length = 0;
  answer = async () => new Response("{}");
  vi.spyOn(console, "error").mockImplementation((...words) => void complained.push(words));
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push([url, init]);
    return answer();
  });
});
afterEach(async () => {
  // React goes on for some turns with a page that nobody looks at any more.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  vi.restoreAllMocks();
});

const moduleOf = (service: string, name: string): Promise<Foreign> =>
  import(join(sources.folderOf(service), "src", name));

let runs = 0;
/** Opens a page as a browser does: what it shows stands in the document afterwards. */
async function open(service: string, program: string, html: string, url = "https://acme.com/") {
  const { document, globals } = playPage(html, url);
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  runs += 1;
  await moduleOf(service, `${program}?run=${runs}`);
  return { document, shown: () => document.getElementById("root")?.outerHTML ?? "" };
}

/** Notes how long is waited, and never gives up. */
const noting = (limits: number[]) => (ms: number) => {
  limits.push(ms);
  return new AbortController().signal;
};

const indexOf = (service: string) => readFile(join(sources.folderOf(service), "index.html"), "utf8");

describe("a site", () => {
  const visit = async (url?: string, service = "site") => open(service, "main.tsx", await indexOf(service), url);

  it("takes over, and asks the API as its pages do: with cookies, under an id, and for seconds", async () => {
    const limits: number[] = [];
    vi.spyOn(AbortSignal, "timeout").mockImplementation(noting(limits));
    const { shown } = await visit();
    expect(shown()).toBe('<div id="root"></div>');
    await expect.poll(shown).toContain('<dd class="up">has taken over</dd>');
    await expect.poll(shown).toMatch(/<dd class="up"><a href="(http:\/\/localhost:\d+)">\1<\/a> is up<\/dd>/);
    const [url, { headers, credentials, signal }] = asked[0] ?? ["", {}];
    expect(url).toMatch(/^http:\/\/localhost:\d+\/alive$/);
    expect({ headers, credentials }).toEqual({
      headers: { "x-request-id": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/) },
      credentials: "include",
    });
    expect([signal?.aborted, ...new Set(limits)]).toEqual([false, 5_000]);
    expect(complained).toEqual([]);
  });

  it.each<[string, () => Promise<Response>]>([
    ["fails", async () => new Response("", { status: 503 })],
    ["is not there", () => Promise.reject(new TypeError("fetch failed"))],
  ])("says that the API is down where it %s", async (_, says) => {
    answer = says;
    const { shown } = await visit();
    await expect.poll(shown).toContain(" is down</dd>");
  });

  it("says of a page that is not there that it is not, in the title too, and leads home", async () => {
    const { document, shown } = await visit("https://acme.com/nowhere");
    await expect.poll(shown).toContain("<h1>Not found</h1>");
    await expect.poll(() => document.title).toBe("Not found");
    expect(shown()).toContain('<a href="/">');
  });

  it("is no empty page when something in it breaks: it can be loaded again", async () => {
    const { shown } = await visit("https://acme.com/a?b=c", "broken");
    await expect.poll(shown).toContain("<h1>Something went wrong</h1>");
    expect(shown()).toContain('<a href="https://acme.com/a?b=c">Load this page again</a>');
  });

  it("needs a place in its page", async () => {
    await expect(open("site", "main.tsx", "<body></body>")).rejects.toThrow("the page has no #root");
  });
});

describe("pages that a server has rendered", () => {
  /** As the server sends it. */
  async function sent(path: string) {
    const [{ render }, { fillDocument }] = await Promise.all(
      ["render.tsx", "document.ts"].map((name) => moduleOf("pages", name)),
    );
    const data = { path, api: "up" };
    return fillDocument(await indexOf("pages"), { base: "/", html: render(data).html, data });
  }

  it("are taken over as they are, without a complaint", async () => {
    const html = await sent("/");
    expect(html).toContain("runs no JavaScript yet");
    const { shown } = await open("pages", "client.tsx", html);
    await expect.poll(shown).toContain('<dd class="up">has taken over</dd>');
    expect(shown()).toContain('<dd class="up">is up</dd>');
    expect(complained).toEqual([]);
  });

  it("say in the title that one is not there", async () => {
    const { document } = await open("pages", "client.tsx", await sent("/nowhere"), "https://acme.com/nowhere");
    await expect.poll(() => document.title).toBe("Not found");
  });

  it.each(['<div id="root"></div>', '<script id="data">{}</script>'])(
    "need their place and their data: %s",
    async (html) => {
      await expect(open("pages", "client.tsx", html)).rejects.toThrow("the page has no #root and #data");
    },
  );

  it.each<[string, () => Promise<Response>, string]>([
    ["answers", async () => new Response("{}"), "up"],
    ["fails", async () => new Response("", { status: 503 }), "down"],
    ["is not there", () => Promise.reject(new TypeError("fetch failed")), "down"],
  ])("know whether the API is up, in a second: where it %s", async (_, says, known) => {
    answer = says;
    const limits: number[] = [];
    vi.spyOn(AbortSignal, "timeout").mockImplementation(noting(limits));
    const { askApi } = await moduleOf("pages", "data.ts");
    expect(await askApi("http://api/alive", "r-1")).toBe(known);
    expect(asked).toEqual([
      ["http://api/alive", { headers: { "x-request-id": "r-1" }, signal: expect.any(AbortSignal) }],
    ]);
    expect(limits).toEqual([1_000]);
  });
});

describe("the server of pages, once it is built", () => {
  async function serve() {
    const app = fastify({ genReqId: () => "r-1" });
    const { servePages } = await moduleOf("pages", "pages.ts");
    await servePages(app, { NODE_ENV: "production", SELF_URL: "https://acme.com/app", API_URL: "http://api" });
    return app;
  }

  it("answers every path with a page, and with the status of that page", async () => {
    const app = await serve();
    const home = await app.inject("/?a=b");
    expect([home.statusCode, home.headers["content-type"]]).toEqual([200, expect.stringContaining("text/html")]);
    expect(home.body).toBe(
      '<base href="/app/" /><p>/</p><script id="data" type="application/json">{"path":"/","api":"up"}</script>',
    );
    expect(asked[0]).toEqual(["http://api/alive", expect.objectContaining({ headers: { "x-request-id": "r-1" } })]);
    expect((await app.inject("/nowhere")).statusCode).toBe(404);
  });

  it("lets browsers keep files for a year, as their names change with what is in them", async () => {
    const { statusCode, headers, body } = await (await serve()).inject("/assets/app-0b1c.js");
    expect([statusCode, body]).toEqual([200, "1;\n"]);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });
});
