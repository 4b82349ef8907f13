import { records, upwards } from "../dns.ts";
import { type Check, ok, type Subject, warning } from "../types.ts";

/** What stands between a service and those whom it writes to. */

/** Mails in 24 hours, as Service Quotas calls it: an account in the sandbox has 200, one that AWS has let out has more. */
const SENDING = { ServiceCode: "ses", QuotaCode: "L-804C8AE8" };
const SANDBOX = 200;

const when = ({ view, stage }: Subject): boolean => view.has.email && (stage === null || stage.domain !== null);

const sandbox: Check = {
  id: "mail",
  title: "Mail",
  aws: true,
  stage: true,
  when,
  run: async ({ aws, stage }, signal) => {
    const { Quota } = await aws.call("quotas", "GetServiceQuota", SENDING, { signal });
    const most = Quota?.Value ?? 0;
    return most > SANDBOX
      ? ok(`the account may send ${most} mails a day in ${aws.region}`)
      : warning(
          `the account is in the sandbox of SES in ${aws.region}: it sends to nobody but addresses that are proven to be yours`,
          `ask AWS to let it out: aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://${stage.domain} --region ${aws.region}`,
        );
  },
};

const dmarc: Check = {
  id: "dmarc",
  title: "DMARC",
  stage: true,
  when,
  run: async ({ stage, dns }) => {
    const domain = stage.domain as string;
    for (const name of upwards(domain)) {
      const texts = await records(dns.resolveTxt(`_dmarc.${name}`));
      if (texts.some((parts) => parts.join("").startsWith("v=DMARC1")))
        return ok(`${name} says what it wants of forgeries`);
    }
    return warning(
      `${domain} does not say what is to become of forged mail: large mailboxes take less of it then`,
      `enter TXT _dmarc.${domain} "v=DMARC1; p=none", and p=quarantine once all mail of the domain is signed`,
    );
  },
};

export const MAIL: readonly Check[] = [sandbox, dmarc];
