import { client } from "../../lib/commands/client/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(client);
