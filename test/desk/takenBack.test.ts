/** Going back to a held caller by Space (rules.md, answering and holding): whom it holds for it, whom it takes, who may. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

const answer = (desk: Drive, number: string, holdEqual = false) =>
  desk.command({ type: "answer", eventId: desk.event(number).id, holdEqual });
const rings = (desk: Drive) => planSound(desk.desk, site, desk.now).ring;
const states = (desk: Drive, ...ids: string[]) => ids.map((id) => desk.call(id).state);

const reached = (desk: Drive, number: string, eventId: string | null): string =>
  desk.reach({ type: "call", number, eventId });
/** The caller has hung up and was called back: talks. */
function calledBack(desk: Drive, number: string): string {
  const pressed = desk.press(number);
  desk.report({ type: "callCancelled", callId: pressed, elsewhere: false });
  return desk.reach({ type: "callBack", eventId: desk.event(number).id });
}
function restarted(desk: Drive, kept: string[]): void {
  desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept });
  desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
  desk.report({ type: "media", status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" } });
  desk.pass(0);
  for (const callId of kept) desk.report({ type: "callHealed", callId });
}

describe("a live call of equal or higher class", () => {
  test.each([
    ["higher", "301", "101"],
    ["equal", "101", "102"],
  ])("that is %s is not held by going back to a held caller; the second press holds it", (_rank, first, second) => {
    const desk = drive();
    const held = desk.talkTo(first);
    const live = desk.talkTo(second);
    desk.pass(31_000);
    expect(desk.call(held).asksAgain).toBe(true);
    const refusal = answer(desk, first);
    expect(refusal?.code).toBe("liveCallOfEqualClass");
    expect(refusal?.words).toMatch(/Press again within 2 s to hold that call and go back to/);
    expect(states(desk, held, live)).toEqual(["held", "talking"]);
    expect(answer(desk, first, true)).toBeNull();
    expect(states(desk, held, live)).toEqual(["talking", "held"]);
    expect(desk.entries.findLast((entry) => entry.kind === "callHeld")?.by).toBe("operator:anna");
  });

  test("that is lower is held by its rule, without a second press", () => {
    const desk = drive();
    const sos = desk.talkTo("101");
    const low = desk.talkTo("301");
    expect(answer(desk, "101")).toBeNull();
    expect(states(desk, sos, low)).toEqual(["talking", "held"]);
    expect(desk.entries.findLast((entry) => entry.kind === "callHeld")?.by).toBe("rule:answerHoldsLower");
  });

  test("is held at once by hand: H on a held call asks nothing", () => {
    const desk = drive();
    const held = desk.talkTo("301");
    const live = desk.talkTo("101");
    expect(desk.command({ type: "resume", callId: held })).toBeNull();
    expect(states(desk, held, live)).toEqual(["talking", "held"]);
  });

  test("that is only heard since a restart is not said to be talked with", () => {
    const desk = drive();
    const first = desk.talkTo("101");
    restarted(desk, [first]);
    desk.press("102");
    expect(answer(desk, "102")).toMatchObject({
      code: "liveCallOfEqualClass",
      words: expect.stringMatching(/^You hear Station a1, who does not hear you yet\./),
    });
  });
});

describe("a call with somebody else for the same event", () => {
  test("is held for its caller, who comes first", () => {
    const desk = drive();
    const caller = desk.talkTo("101");
    const patrol = reached(desk, "7002", desk.event("101").id);
    expect(answer(desk, "101")).toBeNull();
    expect(states(desk, caller, patrol)).toEqual(["talking", "held"]);
  });

  test("that asks again does not take the operator from the caller at one press", () => {
    const desk = drive();
    const caller = desk.talkTo("101");
    const patrol = reached(desk, "7002", desk.event("101").id);
    answer(desk, "101");
    desk.pass(31_000);
    expect(desk.call(patrol).asksAgain).toBe(true);
    expect(answer(desk, "101")?.words).toMatch(/go back to Patrol/);
    expect(states(desk, caller, patrol)).toEqual(["talking", "held"]);
    expect(answer(desk, "101", true)).toBeNull();
    expect(states(desk, caller, patrol)).toEqual(["held", "talking"]);
  });

  test("waits its turn: of two who are held the one that asks again is taken, of two who ask the caller", () => {
    const desk = drive();
    const caller = desk.talkTo("101");
    const patrol = reached(desk, "7002", desk.event("101").id);
    desk.pass(20_000);
    desk.command({ type: "hold", callId: patrol });
    desk.pass(11_000);
    expect([desk.call(caller).asksAgain, desk.call(patrol).asksAgain]).toEqual([true, false]);
    desk.pass(20_000);
    expect(desk.call(patrol).asksAgain).toBe(true);
    answer(desk, "101");
    expect(states(desk, caller, patrol)).toEqual(["talking", "held"]);
    desk.command({ type: "hold", callId: caller });
    answer(desk, "101");
    expect(states(desk, caller, patrol)).toEqual(["held", "talking"]);
  });
});

describe("a caller whom we called", () => {
  test("and who is held is asked about again, sounds, and is taken back by Space", () => {
    const desk = drive();
    const back = calledBack(desk, "301");
    const sos = desk.talkTo("101");
    expect(desk.call(back).returnDueAt).toBe(desk.now + 30_000);
    desk.command({ type: "end", callId: sos });
    desk.report({ type: "callEnded", callId: sos, by: "us" });
    desk.pass(31_000);
    expect(desk.call(back)).toMatchObject({ state: "held", asksAgain: true });
    expect(rings(desk)?.sound).toBe("twoPulses");
    desk.pass(1_800_000);
    expect(rings(desk)).not.toBeNull();
    expect(answer(desk, "301")).toBeNull();
    expect(desk.call(back)).toMatchObject({ state: "talking", asksAgain: false });
  });

  test.each([
    ["held by hand", (desk: Drive, callId: string) => void desk.command({ type: "hold", callId })],
    ["held because another was answered first", (desk: Drive) => void desk.talkTo("101")],
    ["held because another is dialled", (desk: Drive) => void reached(desk, "112", null)],
    [
      "held by a transfer that fails",
      (desk: Drive, callId: string) => {
        desk.command({ type: "hold", callId });
        desk.command({ type: "transfer", callId, number: "112" });
        desk.report({ type: "transferFailed", callId, code: 486, text: "Busy" });
      },
    ],
  ])("and is %s has his return timer", (_how, hold) => {
    const desk = drive();
    const back = calledBack(desk, "301");
    hold(desk, back);
    expect(desk.call(back)).toMatchObject({ state: "held", returnDueAt: desk.now + 30_000 });
  });

  test("keeps his return timer over a restart of the host, and asks at once when it is overdue", () => {
    const desk = drive();
    const back = calledBack(desk, "301");
    desk.command({ type: "hold", callId: back });
    desk.pass(10_000);
    restarted(desk, [back]);
    expect(desk.call(back)).toMatchObject({ state: "held", asksAgain: false });
    desk.now += 25_000;
    desk.pass(0);
    expect(desk.call(back).asksAgain).toBe(true);
    restarted(desk, [back]);
    expect(desk.call(back).asksAgain).toBe(true);
    expect(rings(desk)?.sound).toBe("twoPulses");
    expect(answer(desk, "301")).toBeNull();
    expect(desk.call(back).state).toBe("talking");
  });

  test("is not called gone while it still rings there", () => {
    const desk = drive();
    const pressed = desk.press("301");
    desk.report({ type: "callCancelled", callId: pressed, elsewhere: false });
    desk.command({ type: "callBack", eventId: desk.event("301").id });
    expect(answer(desk, "301")).toMatchObject({ code: "nothingToDo", words: "Station h1 is being called." });
  });
});

test("a patrol that was called for the event asks again; one that was called for nothing waits for as long as it is wanted", () => {
  const desk = drive();
  desk.talkTo("301");
  const patrol = reached(desk, "7002", desk.event("301").id);
  desk.command({ type: "hold", callId: patrol });
  expect(desk.call(patrol).returnDueAt).toBe(desk.now + 30_000);
  const plain = reached(desk, "112", null);
  desk.command({ type: "hold", callId: plain });
  expect(desk.call(plain).returnDueAt).toBeNull();
});

test("a party whose caller hung up while all were held is not forgotten", () => {
  const desk = drive();
  const caller = desk.talkTo("301");
  const patrol = desk.reach({ type: "addParty", callId: caller, number: "7002" });
  desk.command({ type: "hold", callId: caller });
  desk.report({ type: "callEnded", callId: caller, by: "far" });
  desk.pass(31_000);
  expect(desk.call(patrol).asksAgain).toBe(true);
  expect(rings(desk)?.sound).toBe("twoPulses");
  expect(answer(desk, "301")).toBeNull();
  expect(desk.call(patrol).state).toBe("talking");
});

test("a call is made for an open event only: no timer of it waits for one that is closed", () => {
  const desk = drive();
  const pressed = desk.press("301");
  desk.report({ type: "callCancelled", callId: pressed, elsewhere: false });
  const { id } = desk.event("301");
  desk.command({ type: "close", eventId: id, outcome: "helped", note: "" });
  expect(desk.command({ type: "call", number: "7002", eventId: id })?.code).toBe("alreadyGone");
  expect(desk.orders).toEqual([]);
});

describe("with nobody signed in, where the site allows to answer so", () => {
  test("a caller who was held by answering another is taken back by an answer, and by no other key", () => {
    const desk = drive(site, null);
    const first = desk.talkTo("101");
    const second = desk.talkTo("102");
    expect(states(desk, first, second)).toEqual(["held", "talking"]);
    expect(desk.command({ type: "resume", callId: first })?.code).toBe("notSignedIn");
    expect(answer(desk, "101")?.code).toBe("liveCallOfEqualClass");
    expect(answer(desk, "101", true)).toBeNull();
    expect(states(desk, first, second)).toEqual(["talking", "held"]);
    expect(desk.call(first).handledBy).toBe("position");
  });

  test("so is one who is only heard since a restart", () => {
    const desk = drive(site, null);
    const callId = desk.talkTo("101");
    restarted(desk, [callId]);
    expect(desk.call(callId).listenOnly).toBe(true);
    expect(answer(desk, "101")).toBeNull();
    expect(planSound(desk.desk, site, desk.now).legs[callId]?.microphone).toBe(true);
    expect(desk.event("101")).toMatchObject({ acknowledged: true, acknowledgedBy: "position" });
  });

  test("where the site does not, nothing is taken back", () => {
    const strict = { ...site, answerUnsigned: false };
    const desk = drive(strict);
    const callId = desk.talkTo("301");
    desk.command({ type: "hold", callId });
    expect(desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: true }, null)?.code).toBe(
      "notSignedIn",
    );
    expect(desk.call(callId).state).toBe("held");
  });
});

