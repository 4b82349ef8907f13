import { addingStore } from "../store.ts";

/** Adds a database to a repo. */
export const begin = addingStore("database");
