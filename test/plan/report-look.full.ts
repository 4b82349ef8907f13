import { describe, expect, it } from "vitest";
import { pageOf } from "../../lib/plan/report/page.ts";
import { axeFindings, chromium, inBrowser } from "../support/browser.ts";
import { many } from "../support/graphs.ts";
import { IDENTITY, SHOP, stage } from "../support/report.ts";

/** The report as a browser shows it. Without Chromium, nobody can say. */

const WIDTHS = [1440, 1024, 768, 390, 360];

/** Prices as long as prices get, words as long as names and regions are. */
const production = stage("client-with-a-name-production", "production", "client-with-a-name", 12345.67);
const PAGE = (services: number): string =>
  pageOf(
    {
      ...SHOP,
      stages: [
        ...SHOP.stages,
        {
          ...production,
          region: "ap-southeast-1",
          cost: {
            ...production.cost,
            region: "ap-southeast-1",
            unknown: ["something"],
            lines: [
              {
                id: "service:notifications-and-more",
                label: "Service notifications-and-more",
                detail: "2 tasks of 0.25 vCPU, 0.5 GB",
                usd: 12345.67,
                unknown: ["x"],
                units: [],
                resources: [],
              },
            ],
          },
        },
      ],
    },
    new Map([["production", many(services)]]),
    { ...IDENTITY, author: "Ada", revision: { commit: "0123456789abcdef", branch: "main", changed: true } },
  );

describe.skipIf(chromium === undefined)("the report in a browser", () => {
  it.each(WIDTHS)("shows every price whole at %i pixels", async (width) => {
    const { prices, cut, names } = await inBrowser<{ prices: number; cut: string[]; names: number }>(
      PAGE(5),
      width,
      `const cells = [...window.document.querySelectorAll("td.number")];
      const cut = cells.filter((cell) => {
        const [inner, outer] = [cell.getBoundingClientRect(), cell.closest(".scroll").getBoundingClientRect()];
        return inner.width > 0 && (inner.right > outer.right + 0.5 || cell.scrollWidth > cell.clientWidth + 1);
      }).map((cell) => cell.textContent);
      const names = Math.min(...[...window.document.querySelectorAll("[scope=row]")].map((name) => name.offsetWidth));
      return { cut, names, prices: cells.filter((cell) => cell.offsetWidth > 0 && cell.textContent.includes("$12,345.67")).length }`,
    );
    expect(prices).toBeGreaterThan(1);
    expect(cut).toEqual([]);
    // Room for a word.
    expect(names).toBeGreaterThan(90);
  });

  it.each(WIDTHS)(
    "has a picture whose letters are of a size to read at %i pixels, and no page wider than the screen",
    async (width) => {
      for (const services of [5, 20, 60]) {
        const { sizes, page, text } = await inBrowser<{ sizes: number[]; page: number; text: number }>(
          PAGE(services),
          width,
          `const { document } = window;
        const shown = [...document.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
        const sizes = shown.map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width);
        const text = Math.min(...shown.flatMap((svg) => [...svg.querySelectorAll("text")]).map((one) => parseFloat(window.getComputedStyle(one).fontSize)));
        return { sizes, text, page: document.documentElement.scrollWidth }`,
        );
        expect(sizes).toHaveLength(1);
        expect((sizes[0] as number) * text, `${services} services`).toBeGreaterThanOrEqual(11);
        expect(page).toBeLessThanOrEqual(width);
      }
    },
  );

  it.each([
    [1440, false],
    [1440, true],
    [390, false],
    [390, true],
  ])("has nothing that axe finds, at %i pixels (dark: %s)", async (width, dark) => {
    expect(await axeFindings(PAGE(20), width, dark)).toEqual({ dark, found: [] });
  });
});
