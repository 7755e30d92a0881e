/** The course of an exercise on a virtual clock: when which step happens, and when it is over. */
import { expect, test } from "vitest";
import { advance, beginCourse, type PlantAct, type Stage } from "../../shared/training/advance.ts";
import { castOf } from "../../shared/training/cast.ts";
import type { Scenario } from "../../shared/training/scenario.ts";
import { type Drive, drive, site } from "../desk/drive.ts";

const scenario: Scenario = {
  id: "own",
  name: "Own",
  words: "",
  limitS: 600,
  callers: [
    { id: "driver", type: "sosTerminal" },
    { id: "other", type: "sosTerminal", near: "driver" },
  ],
  steps: [],
  expected: [],
};

function stageOf(steps: Scenario["steps"], more: Partial<Scenario> = {}): Stage {
  const own = { ...scenario, ...more, steps };
  const cast = castOf(own, site);
  if ("why" in cast) throw new Error(cast.why);
  return { scenario: own, cast, site };
}

/** Plays it against a desk; what was asked of the plant, with the second in which it was asked. */
function play(stage: Stage, desk: Drive) {
  const from = desk.now;
  const asked: { atS: number; act: PlantAct }[] = [];
  let course = beginCourse(stage.scenario, desk.now);
  let over: string | null = null as string | null;
  const look = () => {
    const next = advance(stage, course, desk.desk, desk.now);
    course = next.course;
    over ??= next.over;
    asked.push(...next.acts.map((act) => ({ atS: (desk.now - from) / 1000, act })));
  };
  return {
    asked,
    get over(): string | null {
      return over;
    },
    pass(seconds: number) {
      for (let i = 0; i < seconds * 4; i += 1) {
        desk.pass(250);
        look();
      }
    },
    look,
  };
}

test("a step comes at its time, once", () => {
  const exercise = play(
    stageOf([{ when: { atS: 5 }, does: { act: "press", caller: "driver", headers: ["X: 1"] } }]),
    drive(),
  );
  exercise.pass(4);
  expect(exercise.asked).toEqual([]);
  exercise.pass(60);
  expect(exercise.asked).toEqual([{ atS: 5, act: { act: "press", number: "101", headers: ["X: 1"] } }]);
});

test.each([
  ["answered", (desk: Drive): void => void desk.talkTo("101")],
  [
    "acknowledged",
    (desk: Drive): void => {
      const callId = desk.press("101");
      desk.report({ type: "callCancelled", callId, elsewhere: false });
      desk.command({ type: "acknowledge", eventId: desk.event("101").id });
    },
  ],
  [
    "ended",
    (desk: Drive): void => {
      const callId = desk.talkTo("101");
      desk.report({ type: "callEnded", callId, by: "far" });
    },
  ],
  [
    "closed",
    (desk: Drive): void => {
      const callId = desk.press("101");
      desk.report({ type: "callCancelled", callId, elsewhere: false });
      desk.command({ type: "close", eventId: desk.event("101").id, outcome: "helped", note: "", override: "n" });
    },
  ],
  [
    "called",
    (desk: Drive): void => {
      desk.talkTo("101");
      desk.command({ type: "call", number: "7002", eventId: desk.event("101").id });
    },
  ],
  [
    "paged",
    (desk: Drive): void =>
      void desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null }),
  ],
] as const)("a step waits until a caller was %s, and so long after it", (is, make) => {
  const desk = drive();
  const steps = [
    { when: { after: { is, caller: "driver" }, waitS: 3 }, does: { act: "hangUp", caller: "driver" } },
  ] as const;
  const exercise = play(stageOf(steps), desk);
  exercise.pass(10);
  desk.press("102");
  exercise.pass(2);
  expect(exercise.asked, "what others did does not count").toEqual([]);
  make(desk);
  exercise.look();
  exercise.pass(2);
  expect(exercise.asked).toEqual([]);
  exercise.pass(2);
  expect(exercise.asked).toEqual([{ atS: 15, act: { act: "hangUp", number: "101" } }]);
});

test("a flood presses others one by one: first those of the caller's area, callers never, speakers never", () => {
  const steps = [
    { when: { atS: 1 }, does: { act: "flood", count: 9, everyS: 2, near: "driver", type: null } },
  ] as const;
  const exercise = play(stageOf(steps), drive());
  exercise.pass(30);
  expect(exercise.asked.map(({ atS, act }) => [atS, "number" in act && act.number])).toEqual([
    [1, "301"],
    [3, "302"],
    [5, "303"],
    [7, "501"],
    [9, "502"],
    [11, "201"],
  ]);
});

test("PBX, contacts and voices are asked of the plant", () => {
  const exercise = play(
    stageOf([
      { when: { atS: 0 }, does: { act: "losePbx" } },
      { when: { atS: 1 }, does: { act: "pbxBack" } },
      { when: { atS: 2 }, does: { act: "contacts", how: "busy" } },
      { when: { atS: 3 }, does: { act: "silent", caller: "other" } },
      { when: { atS: 4 }, does: { act: "speak", caller: "other" } },
    ]),
    drive(),
  );
  exercise.look();
  exercise.pass(5);
  expect(exercise.asked.map(({ act }) => act)).toEqual([
    { act: "pbx", lost: true },
    { act: "pbx", lost: false },
    { act: "contacts", how: "busy" },
    { act: "voice", number: "102", speaks: false },
    { act: "voice", number: "102", speaks: true },
  ]);
});

test("it is over when all has happened and all is closed, not before the last press has had time to arrive", () => {
  const desk = drive();
  const exercise = play(stageOf([{ when: { atS: 1 }, does: { act: "press", caller: "driver", headers: [] } }]), desk);
  exercise.pass(1);
  const callId = desk.press("101");
  desk.report({ type: "callCancelled", callId, elsewhere: false });
  exercise.pass(20);
  expect(exercise.over, "an event is open").toBeNull();
  desk.command({ type: "close", eventId: desk.event("101").id, outcome: "helped", note: "", override: "n" });
  exercise.look();
  expect(exercise.over).toBe("done");
});

test("it does not go on for ever", () => {
  const exercise = play(stageOf([{ when: { atS: 1 }, does: { act: "losePbx" } }], { limitS: 60 }), drive());
  exercise.pass(59);
  expect(exercise.over).toBeNull();
  exercise.pass(1);
  expect(exercise.over).toBe("limit");
});

test("a site without the stations that it needs cannot play it, and says which", () => {
  const none = { ...site, stations: site.stations.filter(({ type }) => type !== "sosTerminal") };
  expect(castOf(scenario, none)).toEqual({ why: "It needs another SOS terminal, which this site does not have." });
  const one = { ...site, stations: site.stations.filter(({ id }) => id !== "a2") };
  expect(castOf(scenario, one)).toEqual({
    why: "It needs another SOS terminal near Station a1, which this site does not have.",
  });
  expect(castOf({ ...scenario, callers: [{ id: "x", stationId: "gone" }] }, site)).toEqual({
    why: "It needs the station gone, which this site does not have.",
  });
});
