import { describe, expect, test } from "vitest";
import type { Site } from "../../shared/site/site.ts";
import { type Drive, drive, site } from "./drive.ts";

/** Two PBXs; the stations of the site hold one call each, but a2. */
const twoPbxs: Site = {
  ...site,
  pbxs: [...site.pbxs, { id: "B", name: "PBX B", ownNumber: "6000", emergencyNumbers: [], assertsIdentity: true }],
  stations: site.stations.map((station) => (station.id === "a2" ? station : { ...station, lines: 1 })),
};
const marked: Site = { ...twoPbxs, correlation: "session-id" };

function both(given: Site = twoPbxs): Drive {
  const desk = drive(given);
  desk.report({ type: "pbx", pbxId: "B", state: "registered", why: "" });
  return desk;
}
const events = (desk: Drive) => Object.values(desk.desk.events);
const onB = { pbxId: "B" };

/** The same press of 101 by A, then by B; gives their calls. */
function offeredTwice(desk: Drive): [a: string, b: string] {
  const calls: [string, string] = [desk.press("101"), desk.press("101", {}, onB)];
  for (const callId of calls) desk.report({ type: "callTaken", callId });
  return calls;
}
function established(desk: Drive, callId: string): void {
  desk.report({ type: "callEstablished", callId });
  desk.report({ type: "callSound", callId, in: true, out: true });
}
const answer = (desk: Drive) => desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });

test("one PBX of two gone leaves the console able to hear; both gone make it deaf", () => {
  const desk = both();
  desk.report({ type: "pbx", pbxId: "B", state: "lost", why: "gone" });
  expect(Object.keys(desk.desk.faults)).toEqual(["pbxUnreachable:B"]);
  desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
  expect(desk.desk.faults["deaf:"]).toBeDefined();
});

