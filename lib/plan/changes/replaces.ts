import { rowOf } from "../../resources/types.ts";

/** Whether a change of an input makes the resource anew, as far as its row says: AWS may decide otherwise. */
export function replaces(type: string, path: string): boolean {
  // Version 6 of the Terraform provider gives every regional resource a region, and makes it anew in another one.
  if (type.startsWith("aws:") && path === "region") return true;
  const plain = path.replace(/\[\d+\]/g, "");
  return (rowOf(type)?.replacedBy ?? []).some((input) => plain === input || plain.startsWith(`${input}.`));
}
