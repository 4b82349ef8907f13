import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // Relative, so that the pages work below a path of the load balancer too: `pages.ts` writes the <base>.
  base: "./",
  build: { outDir: "dist/client" },
});
