import type { Step } from "./steps.ts";

/** What cannot be reached while a deploy runs: what people or services come through goes, and its successor is not there yet. */

export interface Gap {
  name: string;
  type: string;
  /** What is out of reach. */
  what: string;
  /** About how long, by what AWS usually takes; null where it does not come back. */
  minutes: number | null;
}

interface Way {
  what: string;
  /** What AWS usually takes to let one go and to make one, in minutes. */
  minutes: number;
}

/** From what AWS's documents and the waiters of its Terraform provider say; none is measured here. */
const WAYS: Readonly<Record<string, Way>> = {
  "aws:lb/loadBalancer:LoadBalancer": { what: "every service behind the load balancer", minutes: 5 },
  "aws:lb/listener:Listener": { what: "every service behind the listener", minutes: 1 },
  "aws:lb/listenerRule:ListenerRule": { what: "the service behind the rule", minutes: 1 },
  "aws:lb/targetGroup:TargetGroup": { what: "the service behind the target group", minutes: 3 },
  "aws:ecs/service:Service": { what: "the service", minutes: 5 },
  "aws:ecs/cluster:Cluster": { what: "every service in the cluster", minutes: 10 },
  "aws:cloudfront/distribution:Distribution": { what: "the site", minutes: 10 },
  "aws:route53/record:Record": { what: "the host", minutes: 2 },
  "cloudflare:index/dnsRecord:DnsRecord": { what: "the host", minutes: 2 },
  "aws:rds/instance:Instance": { what: "the database", minutes: 20 },
  "aws:rds/cluster:Cluster": { what: "the database", minutes: 20 },
  "aws:rds/clusterInstance:ClusterInstance": { what: "the database", minutes: 15 },
  "aws:elasticache/replicationGroup:ReplicationGroup": { what: "the cache", minutes: 20 },
  "aws:ec2/natGateway:NatGateway": { what: "the way out of the private subnets", minutes: 5 },
};

export function gapsOf(steps: readonly Step[]): Gap[] {
  return steps.flatMap(({ action, type, name, gap }) => {
    const way = Object.hasOwn(WAYS, type) ? WAYS[type] : undefined;
    if (way === undefined || !(action === "deleted" || (action === "replaced" && gap))) return [];
    return [{ name, type, what: way.what, minutes: action === "deleted" ? null : way.minutes }];
  });
}
