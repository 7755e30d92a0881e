/** Words of the console: states, reasons, durations and entries as people read them. */

import { describe, expect, it } from "vitest";
import { lastCallsWords } from "../../renderer/console/live/lastCalls.ts";
import { pbxWords } from "../../renderer/console/status/PbxPills.tsx";
import { callsOf } from "../../shared/call/live.ts";
import type { Entry, EntryKind } from "../../shared/desk/entries.ts";
import type { PriorityEvent } from "../../shared/desk/state.ts";
import { callOutEndWords, memberState, resultsWords, resultWords } from "../../shared/words/callOut.ts";
import { about, clockTime, duration } from "../../shared/words/durations.ts";
import { endReasonWords } from "../../shared/words/endReasons.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { causeWords } from "../../shared/words/labels.ts";
import { refusalWords } from "../../shared/words/refusals.ts";
import { eventState, silentAdvice, soundState } from "../../shared/words/states.ts";
import { whyWords } from "../../shared/words/why.ts";
import { Story } from "../gallery/story.ts";
import { aSite } from "./aSite.ts";

const now = 1_000_000;
const story = () => new Story(aSite, now).ready().signIn("anna");
const wordOf = (told: Story, eventId: string): string => {
  const event = told.desk.events[eventId] as PriorityEvent;
  return eventState(event, callsOf(told.desk, event)).word;
};

describe("lengths of time", () => {
  it("are minutes and seconds under an hour, then hours and minutes, then days", () => {
    expect(duration(7_000)).toBe("00:07");
    expect(duration(134_900)).toBe("02:14");
    expect(duration(72 * 60_000)).toBe("1 h 12 min");
    expect(duration(50 * 3_600_000)).toBe("2 d 2 h");
    expect(duration(-5)).toBe("00:00");
  });
  it("in sentences have one unit", () => {
    expect([4_000, 125_000, 3 * 3_600_000, 72 * 3_600_000].map(about)).toEqual(["4 s", "2 min", "3 h", "3 d"]);
  });
  it("of the day are hours, minutes and seconds", () =>
    expect(clockTime(new Date(2026, 10, 21, 14, 6, 31).getTime())).toBe("14:06:31"));
});

describe("a caller who is silent", () => {
  it("is asked for another sign, after a look at the camera; whoever else is silent is not", () => {
    const told = story();
    const one = told.press(30, "hp-031");
    told.answer(28, one);
    told.tell(20, "callSoundChanged", { callId: one.callId, in: true, out: true });
    const advice = (camera: boolean) => {
      const call = told.desk.calls[one.callId];
      const event = told.desk.events[one.eventId];
      return call && event ? silentAdvice(call, event, camera) : "no call";
    };
    expect(advice(true)).toBeNull();
    told.tell(10, "callSilent", { callId: one.callId, silent: true });
    expect(advice(false)).toMatch(/^Nothing is heard: stay, listen, and ask for a knock/);
    expect(advice(true)).toMatch(/^Look at the camera first\./);
    told.tell(5, "callHeld", { callId: one.callId, returnMs: 30_000 });
    expect(advice(true)).toBeNull();
  });
});

