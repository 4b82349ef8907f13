/** What was done to a folder, so that all of it can be undone. */
export class Journal {
  readonly #steps: { what: string; undo: () => Promise<unknown> }[] = [];

  /** Notes how to undo a step that is done, or about to be. */
  record(what: string, undo: () => Promise<unknown>): void {
    this.#steps.push({ what, undo });
  }

  /** Undoes everything, the last step first, and goes on after a failure. Returns what could not be undone. */
  async undo(): Promise<string[]> {
    const failed: string[] = [];
    for (const { what, undo } of this.#steps.splice(0).reverse()) {
      await undo().catch(() => failed.push(what));
    }
    return failed;
  }
}
