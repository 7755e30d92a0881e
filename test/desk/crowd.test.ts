/** Callers of whom nobody knows that they are a station of the site: an event each, within bounds, and nobody is taken for another. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

const openOf = ({ desk }: Drive, number: string) => Object.values(desk.events).filter((one) => one.number === number);

describe("callers for whom nobody vouches", () => {
  const presses = (desk: Drive, count: number, number: (i: number) => string): void => {
    for (let i = 0; i < count; i += 1) desk.press(number(i), { assertedNumber: null, displayName: `Caller ${i}` });
  };

  test("have an event each; from the twenty-first of one number on they add to its newest", () => {
    const desk = drive();
    presses(desk, 30, () => "999");
    const open = openOf(desk, "999");
    expect(open).toHaveLength(20);
    expect(open.at(-1)?.presses).toHaveLength(11);
    expect(open.at(-1)?.callIds).toHaveLength(11);
    // Closed, there is room for one more.
    expect(desk.kinds().filter((kind) => kind === "callOffered")).toHaveLength(30);
  });

  test("of ever new numbers fill the desk to a bound, and each is told of", () => {
    const desk = drive();
    presses(desk, 700, (i) => String(20_000 + i));
    expect(Object.keys(desk.desk.events)).toHaveLength(500);
    expect(desk.kinds().filter((kind) => kind === "eventOpened" || kind === "eventRepeated")).toHaveLength(700);
    // Whoever is known is not kept out by them.
    desk.press("101");
    expect(desk.event("101").trust).toBe("asserted");
  });

  test("do not join the event of a graver claim, nor lower one", () => {
    const desk = drive();
    presses(desk, 25, () => "999");
    desk.press("999", { assertedNumber: null, priority: "emergency" });
    const newest = openOf(desk, "999").at(-1);
    expect(newest?.emergencyClaimed).toBe(true);
  });

  test("without any number are not taken for one", () => {
    const desk = drive();
    for (let i = 0; i < 30; i += 1) desk.press("", { number: null, assertedNumber: null });
    expect(Object.keys(desk.desk.events)).toHaveLength(30);
  });

  test("of a number that the PBX asserts and the site does not know are bounded as well", () => {
    const desk = drive();
    for (let i = 0; i < 60; i += 1) desk.press("9999");
    expect(openOf(desk, "9999")).toHaveLength(20);
  });
});

describe("strangers who share an event because the desk is full", () => {
  /** The last two of them, who ring in one event. */
  function full(): { desk: Drive; eventId: string; one: string; other: string } {
    const desk = drive();
    for (let i = 0; i < 500; i += 1) desk.press(String(20_000 + i), { assertedNumber: null });
    const one = desk.press("30001", { assertedNumber: null });
    const other = desk.press("30002", { assertedNumber: null });
    for (const callId of [one, other]) desk.report({ type: "callTaken", callId });
    const eventId = desk.call(one).eventId ?? "";
    expect(desk.call(other).eventId).toBe(eventId);
    return { desk, eventId, one, other };
  }

  test("one of them is answered: the other is not sent away, and goes on ringing", () => {
    const { desk, eventId, one, other } = full();
    desk.command({ type: "answer", eventId, holdEqual: false });
    expect(desk.call(other).state, "the newest").toBe("answering");
    desk.report({ type: "callEstablished", callId: other });
    expect(desk.call(one)).toMatchObject({ state: "offered", ending: false });
    expect(desk.desk.events[eventId]?.acknowledged).toBe(false);
    expect(planSound(desk.desk, site, desk.now).ring).not.toBeNull();

    expect(desk.command({ type: "answer", eventId, holdEqual: false })?.code).toBe("liveCallOfEqualClass");
    desk.command({ type: "answer", eventId, holdEqual: true });
    desk.report({ type: "callEstablished", callId: one });
    expect([desk.call(one).state, desk.call(other).state]).toEqual(["talking", "held"]);
  });

  test("who gives up is not answered because one talks with another", () => {
    const { desk, eventId, one, other } = full();
    desk.command({ type: "answer", eventId, holdEqual: false });
    desk.report({ type: "callEstablished", callId: other });
    desk.report({ type: "callSound", callId: other, in: true, out: true });
    desk.report({ type: "callCancelled", callId: one, elsewhere: false });
    expect(desk.desk.events[eventId]?.acknowledged).toBe(false);
  });
});
