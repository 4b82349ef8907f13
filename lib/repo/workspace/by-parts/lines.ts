/** A list of lines whose order says little, such as .gitignore: what the other side adds stands at its end. */
export function mergeLines(yours: string, base: string, next: string): string {
  const lines = (text: string) => text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const [had, has, wanted] = [base, yours, next].map((text) => new Set(lines(text))) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ];
  const gone = new Set([...had].filter((line) => !wanted.has(line)));
  const added = [...wanted].filter((line) => !had.has(line) && !has.has(line));
  const kept = yours.split("\n").filter((line) => !gone.has(line.replace(/\r$/, "")));
  const text = kept.join("\n");
  return added.length === 0 ? text : `${text.trimEnd()}${text.trim() === "" ? "" : "\n"}${added.join("\n")}\n`;
}
