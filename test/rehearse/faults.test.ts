import { describe, expect, it } from "vitest";
import { Account } from "../../lib/rehearse/account/account.ts";

/** What goes wrong on purpose in a rehearsal. */

const urn = (name: string) => `urn:pulumi:dev::shop::${name}`;

describe("faults", () => {
  const account = () => new Account("123456789012");
  const play = (one: Account, on: "create" | "delete", name: string) =>
    one.call(on === "create" ? "create" : "delete", urn(`t::${name}`), () => one.faults.play(on, urn(`t::${name}`)));

  it("fail what they name, as often as they say, and are in the record", async () => {
    const one = account();
    one.faults.add([{ on: "create", resource: "Main", do: "fail", message: "Throttling: slowly" }]);
    await play(one, "delete", "MainDatabase");
    await play(one, "create", "Other");
    await expect(play(one, "create", "MainDatabase")).rejects.toThrow("Throttling: slowly");
    await play(one, "create", "MainDatabase");
    expect(one.calls.map(({ failed }) => failed)).toEqual([null, null, "Throttling: slowly", null]);
  });

  it("are of one operation, as often as they say, and are left until then or until they are cleared", async () => {
    const one = account();
    one.faults.add([{ on: "delete", resource: "t::Main", do: "fail", times: 2 }]);
    await play(one, "create", "MainDatabase");
    for (const left of [true, false]) {
      await expect(play(one, "delete", "MainDatabase")).rejects.toThrow(
        "AccessDeniedException: the rehearsal was told that this fails",
      );
      expect(one.faults.pending).toBe(left);
    }
    await play(one, "delete", "MainDatabase");
    one.faults.add([{ on: "delete", resource: "Main", do: "fail" }]);
    one.faults.clear();
    expect(one.faults.pending).toBe(false);
    await play(one, "delete", "MainDatabase");
  });

  it("are meant by the type and name of a resource, not by the stage that it is in", async () => {
    const one = account();
    one.faults.add([{ on: "create", resource: "shop", do: "fail" }]);
    await play(one, "create", "Database");
    expect(one.faults.pending).toBe(true);
  });

  it("take long, and then go through", async () => {
    const one = account();
    one.faults.add([{ on: "create", resource: "Database", do: "slow", seconds: 0.05 }]);
    const began = performance.now();
    await play(one, "create", "Database");
    expect(performance.now() - began).toBeGreaterThan(40);
  });

  it("hang until the engine gives up", async () => {
    const one = account();
    one.faults.add([{ on: "create", resource: "/Data.ase$/", do: "hang" }]);
    let seen = false;
    one.faults.onHang = () => {
      seen = true;
    };
    const hanging = play(one, "create", "Database");
    expect(seen).toBe(true);
    setTimeout(() => one.faults.cancel(), 20);
    await expect(hanging).rejects.toThrow("operation cancelled");
  });

  it("kill at the moment that they name", async () => {
    const one = account();
    let killed = false;
    one.faults.onKill = () => {
      killed = true;
      one.faults.cancel();
    };
    one.faults.add([{ on: "delete", resource: "Database", do: "kill" }]);
    setTimeout(() => one.faults.cancel(), 20);
    await expect(play(one, "delete", "Database")).rejects.toThrow();
    expect(killed).toBe(true);
  });
});