describe("what cannot be answered", () => {
  test("a leg that is being refused is not answered in the place of the caller who talks", () => {
    const desk = drive();
    const old = desk.press("101");
    const fresh = desk.press("101");
    answer(desk, "101");
    desk.report({ type: "callEstablished", callId: fresh });
    expect(desk.orders).toContainEqual({ type: "refuseCall", callId: old, code: 486 });
    // The refusal is not confirmed yet; another window presses too.
    expect(answer(desk, "101")?.code).toBe("nothingToDo");
    expect(desk.call(fresh).state).toBe("talking");
    expect(desk.orders.filter((order) => order.type === "answerCall")).toHaveLength(1);
  });

  test("does not stand before a caller who is held", () => {
    const desk = drive();
    const held = desk.talkTo("101");
    desk.command({ type: "hold", callId: held });
    const unreadable = desk.press("101", {}, { readable: false });
    expect(desk.call(unreadable).eventId).toBe(desk.event("101").id);
    expect(answer(desk, "101")).toBeNull();
    expect(desk.call(held).state).toBe("talking");
  });

  test("a held call that ends is not taken back, by no key", () => {
    const desk = drive();
    const held = desk.talkTo("301");
    const sos = desk.talkTo("101");
    desk.command({ type: "end", callId: held });
    expect(desk.command({ type: "resume", callId: held })?.code).toBe("alreadyGone");
    expect(answer(desk, "301", true)?.code).toBe("alreadyGone");
    expect(states(desk, held, sos)).toEqual(["held", "talking"]);
  });
});

