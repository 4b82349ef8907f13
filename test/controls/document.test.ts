import { describe, expect, test } from "vitest";
import type { Control } from "../../lib/proof/controls/control.ts";
import { controlsDocument } from "../../lib/proof/controls/document.ts";
import { LEFT_OUT } from "../../lib/proof/controls/left-out.ts";
import { standard } from "../../lib/proof/controls/list.ts";

describe("CONTROLS.md", () => {
  const control = (id: string, more: Partial<Control> = {}): Control => ({
    ...{ id, title: `title of ${id}`, why: "why", fix: "fix", severity: "mandatory", when: "always", of: [] },
    problem: () => undefined,
    ...more,
  });
  const text = controlsDocument([
    control("A.1", { section: "First" }),
    control("A.2", { severity: "advisory", when: "production", title: "a | b" }),
    control("A.3", { section: "First", scope: "program" }),
  ]);

  test("has each control below its heading, with its severity and where it is asked; those of nobody are your own", () => {
    const tables = text.slice(text.indexOf("## First"), text.indexOf("## What is left out"));
    expect(tables.trim().split("\n")).toEqual([
      "## First",
      "",
      "| Control | What must hold | Severity | Checked in |",
      "| --- | --- | --- | --- |",
      "| A.1 | title of A.1 | mandatory | every stage |",
      "| A.3 | title of A.3 | mandatory | every stage |",
      "",
      "## Your own",
      "",
      "| Control | What must hold | Severity | Checked in |",
      "| --- | --- | --- | --- |",
      "| A.2 | a \\| b | advisory | production |",
    ]);
  });

  test("counts them: all, those that fail the check, and those that a policy pack cannot ask", () => {
    expect(text).toContain("against the 3 controls of");
    expect(text).toContain("**Mandatory** (2)");
    expect(text).toContain("except for the 1 controls that need what only an offline run knows");
  });

  test("says what is left out, and why: nothing that is asked, and each once", () => {
    const ids = LEFT_OUT.flatMap(({ id }) => id.split(", "));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => standard.some((one) => one.id === id) && id !== "ELB.18")).toEqual([]);
    for (const { id, title, why } of LEFT_OUT) expect(text).toContain(`| ${id} | ${title} | ${why} |`);
  });

  /** As Security Hub calls them. */
  test("names private endpoints by their controls", () => {
    const endpoints = LEFT_OUT.filter(({ title }) => title.startsWith("a private endpoint"));
    expect(endpoints.map(({ id, title }) => `${id} ${title.split(" ").at(-1)}`)).toEqual([
      "EC2.10 ec2",
      "EC2.55 ecr.api",
      "EC2.56 ecr.dkr",
      "EC2.57 ssm",
      "EC2.58 ssm-contacts",
      "EC2.60 ssm-incidents",
    ]);
  });
});
