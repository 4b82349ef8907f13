import { addingStore } from "../store.ts";

/** Adds a cache to a repo. */
export const begin = addingStore("cache");
