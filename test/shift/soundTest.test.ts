import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { drive, site } from "../desk/drive.ts";

const hourMs = 3_600_000;
const ring = (desk: ReturnType<typeof drive>) => planSound(desk.desk, site, desk.now).ring;

describe("the sound test", () => {
  test("at sign-in the ring is played for 2 s, at the volume that life safety has at least", () => {
    const desk = drive();
    expect(ring(desk)).toMatchObject({ sound: "test", atLeast: 60 });
    desk.pass(2_000);
    expect(ring(desk)).toBeNull();
    expect(desk.desk.soundTest?.result).toBe("asked");
  });

  test("a real ring goes before it, and a call is not disturbed by it", () => {
    const desk = drive();
    desk.press("101");
    expect(ring(desk)?.sound).toBe("threeFast");
    desk.talkTo("101");
    desk.command({ type: "startSoundTest" });
    expect(ring(desk)?.sound).not.toBe("test");
  });

  test("heard: asked again 12 h later, in the same shift", () => {
    const desk = drive();
    desk.command({ type: "endSoundTest", heard: true });
    desk.pass(1_000);
    expect(desk.desk.soundTest?.result).toBe("heard");
    desk.now += 12 * hourMs;
    desk.input({ type: "tick" });
    expect(desk.desk.soundTest?.result).toBe("asked");
    expect(desk.entries.at(-1)?.by).toBe("rule:soundTest");
  });

  test("not heard is a fault until it is heard", () => {
    const desk = drive();
    desk.command({ type: "endSoundTest", heard: false });
    expect(desk.desk.faults["soundNotHeard:"]?.words).toContain("ring device");
    desk.command({ type: "startSoundTest" });
    desk.command({ type: "endSoundTest", heard: true });
    expect(desk.desk.faults["soundNotHeard:"]).toBeUndefined();
  });

  test("not heard outlives a restart: no device says that it is better", () => {
    const desk = drive();
    desk.command({ type: "endSoundTest", heard: false });
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [] });
    expect(Object.keys(desk.desk.faults)).toEqual(["soundNotHeard:"]);
  });

  test("nobody answers: that is on record once, and it is asked again in an hour", () => {
    const desk = drive();
    desk.pass(121_000);
    desk.pass(60_000);
    expect(desk.kinds().filter((kind) => kind === "soundTestEnded")).toHaveLength(1);
    expect(desk.desk.soundTest?.result).toBe("unanswered");
    desk.now += hourMs;
    desk.input({ type: "tick" });
    expect(desk.desk.soundTest?.result).toBe("asked");
  });

  test("with nobody signed in nobody is asked, and nobody answers", () => {
    const desk = drive();
    desk.command({ type: "endSoundTest", heard: true });
    desk.command({ type: "signOut" });
    desk.now += 13 * hourMs;
    desk.input({ type: "tick" });
    expect(desk.desk.soundTest?.result).toBe("heard");
    expect(desk.command({ type: "startSoundTest" })?.code).toBe("notSignedIn");
  });

  test("said twice, it is written once", () => {
    const desk = drive();
    desk.command({ type: "endSoundTest", heard: true });
    desk.command({ type: "endSoundTest", heard: true });
    expect(desk.kinds().filter((kind) => kind === "soundTestEnded")).toHaveLength(1);
  });
});

describe("the floor of the ring", () => {
  test("life safety and a deaf console ask for it, the other classes do not", () => {
    const desk = drive();
    desk.press("301");
    expect(ring(desk)).toEqual({ sound: "twoPulses", level: "normal" });
    desk.press("101");
    expect(ring(desk)?.atLeast).toBe(60);
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    expect(ring(desk)).toMatchObject({ sound: "deaf", atLeast: 60 });
  });

  test("is the site's", () => {
    const loud = { ...site, ringAtLeast: 80 };
    const desk = drive(loud);
    desk.press("101");
    expect(planSound(desk.desk, loud, desk.now).ring?.atLeast).toBe(80);
  });
});
