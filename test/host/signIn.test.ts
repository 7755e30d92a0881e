import { beforeAll, describe, expect, test } from "vitest";
import { createPinCheck } from "../../electron/host/signIn.ts";
import { hashPin, type PinHash, parsePinHash, writePinHash } from "../../electron/site/pinHash.ts";

/** Cheaper than a site file may have, so that many tries can be tested; the real cost has a test of its own. */
const testCost = 12;
const pins = new Map<string, PinHash>();
beforeAll(async () => {
  pins.set("anna", await hashPin("1402", testCost));
  pins.set("ben", await hashPin("2714", testCost));
});

/** A clock that stands still until it is moved. */
function clockAt(start = 1_000_000): { now: () => number; passS: (seconds: number) => void } {
  let now = start;
  return {
    now: () => now,
    passS: (seconds) => {
      now += seconds * 1000;
    },
  };
}

describe("a PIN", () => {
  test("that is right signs in, and one of another operator does not", async () => {
    const { check } = createPinCheck(pins, clockAt());
    expect(await check("anna", "1402")).toEqual({ ok: true, words: "" });
    expect(await check("ben", "1402")).toEqual({ ok: false, words: "Wrong PIN. Try again." });
  });

  test.each(["", "14020", "1402\0", "1".repeat(100_000)])("is not %j", async (pin) => {
    expect((await createPinCheck(pins, clockAt()).check("anna", pin)).ok).toBe(false);
  });

  test("of an operator whom the site does not know is never right", async () => {
    const { check } = createPinCheck(pins, clockAt());
    for (const id of ["nobody", "__proto__", ""]) expect((await check(id, "1402")).ok).toBe(false);
  });
});

describe("wrong PINs", () => {
  test("make the next try wait 0, 1, 2, 4 … 30 s, and a right one in that time does not pass", async () => {
    const clock = clockAt();
    const { check } = createPinCheck(pins, clock);
    const said: string[] = [];
    for (const waitS of [0, 1, 2, 4, 8, 16, 30, 30]) {
      said.push((await check("anna", "0000")).words);
      if (waitS > 0) {
        expect(await check("anna", "1402")).toEqual({
          ok: false,
          words: `Too many wrong PINs. Try again in ${waitS} s.`,
        });
        clock.passS(waitS - 0.5);
        expect((await check("anna", "1402")).words).toBe("Too many wrong PINs. Try again in 1 s.");
        clock.passS(0.5);
      }
    }
    expect(said).toEqual([
      "Wrong PIN. Try again.",
      ...[1, 2, 4, 8, 16, 30, 30].map((s) => `Wrong PIN. Try again in ${s} s.`),
    ]);
    expect((await check("anna", "1402")).ok).toBe(true);
    expect((await check("anna", "0000")).words).toBe("Wrong PIN. Try again.");
  });

  test("of one operator never make another wait", async () => {
    const { check } = createPinCheck(pins, clockAt());
    for (const pin of ["0000", "0001"]) await check("anna", pin);
    expect((await check("anna", "1402")).ok).toBe(false);
    expect((await check("ben", "2714")).ok).toBe(true);
  });

  test("sent together count one after the other: the right one among them does not slip through", async () => {
    const { check } = createPinCheck(pins, clockAt());
    const answers = await Promise.all(["0000", "0001", "1402", "0002"].map((pin) => check("anna", pin)));
    expect(answers.map(({ ok }) => ok)).toEqual([false, false, false, false]);
    expect(answers[2]?.words).toBe("A PIN of this operator is just being checked. Try again.");
  });

  test("of unknown operators cost the same and wait alike", async () => {
    const { check } = createPinCheck(pins, clockAt());
    await check("nobody", "0000");
    expect((await check("somebody", "0000")).words).toBe("Wrong PIN. Try again in 1 s.");
    expect((await check("nobody", "0000")).words).toBe("Too many wrong PINs. Try again in 1 s.");
    expect((await check("anna", "1402")).ok).toBe(true);
  });

  test("leave the event loop free while they are computed", async () => {
    const { check } = createPinCheck(new Map([["anna", await hashPin("1402")]]), clockAt());
    let turns = 0;
    let done = false;
    const checking = check("anna", "0000").then(() => {
      done = true;
    });
    while (!done) {
      await new Promise((turn) => setImmediate(turn));
      turns += 1;
    }
    await checking;
    expect(turns).toBeGreaterThan(10);
  });
});

describe("the hash in a site file", () => {
  test("is read as it was written", async () => {
    const hash = await hashPin("4711");
    expect(writePinHash(hash)).toMatch(/^scrypt\$17\$8\$1\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
    expect(parsePinHash(writePinHash(hash))).toEqual(hash);
  });

  test("has a salt of its own each time", async () => {
    const [one, two] = await Promise.all([hashPin("4711", testCost), hashPin("4711", testCost)]);
    expect(writePinHash(one)).not.toBe(writePinHash(two));
  });

  const good = `scrypt$17$8$1$${"A".repeat(22)}==$${"A".repeat(43)}=`;
  test.each([
    ["a lower cost", good.replace("$17$", "$16$")],
    ["a cost that exhausts the machine", good.replace("$17$", "$19$")],
    ["other parameters", good.replace("$8$1$", "$4$1$")],
    ["a short salt", good.replace("A".repeat(22), "A".repeat(8))],
    ["a short hash", good.replace("A".repeat(43), "A".repeat(20))],
    ["another kind", good.replace("scrypt", "md5")],
    ["a plain PIN", "4711"],
  ])("with %s is refused", (_what, text) => {
    expect(parsePinHash(good)).not.toBeNull();
    expect(parsePinHash(text)).toBeNull();
  });
});
