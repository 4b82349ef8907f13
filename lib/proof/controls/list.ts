import { accessControls } from "./access.ts";
import { alarmControls } from "./alarms.ts";
import { backupControls } from "./backup.ts";
import { cloudwatchControls } from "./cloudwatch.ts";
import { connectionControls } from "./connections.ts";
import type { Control } from "./control.ts";
import { cronControls } from "./crons.ts";
import { deputyControls } from "./deputies.ts";
import { containerControls } from "./ecs-containers.ts";
import { serviceControls } from "./ecs-services.ts";
import { cacheControls } from "./elasticache.ts";
import { emailControls } from "./email.ts";
import { endControls } from "./ends.ts";
import { eventControls } from "./events.ts";
import { firewallControls } from "./firewall.ts";
import { iamControls } from "./iam.ts";
import { jobQueueControls } from "./job-queues.ts";
import { keepingControls } from "./keeping.ts";
import { keyControls } from "./keys.ts";
import { loadBalancerControls } from "./load-balancer.ts";
import { machineControls } from "./machines.ts";
import { messagingControls } from "./messaging.ts";
import { movingControls } from "./moving.ts";
import { nameControls } from "./names.ts";
import { orderControls } from "./order.ts";
import { queueControls } from "./queues.ts";
import { databaseAccessControls } from "./rds-access.ts";
import { databaseEncryptionControls } from "./rds-encryption.ts";
import { databaseOperationsControls } from "./rds-operations.ts";
import { databaseSafetyControls } from "./rds-safety.ts";
import { reachControls } from "./reach.ts";
import { releaseControls } from "./releases.ts";
import { reportControls } from "./reports.ts";
import { routingControls } from "./routing.ts";
import { securityGroupControls } from "./security-groups.ts";
import { siteControls } from "./sites.ts";
import { sleepControls } from "./sleep.ts";
import { stageControls } from "./stage.ts";
import { storageControls } from "./storage.ts";
import { tlsControls } from "./tls.ts";
import { vpcControls } from "./vpc.ts";
import { windowControls } from "./windows.ts";

const sections: readonly { title: string; controls: readonly Control[] }[] = [
  {
    title: "The stage as a whole",
    controls: [
      ...stageControls,
      ...orderControls,
      ...keepingControls,
      ...movingControls,
      ...endControls,
      ...windowControls,
      ...sleepControls,
    ],
  },
  {
    title: "Containers",
    controls: [...containerControls, ...serviceControls, ...queueControls, ...cronControls, ...releaseControls],
  },
  { title: "Network", controls: [...vpcControls, ...securityGroupControls, ...reachControls, ...machineControls] },
  {
    title: "Load balancer",
    controls: [...loadBalancerControls, ...tlsControls, ...routingControls, ...nameControls, ...firewallControls],
  },
  {
    title: "Databases",
    controls: [
      ...databaseSafetyControls,
      ...databaseAccessControls,
      ...databaseEncryptionControls,
      ...databaseOperationsControls,
      ...connectionControls,
    ],
  },
  { title: "Caches", controls: cacheControls },
  { title: "Static sites", controls: siteControls },
  { title: "Backups", controls: backupControls },
  { title: "Permissions and keys", controls: [...iamControls, ...accessControls, ...deputyControls, ...keyControls] },
  { title: "Buckets, images and secrets", controls: storageControls },
  { title: "Topics and queues", controls: [...messagingControls, ...jobQueueControls] },
  { title: "Mail", controls: emailControls },
  {
    title: "Alarms and logs",
    controls: [...cloudwatchControls, ...alarmControls, ...eventControls, ...reportControls],
  },
];

/** What every rendered repo is asked, with the heading that each control has in CONTROLS.md. */
export const standard: readonly Control[] = sections.flatMap(({ title, controls }) =>
  controls.map((control) => ({ section: title, ...control })),
);
