import { generatorOf } from "../generator-of.ts";

export default generatorOf("queue");
