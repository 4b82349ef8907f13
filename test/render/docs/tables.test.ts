import { describe, expect, it } from "vitest";
import { stagesOf } from "../../../lib/answers/stages.ts";
import { estimate } from "../../../lib/cost/estimate.ts";
import { clientCostTable, costTable, wholeCost } from "../../../lib/render/docs/cost.ts";
import { certificateNames, recordTable } from "../../../lib/render/docs/records.ts";
import { serviceTable } from "../../../lib/render/docs/services.ts";
import { lines, SHOP } from "../../support/one-of-everything.ts";
import { viewOf } from "../../support/view.ts";

/** The tables of the README, as somebody reads them. */

describe("services", () => {
  it("of a domain", () => {
    expect(lines(serviceTable(viewOf(SHOP)))).toMatchInlineSnapshot(`
      [
        "| Service | What it is | Made from | Where or when, in production | Uses |",
        "| --- | --- | --- | --- | --- |",
        "| web | web application behind the load balancer | React \`services/web\` | \`acme.com\`; \`www.acme.com\`, \`old.acme.com\` redirect there | bucket files, service inside |",
        "| api | API behind the load balancer | Node.js \`services/api\` | \`api.acme.com/v1/*\`, \`*.t.acme.com/v1/*\` | database d, cache c, jobs for mailer |",
        "| inside | private API, inside the VPC alone | your code \`apps/inside\` | \`http://inside.sst:4000\` | – |",
        "| mailer | worker, running while jobs wait | NestJS \`services/mailer\` | not reachable | cache c, mail from noreply@ |",
        "| resizer | worker, always running | ready image \`nginx:1\` | not reachable | a queue of SQS |",
        "| night | scheduled task | NestJS \`services/night\` | \`rate(1 day)\` | – |",
        "| site | static site on CloudFront | React \`services/site\` | \`site.acme.com\`; \`blog.acme.com\` redirects there | – |",
      ]
    `);
  });

  it("without a domain", () => {
    const services = [
      { name: "api" },
      { name: "web", kind: "web" },
      { name: "at", host: "@", path: "/x/*" },
      { name: "www", kind: "static" },
    ];
    expect(
      lines(serviceTable(viewOf({ services }))).map((line) => line.split(" | ").slice(0, 4).join(" | ")),
    ).toMatchInlineSnapshot(`
      [
        "| Service | What it is | Made from | Where or when, in production",
        "| --- | --- | --- | ---",
        "| api | API behind the load balancer | NestJS \`services/api\` | \`/api/*\`",
        "| web | web application behind the load balancer | React \`services/web\` | \`/*\`",
        "| at | API behind the load balancer | NestJS \`services/at\` | \`/x/*\`",
        "| www | static site on CloudFront | React \`services/www\` | an address of CloudFront",
      ]
    `);
  });
});

