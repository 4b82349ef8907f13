import type { Aws } from "../../../aws/client.ts";
import { AwsFailure } from "../../../aws/errors.ts";
import { QUOTAS, type Quota } from "../quotas.ts";
import { type Check, failed, type Outcome, ok, type StagedSubject, warning } from "../types.ts";

/** Where AWS has the quotas of services that are the same in all regions. */
const EVERYWHERE = "us-east-1";

/** The quota of the account; AWS's default where it has none of its own. */
async function quotaOf(aws: Aws, { service, code }: Quota, signal: AbortSignal): Promise<number> {
  const input = { ServiceCode: service, QuotaCode: code };
  try {
    const { Quota } = await aws.call("quotas", "GetServiceQuota", input, { signal });
    return Quota?.Value ?? 0;
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.problem !== "not-found") throw error;
    const { Quota } = await aws.call("quotas", "GetAWSDefaultServiceQuota", input, { signal });
    return Quota?.Value ?? 0;
  }
}

async function look(quota: Quota, subject: StagedSubject, signal: AbortSignal): Promise<Outcome> {
  const { aws } = subject;
  const limit = quota.limit?.(subject, signal) ?? quotaOf(aws, quota, signal);
  const [value, used] = await Promise.all([limit, quota.used(subject, signal)]);
  const { least, most } = quota.needs(subject);
  const evidence = `${used} of ${value} ${quota.unit} used, ${subject.stage.stage} needs ${least}${most > least ? ` to ${most}` : ""}`;
  const ask = (wanted: number) =>
    `ask AWS for more: aws service-quotas request-service-quota-increase --service-code ${quota.service} --quota-code ${quota.code} --desired-value ${Math.ceil(wanted)} --region ${quota.limit ? EVERYWHERE : aws.region}`;
  if (used + least > value) return failed(evidence, ask(used + most));
  return used + most > value ? warning(evidence, ask(used + most)) : ok(evidence);
}

export const QUOTA_CHECKS: readonly Check[] = QUOTAS.map((quota) => ({
  id: quota.id,
  title: quota.title,
  aws: true,
  stage: true,
  when: ({ view }) => view.has.containers && (quota.when?.(view) ?? true),
  run: (subject, signal) => look(quota, subject, signal),
}));
