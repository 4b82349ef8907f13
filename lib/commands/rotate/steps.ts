import { declaredSecrets } from "../../answers/secrets.ts";
import type { View } from "../../answers/view.ts";
import type { Deployed } from "../../deploy/deployed.ts";
import { refuseLocked } from "../../deploy/locks.ts";
import { type Credential, credentialsOf } from "../../deploy/rotate/credentials.ts";
import { rotate } from "../../deploy/rotate/rotate.ts";
import type { Rotation } from "../../deploy/rotate/rotation.ts";
import { requireSst } from "../../deploy/sst.ts";
import type { Check } from "../../deploy/verify.ts";
import { UsageError } from "../../errors.ts";
import { interruptible } from "../../system/interruptible.ts";
import { typed } from "../../system/typed.ts";
import { confirmProduction } from "../consent.ts";
import { lookForAwake } from "../deployed.ts";
import { labelledOne } from "../labelled.ts";
import { checkedNumber, waitOf } from "../numbers.ts";
import { repoOf } from "../repo.ts";
import { secretValues } from "../secret-values.ts";
import type { Session } from "../session.ts";
import { stageOf } from "../stage-of.ts";
import { inSteps } from "../steps.ts";

type Values = ReadonlyMap<string, string>;

interface Valid {
  view: View;
  credentials: Credential[];
  wait: number;
  /** Null without `--from`. */
  values: Values | null;
}

interface Asked {
  view: View;
  deployed: Deployed;
  credential: Credential;
  values: Values;
  wait: number;
}

interface Done extends Asked {
  rotated: { rotation: Rotation; checks: Check[] }[];
}

/** A declared secret gets its value from whoever gave it out; everything else is made here. */
function checkValues({ kind, name }: Credential, values: Values | null, given: readonly string[]): void {
  const problem = (message: string) => new UsageError([{ path: "--from", message }], "the command line");
  if (kind !== "secret" && values !== null) throw problem("is for secrets: the new value is made here");
  if (kind === "secret" && values === null)
    throw problem("name a .env file with the new value, or - for standard input");
  if (kind === "secret" && !given.includes(name)) throw problem(`has no value for ${name}`);
  const others = given.filter((variable) => variable !== name);
  if (others.length > 0) throw problem(`has other values too, which are not changed here: ${others.join(", ")}`);
}

async function rotateAll(session: Session, asked: Asked, signal: AbortSignal): Promise<Done> {
  const { view, deployed, credential, values, wait } = asked;
  const context = { root: session.root, view, deployed, terminal: session.terminal, signal, wait };
  const rotated: Done["rotated"] = [];
  for (const rotation of credential.rotations(context, values))
    rotated.push({ rotation, checks: await rotate(context, rotation) });
  return { ...asked, rotated };
}

/** Changes a credential of a stage. */
export const begin = inSteps<Valid, Asked, Done>({
  validate(session) {
    session.stoppingMeans("Stopped. Nothing was changed.");
    const view = repoOf(session);
    const wait = checkedNumber(waitOf(session));
    const values = secretValues(session, declaredSecrets(view));
    requireSst(session.root);
    return { view, credentials: credentialsOf(view), wait, values };
  },

  async ask(session, { view, credentials, wait, values }) {
    const stage = await stageOf(session, view, session.args[0], "Rotate a credential of which stage?");
    const what = { path: "credential", message: "Rotate what?", what: "credentials" };
    const credential = await labelledOne(session, credentials, what);
    const given = declaredSecrets(view).filter(({ name }) => values?.has(name));
    checkValues(credential, values, [...new Set(given.map(({ variable }) => variable))]);
    const deployed = await lookForAwake(session, session.terminal, view, stage);
    await refuseLocked(deployed.aws, {
      stage: stage.stage,
      project: view.project,
      region: stage.region,
      exec: view.pm.exec,
      again: typed(`rotate ${stage.stage} ${credential.label}`, session.root),
    });
    await confirmProduction(session, stage, "rotate a credential of");
    return { view, deployed, credential, values: values ?? new Map(), wait };
  },

  execute: (session, asked) =>
    interruptible((signal) => rotateAll(session, asked, signal), { also: ["SIGTERM"], message: "Stopped." }),

  recommend(session, { deployed, credential, rotated }) {
    const { terminal } = session;
    const { stage } = deployed.stage;
    if (session.flag("json"))
      terminal.document({
        stage,
        credential: credential.label,
        by: deployed.identity.arn,
        rotated: rotated.map(({ rotation, checks }) => ({ what: rotation.what, services: rotation.services, checks })),
      });
    const what = rotated.map(({ rotation }) => rotation.what).join(", ");
    terminal.print(`✔ Rotated: ${what}. The next deploy keeps it.`);
    if (credential.kind === "secret")
      terminal.print(`Next: have the old value of ${credential.name} made invalid where it was given out.`);
  },
});