describe("a press that both PBXs offer", () => {
  test("by a station of one line is one event with two legs, one press and one sound", () => {
    const desk = both();
    const calls = offeredTwice(desk);
    expect(events(desk)).toHaveLength(1);
    expect(desk.event("101")).toMatchObject({ callIds: calls, presses: [desk.now] });
    expect(desk.desk.shift.inbound.presses).toBe(1);
  });

  test("is two presses of one event later than 3 s, or once the first leg was answered", () => {
    const late = both();
    late.press("101");
    late.pass(3_250);
    late.press("101", {}, onB);
    expect(late.event("101").presses).toHaveLength(2);

    const answered = both();
    answered.talkTo("101");
    answered.press("101", {}, onB);
    expect(answered.event("101").presses).toHaveLength(2);
  });

  test("is two presses when one PBX sends it twice, or the station can hold more than one call", () => {
    const desk = both();
    offeredTwice(desk);
    desk.press("101");
    expect(desk.event("101").presses).toHaveLength(2);
    // Its copy joins the newer press, not the older.
    desk.press("101", {}, onB);
    expect(desk.event("101").presses).toHaveLength(2);
    expect(desk.event("101").callIds).toHaveLength(4);

    const many = both();
    many.press("102");
    many.press("102", {}, onB);
    expect(many.event("102").presses).toHaveLength(2);
  });

  test("is two cards on the caller's own word, and never one by a display name", () => {
    const desk = both();
    desk.press("101", { assertedNumber: null });
    desk.press("101", { assertedNumber: null }, onB);
    desk.press("998", { displayName: "Lobby" });
    desk.press("999", { displayName: "Lobby" }, onB);
    expect(events(desk)).toHaveLength(4);
  });

  test("is joined by the header that the site names, whoever calls and however late", () => {
    const desk = both(marked);
    const correlation = "ab30317f1a784dc48ff824d0d3715d86";
    desk.press("998", { correlation });
    desk.pass(4_000);
    desk.press("0998", { correlation, assertedNumber: null }, onB);
    desk.press("998", { correlation: "another" }, onB);
    expect(events(desk).map((event) => event.callIds.length)).toEqual([2, 1]);
  });

  test("is not joined by the header across two stations, nor by the station against the header", () => {
    const desk = both(marked);
    desk.press("101", { correlation: "one" });
    desk.press("201", { correlation: "one" }, onB);
    expect(events(desk)).toHaveLength(2);
    desk.press("101", { correlation: "two" }, onB);
    expect(desk.event("101").presses).toHaveLength(2);
  });

  test("is answered on the PBX with the freshest proof; the other has 2 s to cancel, then gets 486", () => {
    const desk = both();
    const [a, b] = offeredTwice(desk);
    desk.proofs = { A: desk.now - 9_000, B: desk.now - 2_000 };
    expect(answer(desk)).toBeNull();
    expect(desk.orders).toEqual([{ type: "answerCall", callId: b }]);
    established(desk, b);
    desk.pass(1_750);
    expect(desk.orders).toHaveLength(1);
    desk.pass(250);
    expect(desk.orders.slice(1)).toEqual([{ type: "refuseCall", callId: a, code: 486 }]);
    desk.report({ type: "callEnded", callId: a, by: "us" });
    expect(desk.event("101")).toMatchObject({ callIds: [b], acknowledged: true, condition: "active", lastEnded: null });
  });

  test("whose other leg is cancelled in time sends no 486, and says nothing of the caller we talk with", () => {
    for (const elsewhere of [false, true]) {
      const desk = both();
      const [a, b] = offeredTwice(desk);
      desk.proofs = { A: desk.now, B: desk.now - 1 };
      answer(desk);
      // Space once more, in the hurry: the copy is not answered too.
      expect(answer(desk)?.code).toBe("nothingToDo");
      established(desk, a);
      desk.report({ type: "callCancelled", callId: b, elsewhere });
      desk.pass(5_000);
      expect(desk.orders).toEqual([{ type: "answerCall", callId: a }]);
      expect(desk.event("101")).toMatchObject({
        callIds: [a],
        acknowledgedHow: "answered",
        abandoned: false,
        lastEnded: null,
      });
    }
  });

  test("whose answer fails on one PBX rings on and is answered on the other", () => {
    const desk = both();
    const [a, b] = offeredTwice(desk);
    desk.proofs = { A: desk.now, B: desk.now - 1 };
    answer(desk);
    expect(desk.call(b).state).toBe("offered");
    desk.report({ type: "callFailed", callId: a, reason: { kind: "failed", code: null, text: "no ACK" } });
    expect(desk.event("101")).toMatchObject({ acknowledged: false, condition: "active", lastEnded: null });
    expect(answer(desk)).toBeNull();
    expect(desk.orders.at(-1)).toEqual({ type: "answerCall", callId: b });
  });

  test("is abandoned only when the last leg has gone, and counted once", () => {
    const desk = both();
    const [a, b] = offeredTwice(desk);
    desk.report({ type: "callCancelled", callId: a, elsewhere: false });
    expect(desk.event("101")).toMatchObject({ condition: "active", abandoned: false });
    desk.report({ type: "callCancelled", callId: b, elsewhere: false });
    expect(desk.event("101")).toMatchObject({ condition: "returned", abandoned: true, acknowledged: false });
    expect(desk.desk.shift.inbound.abandoned).toBe(1);
  });

  test("whose copy comes after the answer gets its 2 s and then 486", () => {
    const desk = both(marked);
    const a = desk.press("101", { correlation: "one" });
    desk.report({ type: "callTaken", callId: a });
    answer(desk);
    established(desk, a);
    const b = desk.press("101", { correlation: "one" }, onB);
    expect(desk.event("101").acknowledged).toBe(true);
    desk.pass(2_000);
    expect(desk.orders.at(-1)).toEqual({ type: "refuseCall", callId: b, code: 486 });
  });
});

describe("calls out", () => {
  const dialled = (desk: Drive): string | null => {
    if (desk.command({ type: "call", number: "7002", eventId: null })) return null;
    const order = desk.orders.at(-1);
    if (order?.type !== "dialCall") throw new Error("nothing was dialled");
    desk.report({ type: "callEnded", callId: order.callId, by: "far" });
    return order.pbxId;
  };

  test("take the first PBX of the site's order whose proof is younger than 20 s", () => {
    const desk = both();
    desk.proofs = { A: desk.now - 20_000, B: desk.now - 19_000 };
    expect(dialled(desk)).toBe("B");
    desk.proofs = { A: desk.now - 20_000 };
    expect(dialled(desk)).toBeNull();
    expect(desk.refusals.at(-1)?.code).toBe("noPbx");
  });

  test("stay on their PBX until it fails, also when the first is back", () => {
    const desk = both();
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    expect(dialled(desk)).toBe("B");
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    expect(dialled(desk)).toBe("B");
    desk.report({ type: "pbx", pbxId: "B", state: "lost", why: "gone" });
    desk.report({ type: "pbx", pbxId: "B", state: "registered", why: "" });
    expect(dialled(desk)).toBe("A");
  });
});
