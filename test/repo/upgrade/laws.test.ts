import { describe } from "vitest";
import { laws } from "./laws.ts";

describe("an upgrade, whatever was rendered, edited and changed", () => laws(4));