describe("the state of an event in a word", () => {
  it("follows the call from ringing to the caller's end", () => {
    const told = story();
    const one = told.press(30, "hp-031");
    expect(wordOf(told, one.eventId)).toBe("RINGING");
    told.tell(29, "answerRequested", { callId: one.callId, eventId: one.eventId, dueMs: 5000 }, "operator:anna");
    expect(wordOf(told, one.eventId)).toBe("ANSWERING…");
    told.answer(28, one);
    expect(wordOf(told, one.eventId)).toBe("TALKING");
    told.tell(20, "callHeld", { callId: one.callId, returnMs: 30_000 });
    expect(wordOf(told, one.eventId)).toBe("HELD");
    told.end(10, one.callId);
    expect(wordOf(told, one.eventId)).toBe("ACKNOWLEDGED");
  });

  it("says that somebody who was called for the event asks again, when the caller has gone", () => {
    const told = story();
    const one = told.press(60, "hp-031");
    told.answer(55, one).end(50, one.callId);
    const called = {
      callId: "out-1",
      pbxId: "A",
      number: "7002",
      name: "Patrol",
      stationId: null,
      purpose: "call",
    } as const;
    told.tell(45, "callDialled", { ...called, eventId: one.eventId, dueMs: 60_000 }, "operator:anna");
    told.tell(44, "callEstablished", { callId: "out-1" });
    told.tell(40, "callHeld", { callId: "out-1", returnMs: 30_000 });
    const again = { eventId: one.eventId, because: "holdReturn", callId: "out-1", targetMs: 15_000 } as const;
    expect(wordOf(told, one.eventId)).toBe("ACKNOWLEDGED");
    told.tell(10, "eventSoundedAgain", again, "rule:holdReturn");
    expect(wordOf(told, one.eventId)).toBe("HELD, ASKS AGAIN");
  });

  it("says CONNECTING until the call can be answered", () => {
    const told = story();
    const one = told.press(3, "hp-031");
    const call = told.desk.calls[one.callId];
    if (!call) throw new Error("the press made a call");
    const event = told.desk.events[one.eventId] as PriorityEvent;
    expect(eventState(event, [{ ...call, bound: false }]).word).toBe("CONNECTING");
  });

  it("says so when the caller hung up, when another desk answered, and when the call was lost", () => {
    for (const [kind, word] of [
      ["abandoned", "CALLER HUNG UP"],
      ["lost", "CALL LOST"],
    ] as const) {
      const told = story();
      const one = told.press(9, "hp-031");
      told.tell(5, "callEnded", { callId: one.callId, reason: { kind }, stalledMs: 60_000 });
      expect(wordOf(told, one.eventId)).toBe(word);
    }
    const told = story();
    const one = told.press(9, "hp-031");
    told.tell(5, "callEnded", { callId: one.callId, reason: { kind: "answeredElsewhere" }, stalledMs: 60_000 });
    told.tell(5, "eventAcknowledged", { eventId: one.eventId, how: "answeredElsewhere", stalledMs: 60_000 });
    expect(wordOf(told, one.eventId)).toBe("ANSWERED ELSEWHERE");
  });

  it("does not take a call to the patrol for the caller's own", () => {
    const told = story();
    const one = told.press(40, "hp-031");
    told.answer(35, one).end(20, one.callId);
    told
      .tell(10, "callDialled", {
        callId: "o1",
        pbxId: "A",
        number: "7002",
        name: "Patrol",
        stationId: null,
        eventId: one.eventId,
        purpose: "call",
        dueMs: 60_000,
      })
      .tell(5, "callEstablished", { callId: "o1" });
    expect(wordOf(told, one.eventId)).toBe("ACKNOWLEDGED");
  });

  it("rings again in its class's colour when pressed while another leg is held", () => {
    const told = story();
    const one = told.press(40, "sos-214");
    told.answer(35, one).tell(20, "callHeld", { callId: one.callId, returnMs: 30_000 });
    told.press(2, "sos-214");
    expect(wordOf(told, one.eventId)).toBe("RINGING");
  });
});

describe("sound in a word", () => {
  const told = story();
  const one = told.press(30, "hp-031");
  told.answer(28, one);
  const call = told.desk.calls[one.callId];
  if (!call) throw new Error("the press made a call");
  it("claims both ways only when packets proved both", () => {
    expect(soundState(call, false)?.word).toBe("SOUND BOTH WAYS");
    expect(soundState({ ...call, sound: { in: false, out: true } }, false)?.word).toBe("NO SOUND FROM CALLER");
    expect(soundState({ ...call, sound: { in: false, out: false } }, false)?.word).toBe("WAITING FOR SOUND");
  });
  it("says that the caller does not hear us while we page", () =>
    expect(soundState(call, true)?.word).toBe("DOES NOT HEAR YOU"));
});

describe("why an event has its class", () => {
  it("names the station's kind and what the frame claimed", () => {
    const told = story();
    const { eventId } = told.press(3, "sos-214", { priority: "emergency" });
    expect(whyWords(told.desk.events[eventId] as PriorityEvent, aSite.classes)).toBe(
      "Life safety: SOS terminal, Priority: emergency",
    );
  });
});

describe("the end of a call", () => {
  it("is said in words, with the code beside them", () =>
    expect(endReasonWords({ kind: "refusedByFarEnd", code: 486, text: "Busy Here" }, "the patrol")).toEqual({
      words: "Busy: the patrol is on another call",
      code: 486,
    }));
  it("has words for a code nobody wrote words for", () =>
    expect(endReasonWords({ kind: "refusedByFarEnd", code: 699, text: "Odd" }).words).toBe(
      "Refused by the far end: Odd",
    ));
});

describe("refusals", () => {
  it("are the host's words", () =>
    expect(refusalWords({ code: "noPbx", words: "No PBX today." })).toBe("No PBX today."));
  it("have words of their own where the host gave none", () =>
    expect(refusalWords({ code: "noPbx", words: " " })).toBe("No PBX is registered: nothing can go out."));
});

describe("who did it", () => {
  it("is a name, not an id", () => {
    expect(causeWords("operator:anna", aSite)).toBe("Anna Berger");
    expect(causeWords("wire:A", aSite)).toBe("PBX A");
    expect(causeWords("position", aSite)).toBe("nobody signed in");
  });
});

describe("a PBX in the header", () => {
  const registered = { state: "registered", since: 0, why: "" } as const;
  it("is ready only while its registration was proved within 20 s", () => {
    expect(pbxWords(registered, now - 3_000, now)).toEqual({ words: "proved 3 s ago", tone: "ready" });
    expect(pbxWords(registered, now - 21_000, now).tone).toBe("unproved");
    expect(pbxWords(registered, undefined, now)).toEqual({ words: "registered, not proved", tone: "unproved" });
  });
  it("says why it is lost", () =>
    expect(pbxWords({ state: "lost", since: 0, why: "connection refused" }, undefined, now)).toEqual({
      words: "lost: connection refused",
      tone: "lost",
    }));
});

