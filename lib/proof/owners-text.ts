import { readFileSync } from "node:fs";

/** The text of a file that people edit, without the mark that some editors begin it with, which JSON does not know. */
export const ownersText = (file: string): string => readFileSync(file, "utf8").replace(/^\uFEFF/, "");
