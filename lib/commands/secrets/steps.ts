import { type DeclaredSecret, declaredSecrets } from "../../answers/secrets.ts";
import type { Stage } from "../../answers/stages.ts";
import type { View } from "../../answers/view.ts";
import { Aws } from "../../aws/client.ts";
import { type Identity, identityFor } from "../../aws/identity.ts";
import { type StoredSecrets, storedSecrets } from "../../aws/sst/state.ts";
import { possibleActions, type SecretAction, secretAction } from "../../deploy/secrets/action.ts";
import { type ComparedSecret, compareSecrets, secretNames } from "../../deploy/secrets/compare.ts";
import { writeEnvFile } from "../../deploy/secrets/env-file.ts";
import { secretLines } from "../../deploy/secrets/lines.ts";
import { secretFile, writeSecretFile } from "../../deploy/secrets/output-file.ts";
import { changesOf, missingOf, pushSecrets } from "../../deploy/secrets/push.ts";
import { requireSst } from "../../deploy/sst.ts";
import { Failure, Stopped } from "../../errors.ts";
import { confirm } from "../../questions/ask.ts";
import { typed } from "../../system/typed.ts";
import { Terminal } from "../../terminal/terminal.ts";
import { oneOf, words } from "../choose.ts";
import { repoOf } from "../repo.ts";
import { secretValues } from "../secret-values.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

interface Valid {
  action: SecretAction;
  view: View;
  stage: Stage;
  declared: DeclaredSecret[];
  /** The values that `--from` gives, by SST's names; null without one. */
  file: Map<string, string> | null;
  /** Where `pull` writes; null for standard output. */
  target: string | null;
  /** People read standard error where standard output carries the values. */
  people: Terminal;
}

interface Looked extends Valid {
  identity: Identity;
  stored: StoredSecrets;
  compared: ComparedSecret[];
}

function targetOf(session: Session): Promise<string> | null {
  const to = session.text("to");
  return to === undefined || to === "-" ? null : secretFile(to, session.cwd, session.flag("force"));
}

/** What is there already is replaced only when somebody says so. */
async function askToReplace(session: Session, { compared, stage: { stage }, identity }: Looked): Promise<void> {
  const replaced = changesOf(compared).filter(({ state }) => state === "different");
  if (!session.interactive || session.flag("dry-run") || replaced.length === 0) return;
  const message = `Replace the value of ${secretNames(replaced)} in ${stage} (account ${identity.account})?`;
  if (!(await confirm(session.ask, "replace", message, true))) throw new Stopped("Stopped. Nothing was set.");
}

function document(session: Session, { action, stage, identity, compared }: Looked, more: object): void {
  if (!session.flag("json")) return;
  const of = { action, stage: stage.stage, account: identity.account, region: stage.region };
  session.terminal.document({ ...of, dryRun: session.flag("dry-run"), secrets: compared, ...more });
}

/** What each action does, once it is known what is stored; and how it says so. */
interface Action {
  execute: (session: Session, looked: Looked) => Promise<void>;
  recommend: (session: Session, looked: Looked) => void;
}

const push: Action = {
  async execute(session, { compared, people, stage, file }) {
    if (session.flag("dry-run")) return;
    await pushSecrets({ root: session.root, stage: stage.stage }, changesOf(compared), file ?? new Map(), people);
  },
  recommend(session, looked) {
    const { people, compared, stage } = looked;
    const [changes, missing, dryRun] = [changesOf(compared), missingOf(compared), session.flag("dry-run")];
    document(session, looked, { set: dryRun ? [] : changes.map(({ name }) => name) });
    if (changes.length === 0) people.print(`${stage.stage} has these values already.`);
    else if (dryRun) people.print(`Nothing was set: ${changes.length} would be.`);
    else people.print(`${changes.length} set. Services get them with the next deploy of ${stage.stage}.`);
    if (missing.length > 0) people.print(`Still without a value, so that a deploy stops: ${secretNames(missing)}.`);
  },
};

const pull: Action = {
  async execute(session, { stored: { own, fallback }, declared, target }) {
    if (session.flag("dry-run")) return;
    const text = writeEnvFile(new Map([...fallback, ...own]), declared);
    if (target === null) session.terminal.raw(text);
    else await writeSecretFile(target, text);
  },
  recommend(session, looked) {
    const { target, compared, declared, people } = looked;
    document(session, looked, { file: target });
    const found = compared.filter(({ state }) => state === "set").length;
    const verb = session.flag("dry-run") ? "would be written" : "written";
    people.print(`${found} of ${declared.length} values ${verb}${target === null ? "" : ` in ${target}`}.`);
  },
};

const diff: Action = {
  execute: async () => undefined,
  recommend(session, looked) {
    const { compared, people, stage } = looked;
    for (const line of secretLines(compared, people)) people.print(line);
    document(session, looked, {});
    const missing = missingOf(compared);
    if (missing.length > 0)
      throw new Failure(
        `${stage.stage} has no value for ${secretNames(missing)}: ${typed(`secrets push ${stage.stage} --from FILE`, session.root)}`,
      );
  },
};

const ACTIONS: Readonly<Record<SecretAction, Action>> = { push, pull, diff };

/** The action that is given, else one of those that go with the flags. */
async function actionOf(session: Session): Promise<string | undefined> {
  const [given] = session.args;
  if (given !== undefined || !session.interactive) return given;
  const choices = words(possibleActions(session.options));
  return oneOf(session, { path: "action", given, message: "What about secrets?", choices, what: "actions" });
}

/** Sets, compares or fetches the values of a stage's secrets. */
export const begin = inSteps<Valid, Looked, Looked>({
  async validate(session) {
    const view = repoOf(session);
    const action = secretAction(await actionOf(session), session.options);
    const stage = await stageOf(session, view, session.args[1], "The secrets of which stage?");
    const declared = declaredSecrets(view);
    if (declared.length === 0)
      throw new Failure("no service declares a secret; it is named in .yo-rc.json under services[].secrets");
    const file = secretValues(session, declared);
    if (action === "push") requireSst(session.root);
    const target = action === "pull" ? await targetOf(session) : null;
    const people = session.text("to") === "-" ? new Terminal({ json: true }) : session.terminal;
    return { action, view, stage, declared, file, target, people };
  },

  async ask(session, valid) {
    const { view, stage, declared, file, people, action } = valid;
    const aws = new Aws({ region: stage.region });
    const [identity, stored] = await people.step(`Reading the secrets of ${stage.stage}`, async () => {
      const found = await identityFor(aws, stage);
      return [found, await storedSecrets(aws, view.project, stage.stage)] as const;
    });
    const looked = { ...valid, identity, stored, compared: compareSecrets(declared, file, stored) };
    if (action !== "push") return looked;
    for (const line of secretLines(looked.compared, people)) people.print(line);
    await askToReplace(session, looked);
    return looked;
  },

  async execute(session, looked) {
    await ACTIONS[looked.action].execute(session, looked);
    return looked;
  },

  recommend: (session, looked) => ACTIONS[looked.action].recommend(session, looked),
});
