/**
 * AWS's public on-demand prices in us-east-1, typed in once more from the pages that are named, for what tests calculate by hand: a
 * price list that is read wrong does not agree with them.
 */

/** Of a month. */
export const HOURS = 730;

// https://aws.amazon.com/fargate/pricing/
export const VCPU = 0.04048;
export const GB = 0.004445;
export const VCPU_ARM = 0.03238;
export const GB_ARM = 0.00356;
// https://aws.amazon.com/rds/postgresql/pricing/ (SKU SCBZU9XX357QUA4D is Multi-AZ), https://aws.amazon.com/elasticache/pricing/
export const RDS_MICRO = 0.016;
export const RDS_MEDIUM_MULTI_AZ = 0.129;
export const RDS_GP3 = 0.115;
export const RDS_GP3_MULTI_AZ = 0.23;
export const VALKEY_MICRO = 0.0128;
export const VALKEY_SMALL = 0.0256;
// https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/elasticloadbalancing/pricing/
export const NAT = 0.045;
export const ADDRESS = 0.005;
export const BALANCER = 0.0225;
// https://aws.amazon.com/ec2/pricing/on-demand/, https://aws.amazon.com/ebs/pricing/
export const T4G_NANO = 0.0042;
export const EBS_GP3 = 0.08;
// https://aws.amazon.com/waf/pricing/, …/kms/pricing/, …/secrets-manager/pricing/, …/route53/pricing/, …/cloudwatch/pricing/
export const WEB_ACL = 5;
export const WEB_ACL_RULE = 1;
export const KEY = 1;
export const SECRET = 0.4;
export const ZONE = 0.5;
/** Of an endpoint in AWS, and its HTTPS. */
export const HEALTH_CHECK = 0.5 + 1;
export const ALARM = 0.1;
export const DASHBOARD = 3;
export const METRIC = 0.3;
export const ENHANCED_METRIC = 0.07;

export const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** Lines of a bill, by their ids. */
export type Lines = Record<string, number>;

/** What a bill adds up to: what its lines say, each to the cent. */
export const sumOf = (lines: Lines): number => cents(Object.values(lines).reduce((sum, usd) => sum + cents(usd), 0));
