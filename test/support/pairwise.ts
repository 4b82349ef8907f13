/** A row names one value of every dimension, or several where a dimension takes several. */
export type Row<Dimensions extends string> = Record<Dimensions, readonly string[]>;

export interface Space<Dimensions extends string> {
  values: Record<Dimensions, readonly string[]>;
  /** How many values of a dimension stand in one row; default 1. */
  take?: Partial<Record<Dimensions, number>>;
  /** Whether a row can be. */
  possible: (row: Row<Dimensions>) => boolean;
  /** What a row really shows: values without effect are left out. */
  effective: (row: Row<Dimensions>) => Row<Dimensions>;
  /** Whether some row could show both values together. */
  compatible: (a: Fact<Dimensions>, b: Fact<Dimensions>) => boolean;
}

export type Fact<Dimensions extends string = string> = readonly [dimension: Dimensions, value: string];

const key = (a: Fact, b: Fact): string => `${a.join("=")} & ${b.join("=")}`;

/** Every pair of values of two dimensions that some row must show. */
export function allPairs<D extends string>({ values, compatible }: Space<D>): Map<string, readonly [Fact<D>, Fact<D>]> {
  const facts = (Object.entries(values) as [D, readonly string[]][]).flatMap(([dimension, list]) =>
    list.map((value): Fact<D> => [dimension, value]),
  );
  const pairs = new Map<string, readonly [Fact<D>, Fact<D>]>();
  for (const [i, a] of facts.entries()) {
    for (const b of facts.slice(i + 1)) {
      if (a[0] !== b[0] && compatible(a, b)) pairs.set(key(a, b), [a, b]);
    }
  }
  return pairs;
}

/** The pairs that a row shows. */
export function pairsOf<D extends string>({ values, effective }: Space<D>, row: Row<D>): string[] {
  const shown = effective(row);
  const dimensions = Object.keys(values) as D[];
  return dimensions.flatMap((a, i) =>
    dimensions.slice(i + 1).flatMap((b) => shown[a].flatMap((x) => shown[b].map((y) => key([a, x], [b, y])))),
  );
}

/** A small generator of pseudo-random numbers: the same rows on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Rows that together show every pair: greedily, each row the best of some dozen tries. A try begins with a pair that is
 * still missing, and fills the other dimensions with what shows most.
 * @throws where a pair cannot be shown at all
 */
export function pairwise<D extends string>(space: Space<D>, { seed = 1, tries = 40 } = {}): Row<D>[] {
  const next = random(seed);
  const dimensions = Object.keys(space.values) as D[];
  const missing = allPairs(space);
  const counter = counting(space, missing.values());
  const rows: Row<D>[] = [];

  const pick = (dimension: D, wanted: string | undefined): string[] => {
    const left = space.values[dimension].filter((value) => value !== wanted);
    const count = space.take?.[dimension] ?? 1;
    const picked = wanted === undefined ? [] : [wanted];
    while (picked.length < count && left.length > 0) picked.push(...left.splice(next(left.length), 1));
    return picked;
  };
  const attempt = (pair: readonly [Fact<D>, Fact<D>]): { row: Row<D>; gain: number } | null => {
    const wanted = Object.fromEntries(pair) as Partial<Record<D, string>>;
    let row = Object.fromEntries(dimensions.map((name) => [name, pick(name, wanted[name])])) as unknown as Row<D>;
    let gain = space.possible(row) ? counter.gain(row) : -1;
    // One round of changing a dimension at a time, where that shows more.
    for (const dimension of dimensions) {
      for (let change = 0; change < 4; change++) {
        const other = { ...row, [dimension]: pick(dimension, wanted[dimension]) };
        const better = space.possible(other) ? counter.gain(other) : -1;
        if (better > gain) [row, gain] = [other, better];
      }
    }
    return gain > 0 && pairsOf(space, row).includes(key(...pair)) ? { row, gain } : null;
  };

  while (missing.size > 0) {
    const open = [...missing.values()];
    let best: { row: Row<D>; gain: number } | null = null;
    for (let i = 0; i < tries || (best === null && i < 50 * tries); i++) {
      const pair = open[i < tries / 2 || best === null ? 0 : next(open.length)] as readonly [Fact<D>, Fact<D>];
      const found = attempt(pair);
      if (found !== null && found.gain > (best?.gain ?? 0)) best = found;
    }
    if (best === null) throw new Error(`no row shows ${[...missing.keys()][0]}`);
    for (const pair of pairsOf(space, best.row)) missing.delete(pair);
    counter.show(best.row);
    rows.push(best.row);
  }
  return rows;
}

/** Counts how many missing pairs a row would show, in numbers instead of texts: this is where the time goes. */
function counting<D extends string>(space: Space<D>, pairs: Iterable<readonly [Fact<D>, Fact<D>]>) {
  const dimensions = Object.keys(space.values) as D[];
  const numbers = new Map<D, Map<string, number>>();
  let size = 0;
  for (const dimension of dimensions) {
    numbers.set(dimension, new Map(space.values[dimension].map((value) => [value, size++])));
  }
  const numberOf = (dimension: D, value: string) => numbers.get(dimension)?.get(value) ?? 0;
  const missing = new Uint8Array(size * size);
  for (const [a, b] of pairs) missing[numberOf(...a) * size + numberOf(...b)] = 1;

  const each = (row: Row<D>, visit: (index: number) => void) => {
    const shown = space.effective(row);
    const lists = dimensions.map((dimension) => shown[dimension].map((value) => numberOf(dimension, value)));
    for (const [i, list] of lists.entries()) {
      for (const others of lists.slice(i + 1)) {
        for (const x of list) for (const y of others) visit(x * size + y);
      }
    }
  };
  return {
    gain: (row: Row<D>): number => {
      let sum = 0;
      each(row, (index) => {
        sum += missing[index] ?? 0;
      });
      return sum;
    },
    show: (row: Row<D>): void => each(row, (index) => missing.fill(0, index, index + 1)),
  };
}
