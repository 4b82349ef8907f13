import { ofEach, ofStage, without } from "./idea.ts";

/** The ways in and out. */

export const tunnel = ofEach("aws:ec2/instance:Instance", (instance) =>
  instance.name === "Tunnel"
    ? {
        id: "tunnel",
        what: "no tunnel until somebody needs it",
        how: "--tunnel none, or tunnel: false in infra/stage.ts",
        price: "people reach databases and caches after a deploy only",
        loss: "comfort",
        edit: without(instance),
      }
    : null,
);

const NAT = "aws:ec2/natGateway:NatGateway";

export const oneNat = ofStage(
  (resources) => resources.of(NAT).length > 1,
  (resources) => {
    const [, ...others] = resources.of(NAT);
    const held = others.flatMap(
      ({ inputs }) => resources.of("aws:ec2/eip:Eip").find(({ id }) => id === inputs.allocationId) ?? [],
    );
    return {
      id: "nat",
      what: "one NAT gateway for all zones",
      how: "nat in infra/network.ts",
      price: "calls out of the stage stop when its zone fails; traffic between zones is billed",
      loss: "resilience",
      edit: without(...others, ...held),
    };
  },
);
