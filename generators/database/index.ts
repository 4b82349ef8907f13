import { database } from "../../lib/commands/database/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(database);
