/**
 * One after the other, for as long as a beginning takes.
 * @returns waits for its turn, and gives what ends it
 */
export function inTurn(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    let end: () => void = () => undefined;
    last = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    return end;
  };
}
