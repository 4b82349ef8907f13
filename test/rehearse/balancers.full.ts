import { expect, it } from "vitest";
import type { Answers } from "../../lib/answers/schema.ts";
import { losses } from "../../lib/rehearse/story/steps.ts";
import { brief, engine, Stage } from "../support/rehearsal.ts";

const found = await engine();

const api = (name: string) =>
  ({ name, kind: "api", source: "image", image: "public.ecr.aws/nginx/nginx:1.29" }) as const;
const answers = (...services: NonNullable<Answers["services"]>): Answers => ({
  project: "shop",
  domain: "acme.com",
  stages: ["staging"],
  services,
});
const before = answers(api("one"), api("two"));
/** As the hundred-and-first service is, without the hundred. */
const after = answers(api("one"), api("two"), { ...api("three"), balancer: 2, aliases: ["*.app"], redirects: ["www"] });

it.skipIf(found === null)(
  "a second load balancer comes and goes, and what is at the first stays as it is",
  async () => {
    const stage = await Stage.open(found as NonNullable<typeof found>, before, { stage: "staging" });
    await stage.deploy();
    const deploy = async (next: Answers) => {
      await stage.change(next);
      await stage.rehearsal.put("work tree");
      return stage.deploy();
    };
    /** What is done to anything that is neither the second load balancer's nor its service's. */
    const others = (lines: readonly string[]) =>
      lines.filter((line) => !/Three|three|Alb2|App|Www|2$|[.]2[.]/.test(line)).sort();

    const added = brief(await deploy(after));
    expect(added).toContain("created LoadBalancer Alb2LoadBalancer");
    expect(added).toContain("created WebAclAssociation FirewallAssociation2");
    expect(others(added)).toEqual([
      "changed Dashboard Dashboard",
      "changed EventRule CertificateExpires",
      "changed SecurityGroup ContainerAccess",
    ]);

    const removing = await deploy(before);
    const removed = brief(removing);
    expect(removed).toContain("deleted LoadBalancer Alb2LoadBalancer");
    expect(others(removed)).toEqual(others(added));
    expect(losses(removing).map(({ name }) => name)).toEqual(["ThreeServiceLogGroupThreeService"]);
    expect(stage.rehearsal.unanswered).toEqual([]);
  },
  20 * 60_000,
);
