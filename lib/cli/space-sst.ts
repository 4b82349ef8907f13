#!/usr/bin/env node
import nodeModule from "node:module";

// Where Node can keep compiled code (22.1 and later), the second run starts faster.
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();

const { main } = await import("./main.ts");
await main(process.argv.slice(2));
