import { secrets } from "../../lib/commands/secrets/command.ts";
import { generatorOf } from "../generator-of.ts";

export default generatorOf(secrets);
