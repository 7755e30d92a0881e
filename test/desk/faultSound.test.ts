/** What is heard of the console's own faults: voice lost and journal not recording, behind every event, and never for ever. */
import { describe, expect, test } from "vitest";
import { nextSoundAt, planSound } from "../../shared/call/planSound.ts";
import type { FaultKind } from "../../shared/desk/state.ts";
import { type Drive, drive, site } from "./drive.ts";

const ring = (desk: Drive) => planSound(desk.desk, site, desk.now).ring;
const raise = (desk: Drive, fault: FaultKind, present = true) =>
  desk.report({ type: "fault", fault, subject: "", present, words: "words" });
/** The sound test of the sign-in is over. */
function signedIn(): Drive {
  const desk = drive();
  desk.pass(10_000);
  return desk;
}
const minutes = (count: number): number => count * 60_000;

/** Every change of the ring in so much time, as the host makes it: it looks again when the plan says that it changes. */
function heard(desk: Drive, forMs: number): { sound: string | null; after: number }[] {
  const from = desk.now;
  const found: { sound: string | null; after: number }[] = [];
  for (;;) {
    const sound = ring(desk)?.sound ?? null;
    if (sound !== (found.at(-1)?.sound ?? null)) found.push({ sound, after: desk.now - from });
    const next = nextSoundAt(desk.desk, site, desk.now);
    if (next === null || next > from + forMs) return found;
    desk.pass(next - desk.now);
  }
}

describe.each(["mediaPageLost", "journalDegraded"] as const)("%s", (fault) => {
  test("sounds though nothing waits, until it is over; not when it is over within 2 s", () => {
    const desk = signedIn();
    raise(desk, fault);
    expect(ring(desk)).toBeNull();
    expect(heard(desk, minutes(60))).toEqual([{ sound: "fault", after: 2_000 }]);
    raise(desk, fault, false);
    expect(ring(desk)).toBeNull();
  });

  test("is silenced by F2, and then only a reminder is left, every five minutes, as long as it lasts", () => {
    const desk = signedIn();
    raise(desk, fault);
    desk.pass(3_000);
    desk.command({ type: "silence" });
    expect(heard(desk, minutes(11))).toEqual([
      { sound: "faultReminder", after: minutes(5) },
      { sound: null, after: minutes(5) + 3_000 },
      { sound: "faultReminder", after: minutes(10) },
      { sound: null, after: minutes(10) + 3_000 },
    ]);
    raise(desk, fault, false);
    expect(heard(desk, minutes(60))).toEqual([]);
  });

  test("each reminder plays once, however often the plan is made meanwhile", () => {
    const desk = signedIn();
    desk.now += 0.123;
    raise(desk, fault);
    desk.command({ type: "silence" });
    desk.pass(minutes(5));
    const first = ring(desk);
    desk.pass(1_234.567);
    expect(ring(desk)).toEqual(first);
    desk.pass(minutes(5));
    expect(ring(desk)?.since).not.toBe(first?.since);
  });

  test("sounds anew when it comes back", () => {
    const desk = signedIn();
    raise(desk, fault);
    desk.command({ type: "silence" });
    raise(desk, fault, false);
    desk.pass(61_000);
    raise(desk, fault);
    desk.pass(2_000);
    expect(ring(desk)?.sound).toBe("fault");
  });

  test("never hides an event: that one's sound goes first, and the fault is heard again behind it", () => {
    const desk = signedIn();
    raise(desk, fault);
    desk.pass(3_000);
    desk.press("998");
    expect(ring(desk)?.sound).toBe("oneSoftOnce");
    desk.command({ type: "acknowledge", eventId: desk.event("998").id });
    expect(ring(desk)?.sound).toBe("fault");
  });
});

test("the sound test goes before it, and a deaf console before both", () => {
  const desk = signedIn();
  raise(desk, "journalDegraded");
  desk.pass(3_000);
  desk.command({ type: "startSoundTest" });
  expect(ring(desk)?.sound).toBe("test");
  desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "no answer" });
  expect(ring(desk)?.sound).toBe("deaf");
});

test("other faults are seen, not heard", () => {
  const desk = signedIn();
  for (const fault of ["microphoneMissing", "alarmsLost", "siteReloadRefused", "internalError"] as const)
    raise(desk, fault);
  expect(heard(desk, minutes(10))).toEqual([]);
});

describe("in a call", () => {
  test("a journal that does not record keeps out of it, and nothing is due of it then; after the call it sounds", () => {
    const desk = signedIn();
    const callId = desk.talkTo("998");
    raise(desk, "journalDegraded");
    desk.pass(10_000);
    expect(ring(desk)).toBeNull();
    expect(nextSoundAt(desk.desk, site, desk.now)).toBeNull();
    desk.report({ type: "callEnded", callId, by: "far" });
    expect(ring(desk)?.sound).toBe("fault");
  });

  test("its reminder keeps out of it as well; after the call the next one is heard", () => {
    const desk = signedIn();
    raise(desk, "journalDegraded");
    desk.command({ type: "silence" });
    const callId = desk.talkTo("998");
    const { id } = desk.event("998");
    desk.pass(minutes(5));
    expect(ring(desk)).toBeNull();
    expect(nextSoundAt(desk.desk, site, desk.now)).toBeNull();
    desk.report({ type: "callEnded", callId, by: "far" });
    desk.command({ type: "close", eventId: id, outcome: "helped", note: "", override: "" });
    desk.pass(minutes(5));
    expect(ring(desk)?.sound).toBe("faultReminder");
  });

  test("the loss of the voices themselves is heard at once", () => {
    const desk = signedIn();
    desk.talkTo("998");
    raise(desk, "mediaPageLost");
    desk.pass(2_000);
    expect(ring(desk)?.sound).toBe("fault");
  });
});
