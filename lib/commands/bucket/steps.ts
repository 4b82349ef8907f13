import { addingStore } from "../store.ts";

/** Adds a bucket to a repo. */
export const begin = addingStore("bucket");
