/** A text without the mark that some editors begin a file with (a byte order mark), which JSON does not know. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, "");
