import { fileURLToPath } from "node:url";

/** Names that bundled CommonJS packages expect to be there. */
export const __filename = fileURLToPath(import.meta.url);
export const __dirname = fileURLToPath(new URL(".", import.meta.url));
