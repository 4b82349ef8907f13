import { describe, expect, it } from "vitest";
import { encode } from "../../../lib/render/diagram/label.ts";
import { diagram } from "../../../lib/render/diagram/mermaid.ts";
import { viewOf } from "../../support/view.ts";

const declared = /^\s*(?:subgraph )?([a-z]\w*) ?(?:\[|\()/;
const edge = /^\s*(\w+) (?:-->|-\.->)(?:\|"[^"]*"\|)? (\w+)$/;

/** Lines that are neither the declaration of a node nor an arrow between declared ones. */
function strange(text: string): string[] {
  const lines = text.split("\n").slice(1);
  const ids = new Set(lines.flatMap((line) => declared.exec(line)?.[1] ?? []));
  return lines.filter((line) => {
    if (line.trim() === "end" || declared.test(line)) return false;
    const [, from, to] = edge.exec(line) ?? [];
    return !(from && to && ids.has(from) && ids.has(to));
  });
}

describe("labels", () => {
  it("lets no text out of its quotes, its brackets or the code block", () => {
    expect(encode('a"]; end ```\n<b>#')).toBe("a#34;#93;#59; end #96;#96;#96; #60;b#62;#35;");
  });

  it("keeps letters of every alphabet", () => {
    expect(encode("Señal 東京")).toBe("Señal 東京");
  });
});

describe("the diagram", () => {
  it("of one API is a load balancer and a service", () => {
    expect(diagram(viewOf({ stages: ["dev"], services: [{ name: "api" }] }))).toBe(`flowchart TD
  users(["Users"])
  balancer["Application Load Balancer<br/>HTTP"]
  subgraph tasks ["ECS Fargate"]
    service_api["api<br/>API, NestJS"]
  end
  users --> balancer
  balancer -->|"/#42;"| service_api
  alarms["CloudWatch<br/>logs, alarms, dashboard"]
  balancer -.-> alarms
  tasks -.-> alarms`);
  });

  const everything = diagram(
    viewOf({
      domain: "acme.com",
      dns: "cloudflare",
      services: [
        { name: "order-api", database: "main", cache: "queue" },
        { name: "admin", kind: "web", source: "image", image: "nginx:1", host: "order-api", path: "/admin/*" },
        { name: "jobs", kind: "worker", cache: "queue" },
        { name: "nightly", kind: "cron", database: "main" },
        { name: "www", kind: "static" },
      ],
      databases: [{ name: "main", engine: "aurora-mysql" }],
      caches: [{ name: "queue", engine: "redis" }],
      backup: { region: "us-west-2" },
      alerts: { email: "ops@acme.com", slack: "T01ABCDEF/C01ABCDEF" },
    }),
  );

  it("draws every arrow between things that are there", () => {
    expect(strange(everything)).toEqual([]);
  });

  it.each([
    'dns["Cloudflare DNS"]',
    'balancer -->|"order-api.acme.com"| service_order_api',
    'balancer -->|"order-api.acme.com/admin/#42;"| service_admin',
    'dns -->|"www.acme.com"| cdn_www',
    "cdn_www --> site_www",
    "schedule_nightly --> service_nightly",
    "service_order_api --> database_main",
    "service_jobs --> cache_queue",
    'database_main[("main<br/>Aurora MySQL 8.0")]',
    "backup -.-> copies",
    "alarms --> email",
    "alarms --> slack",
  ])("shows %s", (text) => {
    expect(everything).toContain(text);
  });

  it("shows nothing that was not chosen", () => {
    const text = diagram(viewOf({ services: [{ name: "jobs", kind: "worker" }] }));
    for (const word of ["users", "balancer", "CloudFront", "data", "backup", "email", "slack", "schedule"]) {
      expect(text).not.toContain(word);
    }
    expect(strange(text)).toEqual([]);
  });
});