describe("records that somebody makes by hand", () => {
  const ARN = "arn:aws:acm:us-east-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef";
  const external = { ...SHOP, dns: "external", certificate: ARN, stages: ["dev", "production"] };

  it("are one for each host, and five for mail", () => {
    const view = viewOf(external);
    expect(lines(recordTable(view, stagesOf(view)))).toMatchInlineSnapshot(`
      [
        "| Stage | Record | Type | Leads to |",
        "| --- | --- | --- | --- |",
        "| \`dev\` | \`dev.acme.com\` | CNAME | the load balancer |",
        "| \`dev\` | \`www-dev.acme.com\` | CNAME | the load balancer |",
        "| \`dev\` | \`old-dev.acme.com\` | CNAME | the load balancer |",
        "| \`dev\` | \`api-dev.acme.com\` | CNAME | the load balancer |",
        "| \`dev\` | \`*.t-dev.acme.com\` | CNAME | the load balancer |",
        "| \`dev\` | \`site-dev.acme.com\` | CNAME | CloudFront's name of site |",
        "| \`dev\` | \`blog-dev.acme.com\` | CNAME | CloudFront's name of site |",
        "| \`dev\` | \`bounce.dev.acme.com\` | MX | SES, in \`mail.MX\` |",
        "| \`dev\` | \`bounce.dev.acme.com\` | TXT | what may send for it, in \`mail.TXT\` |",
        "| \`dev\` | \`…._domainkey.dev.acme.com\` | CNAME | a key of SES, in \`mail.key1\` |",
        "| \`dev\` | \`…._domainkey.dev.acme.com\` | CNAME | a key of SES, in \`mail.key2\` |",
        "| \`dev\` | \`…._domainkey.dev.acme.com\` | CNAME | a key of SES, in \`mail.key3\` |",
        "| \`production\` | \`acme.com\` | ALIAS | the load balancer |",
        "| \`production\` | \`www.acme.com\` | CNAME | the load balancer |",
        "| \`production\` | \`old.acme.com\` | CNAME | the load balancer |",
        "| \`production\` | \`api.acme.com\` | CNAME | the load balancer |",
        "| \`production\` | \`*.t.acme.com\` | CNAME | the load balancer |",
        "| \`production\` | \`site.acme.com\` | CNAME | CloudFront's name of site |",
        "| \`production\` | \`blog.acme.com\` | CNAME | CloudFront's name of site |",
        "| \`production\` | \`bounce.acme.com\` | MX | SES, in \`mail.MX\` |",
        "| \`production\` | \`bounce.acme.com\` | TXT | what may send for it, in \`mail.TXT\` |",
        "| \`production\` | \`…._domainkey.acme.com\` | CNAME | a key of SES, in \`mail.key1\` |",
        "| \`production\` | \`…._domainkey.acme.com\` | CNAME | a key of SES, in \`mail.key2\` |",
        "| \`production\` | \`…._domainkey.acme.com\` | CNAME | a key of SES, in \`mail.key3\` |",
      ]
    `);
    expect(certificateNames(view, stagesOf(view))).toMatchInlineSnapshot(`
      [
        "\`acme.com\`, \`*.acme.com\`, \`*.t.acme.com\` and \`*.t-dev.acme.com\`",
      ]
    `);
  });

  it("name the load balancer where there are several, and clients that the document names", () => {
    const client = (name: string) => ({
      name,
      account: "111111111111",
      domain: `${name}.com`,
      certificate: ARN,
      stages: ["dev"],
    });
    const view = viewOf({
      ...{ dns: "external", services: [{ name: "api" }, { name: "late", balancer: 2 }] },
      clients: [client("acme"), client("globex")],
    });
    const stages = stagesOf(view).filter(({ client }) => client?.name !== "globex");
    expect(lines(recordTable(view, stages))).toMatchInlineSnapshot(`
      [
        "| Stage | Record | Type | Leads to |",
        "| --- | --- | --- | --- |",
        "| \`acme-dev\` | \`api-dev.acme.com\` | CNAME | load balancer 1 |",
        "| \`acme-dev\` | \`late-dev.acme.com\` | CNAME | load balancer 2 |",
      ]
    `);
    expect(certificateNames(view, stages)).toEqual(["`*.acme.com`"]);
  });
});

describe("costs", () => {
  const LAST = /\$\d+\.\d\d/g;
  const shape = (text: string | null) => lines(text).map((line) => line.replaceAll(LAST, "$"));

  it("of the project's stages stand side by side", () => {
    const costs = estimate(viewOf({ ...SHOP, stages: ["dev", "production"] }));
    expect(shape(costTable(costs))).toMatchInlineSnapshot(`
      [
        "| A month | dev | production |",
        "| --- | ---: | ---: |",
        "| NAT gateways | – | $ |",
        "| Public IPv4 addresses | $ | $ |",
        "| Load balancer | $ | $ |",
        "| Web firewall | – | $ |",
        "| Service web | $ | $ |",
        "| Service api | $ | $ |",
        "| Service inside | $ | $ |",
        "| Service mailer | $ | $ |",
        "| Service resizer | $ | $ |",
        "| Database d | $ | $ |",
        "| Cache c | $ | $ |",
        "| Tunnel | $ | $ |",
        "| Hosted zones | $ | $ |",
        "| Secrets | $ | $ |",
        "| Encryption keys | $ | $ |",
        "| Container Insights | – | $ |",
        "| Alarms | $ | $ |",
        "| Metrics of queues | $ | $ |",
        "| Dashboard | – | $ |",
        "| Health checks | – | $ |",
        "| **Total** | **$** | **$** |",
      ]
    `);
    const [dev = 0, production = 0] = costs.stages.map(({ usd }) => usd);
    expect(wholeCost(costs)).toBe(`**$${(dev + production).toFixed(2)}**`);
  });

  it("of clients are a line for each, or for each environment where they are many", () => {
    const client = (name: string, stages: string[], region = "us-east-1") => ({
      ...{ name, account: "111111111111", domain: `${name}.com`, stages, region },
    });
    const costs = estimate(
      viewOf({
        stages: ["dev"],
        clients: [client("a", ["dev", "production"]), client("b", ["production"], "sa-east-1")],
      }),
    );
    expect(shape(clientCostTable(costs, 2))).toMatchInlineSnapshot(`
      [
        "| Client | Stages | A month |",
        "| --- | ---: | ---: |",
        "| a | dev $, production $ | **$** |",
        "| b | production $ + unknown | **$ + unknown** |",
      ]
    `);
    expect(shape(clientCostTable(costs, 1))).toMatchInlineSnapshot(`
      [
        "| Stages | A month each | Together |",
        "| --- | ---: | ---: |",
        "| dev, 1 client | $ | **$** |",
        "| production, 2 clients | $ to $ + unknown | **$ + unknown** |",
      ]
    `);
    expect(clientCostTable(estimate(viewOf({})), 2)).toBeNull();
  });
});
