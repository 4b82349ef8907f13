import { lockOf } from "../../../aws/sst/state.ts";
import { typed } from "../../../system/typed.ts";
import { missingSecrets } from "../../secrets/missing.ts";
import { type Check, failed, ok } from "../types.ts";

const lock: Check = {
  id: "lock",
  title: "Lock",
  aws: true,
  stage: true,
  run: async ({ aws, view, stage }) => {
    const found = await lockOf(aws, view.project, stage.stage);
    return found === null
      ? ok("none")
      : failed(
          `locked by sst ${found.command} since ${found.created}`,
          `wait for it or, when you know that none runs: ${view.pm.exec} sst unlock --stage ${stage.stage}`,
        );
  },
};

const secrets: Check = {
  id: "secrets",
  title: "Secrets",
  aws: true,
  stage: true,
  when: ({ view }) => view.has.secrets,
  run: async ({ aws, view, stage, root }) => {
    const missing = await missingSecrets(aws, view, stage.stage);
    const names = missing.map(({ service, variable }) => `${service}.${variable}`);
    return missing.length === 0
      ? ok("every declared secret has a value")
      : failed(`no value for ${names.join(", ")}`, typed(`secrets push ${stage.stage} --from FILE`, root));
  },
};

export const STATE: readonly Check[] = [lock, secrets];
