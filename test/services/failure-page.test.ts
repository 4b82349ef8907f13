import { describe, expect, it } from "vitest";
import { failurePage } from "../../templates/services/react-web/src/document.ts";

/** The page that a React service sends where it cannot render one. That it is sent says the app.test.ts of each such service. */

describe("the page of a failure", () => {
  it("fits a phone, follows dark mode, leads back, and loads nothing", () => {
    const page = failurePage("0b1c");
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1" />');
    expect(page).toContain('<meta name="color-scheme" content="light dark" />');
    expect(page).toContain('<a href="">Load this page again</a>');
    expect(page).toContain("say this number: 0b1c</p>");
    expect(page).not.toMatch(/<link|<script|<img|src=|url\(/);
  });

  it("holds the number of the request, which a caller may choose, as text", () => {
    expect(failurePage("</p><script>1</script>&")).toContain("number: &lt;/p>&lt;script>1&lt;/script>&amp;</p>");
  });
});
