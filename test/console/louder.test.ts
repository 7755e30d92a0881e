/** The ladder's first rung in a window: which event is louder, what its title says, and that a window rings louder by itself. */
import { describe, expect, test } from "vitest";
import { loudest } from "../../renderer/console/queue/louder.ts";
import { queueOf } from "../../renderer/console/queue/order.ts";
import { windowTitle } from "../../renderer/console/WindowTitle.tsx";
import { planSound } from "../../shared/call/planSound.ts";
import { drawRing } from "../../shared/sound/ringPattern.ts";
import { smoke } from "../alarm/smoke.ts";
import { type Drive, drive, site } from "../desk/drive.ts";

const row = (desk: Drive) => loudest(queueOf(desk.desk), site, desk.now);
const title = (desk: Drive, run: { name: string } | null = null) => windowTitle(site, run, row(desk));

describe("a window", () => {
  test("says that an SOS is louder 15 s after it began to wait, and since when nobody has answered", () => {
    const desk = drive();
    desk.press("101");
    desk.pass(14_999);
    expect(title(desk)).toBe("Priority Console");
    desk.pass(1);
    const { name } = desk.event("101");
    expect(title(desk)).toMatch(new RegExp(`^LOUDER: ${name} · .* · nobody has answered for 15 s$`));
  });

  test("an urgent one after 20 s, an assistance call after 60 s, a routine one never", () => {
    for (const [number, afterMs] of [
      ["301", 20_000],
      ["501", 60_000],
    ] as const) {
      const desk = drive();
      desk.press(number);
      desk.pass(afterMs - 1);
      expect(row(desk), number).toBeNull();
      desk.pass(1);
      expect(row(desk)?.event.number).toBe(number);
    }
    const desk = drive();
    desk.press("998");
    desk.pass(3_600_000);
    expect(row(desk)).toBeNull();
  });

  test("names the gravest that is louder, also behind a graver one that is not yet", () => {
    const desk = drive();
    desk.press("301");
    desk.pass(20_000);
    desk.press("101");
    expect(row(desk)?.event.number).toBe("301");
    desk.pass(15_000);
    expect(row(desk)?.event.number).toBe("101");
  });

  test("says so no more once somebody answers, and again when nobody goes back to a held caller", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "callTaken", callId });
    desk.pass(20_000);
    expect(row(desk)).not.toBeNull();
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    expect(title(desk)).toBe("Priority Console");
    desk.report({ type: "callEstablished", callId });
    desk.command({ type: "hold", callId });
    desk.pass(30_000);
    expect(row(desk)).toBeNull();
    desk.pass(15_000);
    expect(title(desk)).toContain("nobody has gone back to it for 15 s");
  });

  test("says so too in an exercise, behind the word TRAINING", () => {
    const desk = drive();
    expect(title(desk, { name: "One SOS" })).toBe("TRAINING · One SOS");
    desk.press("101");
    desk.pass(15_000);
    expect(title(desk, { name: "One SOS" })).toMatch(/^TRAINING · One SOS · LOUDER: /);
  });

  test("of an alarm without voice nobody says that it was not answered", () => {
    const desk = drive();
    desk.report({
      type: "alarmSeen",
      alarm: smoke(),
    });
    desk.pass(20_000);
    expect(title(desk)).toContain("nobody has taken it for 20 s");
  });

  test("that rings by itself rings louder then", () => {
    const peakNow = (desk: Drive) => {
      const { ring } = planSound(desk.desk, site, desk.now);
      if (!ring) throw new Error("nothing rings");
      return drawRing(ring, 8_000).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    };
    const desk = drive();
    desk.press("101");
    const before = peakNow(desk);
    desk.pass(15_000);
    expect(peakNow(desk)).toBeGreaterThan(1.4 * before);
  });
});
