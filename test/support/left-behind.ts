/** Folders that go when the test file ends: a hook that is asked for within another hook never runs. */
export const leftBehind = new Set<string>();
