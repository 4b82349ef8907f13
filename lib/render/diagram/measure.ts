/** How wide texts are. Readers have other fonts than ours: these are the widths of a wide one, so that all of them fit. */

/** Kinds of characters, and their width as a part of the font's size. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijlI'|.,:;!/\\ ]/, 0.36],
  [/[ftr()[\]{}-]/, 0.44],
  [/[mwMW%@+<=>~#]/, 0.96],
  [/[A-Z]/, 0.76],
  [/[\u0020-\u02ff]/, 0.64],
];

export const NAME = { size: 13, bold: true } as const;
export const LINE = { size: 12, bold: false } as const;
export const KIND = { size: 12, bold: true } as const;
export type Font = typeof NAME | typeof LINE | typeof KIND;

/** The smallest text of a picture, in pixels. */
export const SMALLEST = Math.min(NAME.size, LINE.size, KIND.size);

export const widthOf = (text: string, { size, bold }: Font): number =>
  Array.from(text).reduce((sum, character) => {
    const [, width] = WIDTHS.find(([kind]) => kind.test(character)) ?? [undefined, 1];
    return sum + width * size * (bold ? 1.1 : 1);
  }, 0);

/** As much of a text as there is room for. */
function cut(text: string, room: number, font: Font): string {
  if (widthOf(text, font) <= room) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && widthOf(`${characters.join("")}…`, font) > room) characters.pop();
  return `${characters.join("")}…`;
}

/** No text of a picture takes more lines than this. */
const LINES = 3;

/** A text in lines that fit: broken behind spaces and the punctuation of names and hosts. */
export function lines(text: string, room: number, font: Font): string[] {
  const found: string[] = [];
  let line = "";
  for (const part of text.match(/[^\s./,-]*[\s./,-]*/g)?.filter((one) => one !== "") ?? []) {
    if (line !== "" && widthOf((line + part).trimEnd(), font) > room) {
      found.push(line);
      line = part;
    } else line += part;
  }
  found.push(line);
  const shown = found.length > LINES ? [...found.slice(0, LINES - 1), found.slice(LINES - 1).join("")] : found;
  return shown.map((one) => cut(one.trim(), room, font));
}
