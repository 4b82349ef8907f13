import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RenderedFile } from "../../lib/render/types.ts";
import { formatRecord, parseRecord, type Rendering, renderingOf, sameRecord } from "../../lib/repo/record.ts";
import { blobId } from "../../lib/system/git.ts";

const path = fc.stringMatching(/^[a-z.]{1,8}(\/[a-z -]{1,6}x){0,2}$/);
const files = fc.uniqueArray(
  fc.record({
    path,
    contents: fc.string(),
    owner: fc.constantFrom("generated" as const, "yours" as const),
    executable: fc.boolean(),
  }),
  { selector: (file) => file.path, maxLength: 8 },
);

const ids = ({ files }: Rendering) => Object.fromEntries([...files].map(([path, { ids }]) => [path, [...ids].sort()]));

describe("the record of what was rendered", () => {
  it("is read as it was written, and does not depend on the order of the files", () => {
    fc.assert(
      fc.property(files, (all) => {
        const rendering = renderingOf(all);
        expect(parseRecord(formatRecord(rendering))).toEqual(rendering);
        expect(formatRecord(renderingOf([...all].reverse()))).toBe(formatRecord(rendering));
      }),
    );
  });

  it("stays readable when git has joined the lines of two branches, whatever stands between them", () => {
    fc.assert(
      fc.property(files, files, (one, other) => {
        const [a, b] = [one, other].map(renderingOf) as [Rendering, Rendering];
        const joined = `<<<<<<< ours\n${formatRecord(a)}=======\n${formatRecord(b)}>>>>>>> theirs\n`;
        const expected: Record<string, string[]> = ids(a);
        for (const [path, more] of Object.entries(ids(b)))
          expected[path] = [...new Set([...(expected[path] ?? []), ...more])].sort();
        expect(ids(parseRecord(joined))).toEqual(expected);
      }),
    );
  });

  it("has one line for the code of a service, which is written as a whole", () => {
    const code = (name: string): RenderedFile => ({ path: `services/api/src/${name}`, contents: name, owner: "yours" });
    const text = formatRecord(renderingOf([code("a.ts"), code("b.ts"), { ...code("c"), path: "notes.md" }]));
    expect(text.split("\n").slice(1)).toEqual(["yours notes.md", "yours services/api/", ""]);
  });

  it("tells whether anything that is generated would be another", () => {
    const file: RenderedFile = { path: "a", contents: "a", owner: "generated" };
    const yours: RenderedFile = { path: "b", contents: "b", owner: "yours" };
    expect(sameRecord(renderingOf([file]), renderingOf([file, yours]))).toBe(true);
    expect(sameRecord(renderingOf([file]), renderingOf([{ ...file, contents: "b" }]))).toBe(false);
  });

  it("names contents as git does", () => {
    // `printf '' | git hash-object --stdin`, and `printf 'what is up, doc?'` of Git's own book.
    expect(blobId(Buffer.alloc(0))).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    expect(blobId(Buffer.from("what is up, doc?"))).toBe("bd9dbf5aae1a3862dd1526723246b20206e5fc37");
  });
});