const entry = <K extends EntryKind>(kind: K, data: Extract<Entry, { kind: K }>["data"], wall = 0): Entry =>
  ({ seq: 1, at: 0, wall, kind, by: "operator:anna", data }) as Entry;

describe("entries as sentences", () => {
  it("name the outcome and the note of a close", () =>
    expect(
      entryWords(entry("eventClosed", { eventId: "e1", outcome: "falsePress", note: "children" }), aSite, {
        event: () => "Help point 031",
      }),
    ).toBe("Help point 031 closed: False press, “children”"));
  it("name the zones of a page", () =>
    expect(
      entryWords(
        entry("pageRequested", {
          pageId: "p",
          legs: [{ zoneId: "platform-2", callId: "c", pbxId: "A", number: "6804", reportsMembers: true }],
          allCall: false,
          approvedBy: null,
          dueMs: 1,
        }),
        aSite,
      ),
    ).toBe("Page to Platform 2"));
});

describe("the last calls of a station", () => {
  const opened = (eventId: string, wall: number) =>
    entry(
      "eventOpened",
      {
        eventId,
        class: "urgent",
        why: [],
        stationId: "hp-031",
        number: "031",
        name: "Help point 031",
        claimedName: "",
        trust: "asserted",
        targetMs: 15_000,
        procedureId: null,
        earlierEventId: null,
      },
      wall,
    );
  const november = (date: number) => new Date(2026, 10, date).getTime();
  it("are counted without the present one, the last with its outcome", () => {
    const entries = [
      opened("e3", november(21)),
      entry("eventClosed", { eventId: "e2", outcome: "falsePress", note: "" }, november(11)),
      opened("e2", november(11)),
      opened("e1", november(2)),
    ];
    expect(lastCallsWords({ entries, more: false }, "e3", aSite)).toBe("2 in 30 days, last 11 Nov (false press)");
  });
  it("of three and more tell how they mostly ended: a station that is pressed for nothing is known by it", () => {
    const ends = ["falsePress", "helped", "falsePress", "falsePress"];
    const entries = ends.flatMap((outcome, i) => [
      entry("eventClosed", { eventId: `e${9 - i}`, outcome, note: "" }, november(20 - i)),
      opened(`e${9 - i}`, november(20 - i)),
    ]);
    expect(lastCallsWords({ entries, more: false }, null, aSite)).toMatch(
      /^4 in 30 days: 3 false press, 1 .+; last 20 Nov \(false press\)$/,
    );
  });
  it("are none when there was none", () =>
    expect(lastCallsWords({ entries: [], more: false }, "e3", aSite)).toBe("none in 30 days"));
});

describe("a call-out list", () => {
  const busy = { kind: "ended", reason: { kind: "refusedByFarEnd", code: 486, text: "Busy here" } } as const;
  it("says how it ended, with each result", () => {
    const results = [
      { name: "Patrol", result: busy },
      { name: "Office", result: null },
    ];
    expect(callOutEndWords("nobody", results)).toBe("nobody reached");
    expect(resultsWords(results)).toBe("Patrol busy, Office not called");
    expect(callOutEndWords("reached", [{ name: "Night patrol", result: { kind: "reached" } }])).toBe(
      "Night patrol reached",
    );
  });
  it("says of a member what is known, and why one was skipped", () => {
    const member = { number: "7002", name: "Patrol" };
    expect(memberState({ ...member, result: busy }, undefined, false).word).toBe("BUSY");
    expect(memberState({ ...member, result: null }, undefined, false).word).toBe("WAITING");
    expect(memberState({ ...member, result: null }, undefined, true).word).toBe("NOT CALLED");
    expect(resultWords({ kind: "skipped", words: "Not allowed." }, "Patrol")).toBe("Not allowed.");
  });
  it("and a door are sentences of the history", () => {
    const entry = (kind: EntryKind, data: object) =>
      ({ seq: 1, at: 0, wall: 0, by: "operator:anna", kind, data }) as unknown as Entry;
    const data = { callOutId: "list-1", name: "First responders", eventId: null };
    expect(
      entryWords(
        entry("callOutEnded", { ...data, outcome: "nobody", results: [{ name: "Patrol", result: busy }] }),
        aSite,
      ),
    ).toBe("First responders: nobody reached. Patrol busy");
    expect(
      entryWords(entry("callOutMemberDone", { ...data, member: 0, memberName: "Patrol", result: busy }), aSite),
    ).toBe("First responders: Busy: Patrol is on another call");
    const door = { callId: "c1", stationId: "d1", eventId: null, words: "Service gate north" };
    expect(entryWords(entry("doorOpened", door), aSite)).toBe(
      "Door Service gate north: digits sent in the call, state unknown",
    );
  });
});
