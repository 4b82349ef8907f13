import { expect, test } from "vitest";
import { failure } from "../../../lib/repo/workspace/errors.ts";

/** What is said when the system refuses. */

const said = (code: string) =>
  failure("write README.md", Object.assign(new Error(`${code}: as Node says it, open 'README.md'`), { code })).message;

test.each([
  ["ENOSPC", "no space is left on the disk; free some space"],
  ["EDQUOT", "the disk quota is used up; free some space"],
  ["EACCES", "permission is denied; make it yours to write (chown, chmod)"],
  ["EPERM", "the operation is not permitted; make it yours to write (chown, chmod)"],
  ["EROFS", "the file system is read-only; choose a folder that can be written"],
  ["ENAMETOOLONG", "the path is too long; choose a folder with a shorter path"],
  ["ENOTDIR", "a part of the path is a file, not a folder; move that file away"],
  ["EISDIR", "a folder is in the way; move that folder away"],
  ["EBUSY", "it is in use; close the program that uses it"],
  ["EMFILE", "too many files are open; close some programs, or raise `ulimit -n`"],
  ["EIO", "the disk reports an error; check the disk"],
])("%s", (code, words) => {
  expect(said(code)).toBe(`write README.md: ${words} and run again`);
});

test("another one in Node's own words, on one line", () => {
  expect(said("EXDEV")).toBe("write README.md: EXDEV: as Node says it, open 'README.md'");
  expect(failure("write a", new Error("one\ntwo")).message).toBe("write a: one");
});
