import { describe } from "vitest";
import { laws } from "./laws.ts";

describe("an upgrade, whatever was rendered, edited and changed", { timeout: 300_000 }, () => laws(4));
