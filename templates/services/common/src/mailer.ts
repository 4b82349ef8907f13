import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Config } from "./config.ts";
import { MAIL_CONNECT_MS, MAIL_MS } from "./deadlines.ts";

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

type Settings = Pick<Config, "MAIL_FROM" | "MAIL_CONFIGURATION_SET" | "MAIL_REGION" | "MAIL_ENDPOINT">;

/** What plays SES on a developer's machine, `scripts/email.mjs`, asks for no key. In AWS the role of the task opens it. */
const local = (endpoint: string) => ({ endpoint, credentials: { accessKeyId: "local", secretAccessKey: "local" } });

/** Sends mail from the address of this service; SES takes it from no other. */
export class Mailer {
  readonly #ses: SESv2Client;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#ses = new SESv2Client({
      region: settings.MAIL_REGION,
      requestHandler: { connectionTimeout: MAIL_CONNECT_MS, requestTimeout: MAIL_MS, throwOnRequestTimeout: true },
      ...(settings.MAIL_ENDPOINT === undefined ? {} : local(settings.MAIL_ENDPOINT)),
    });
  }

  /**
   * Gives a mail to SES, and the id that SES knows it by. Whether it arrives is known later: see "Mail" in RUNBOOK.md.
   * @throws where SES does not take it
   */
  async send({ to, subject, text }: Mail): Promise<string> {
    const { MessageId = "" } = await this.#ses.send(
      new SendEmailCommand({
        FromEmailAddress: this.#settings.MAIL_FROM,
        ConfigurationSetName: this.#settings.MAIL_CONFIGURATION_SET,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
      }),
    );
    return MessageId;
  }

  close(): void {
    this.#ses.destroy();
  }
}