test("going back to a caller who pressed again and gave that up acknowledges: it does not ring on beside him", () => {
  const desk = drive();
  const held = desk.talkTo("101");
  desk.command({ type: "hold", callId: held });
  const again = desk.press("101");
  desk.report({ type: "callCancelled", callId: again, elsewhere: false });
  expect(desk.event("101").acknowledged).toBe(false);
  expect(answer(desk, "101")).toBeNull();
  expect(desk.event("101")).toMatchObject({ acknowledged: true, acknowledgedHow: "answered" });
  expect(rings(desk)).toBeNull();
});

test("of two windows that take one caller back at once, the second is told that it is done", () => {
  const desk = drive();
  const held = desk.talkTo("101");
  const live = desk.talkTo("102");
  expect(answer(desk, "101", true)).toBeNull();
  expect(answer(desk, "101", true)?.code).toBe("nothingToDo");
  expect(states(desk, held, live)).toEqual(["talking", "held"]);
});

test("a caller is taken back while a page runs, and does not hear the operator before it is over", () => {
  const desk = drive();
  const held = desk.talkTo("301");
  desk.command({ type: "hold", callId: held });
  desk.command({ type: "startPage", zoneIds: ["tubeB"], allCall: false, approvedBy: null });
  desk.report({ type: "callEstablished", callId: desk.desk.page?.legs[0]?.callId ?? "" });
  expect(answer(desk, "301")).toBeNull();
  expect(planSound(desk.desk, site, desk.now).legs[held]).toMatchObject({ microphone: false, speaker: true });
});
