import { describe, expect, it } from "vitest";
import { failurePage } from "../../templates/services/react-web/src/document.ts";
import { axeFindings, chromium, inBrowser } from "../support/browser.ts";

/** The page of a failure as a browser shows it. Without Chromium, nobody can say. */

const PAGE = failurePage("1-67891233-abcdef012345678912345678");

describe.skipIf(chromium === undefined)("the page of a failure in a browser", () => {
  it.each([false, true])("has nothing that axe finds on a phone (dark: %s)", async (dark) => {
    expect(await axeFindings(PAGE, 390, dark)).toEqual({ dark, found: [] });
  });

  it("is no wider than a phone, and of a size to read", async () => {
    const { wide, letters } = await inBrowser<{ wide: number; letters: number }>(
      PAGE,
      360,
      `const { document } = window;
      const letters = parseFloat(window.getComputedStyle(document.querySelector("p")).fontSize);
      return { letters, wide: document.documentElement.scrollWidth }`,
    );
    expect(wide).toBeLessThanOrEqual(360);
    expect(letters).toBe(16);
  });
});
