/** By file, the lines that a diff without context has added or changed. */
export function changedLines(diff) {
  const lines = new Map();
  let file;
  for (const line of diff.split("\n")) {
    const named = /^\+\+\+ b\/(.*)$/.exec(line);
    if (named !== null) file = named[1];
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) continue;
    const those = lines.get(file) ?? new Set();
    for (let i = 0; i < Number(hunk[2] ?? 1); i++) those.add(Number(hunk[1]) + i);
    lines.set(file, those);
  }
  return lines;
}
