/** Journey: nobody answers, and the desk calls the supervisor by itself, then the other number. */
import { expect, test } from "vitest";
import type { Site } from "../../shared/site/site.ts";
import { type JourneyDesk, microphoneHz, startDesk, until } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

const supervisor = "7010";
const alternate = "7011";

const climbing = (supervisorAfterS: number, alternateAfterS: number | null): Site => ({
  ...smallSite,
  supervisor,
  alternate,
  classes: {
    ...smallSite.classes,
    lifeSafety: { ...smallSite.classes.lifeSafety, supervisorAfterS, alternateAfterS },
  },
});

const loudness = (desk: JourneyDesk, number: string): number => desk.stations.find(number).heard(1000)?.rms ?? 0;
const results = (desk: JourneyDesk): unknown[] =>
  desk.console.entriesOf("ladderCallEnded").map(({ data }) => [data.rung, data.result.kind]);

/** The far end of the ladder's call is being told, and hears it. */
async function untilTold(desk: JourneyDesk, number: string): Promise<void> {
  await desk.console.until(
    `${number} is being told`,
    ({ ladder }) => ladder.call?.state === "telling" && ladder.call.number === number,
  );
  await until(`${number} hears a voice`, () => loudness(desk, number) > 0.03);
}

test.each(["events", "tone", "info"] as const)(
  "the supervisor is called, told, and acknowledges by key 1 (%s); the caller still rings and can be answered",
  async (how) => {
    const desk = await startDesk({ site: climbing(0.5, null), online: [supervisor] });
    const { console, wire } = desk;
    const event = await desk.pressed("214");
    await untilTold(desk, supervisor);
    expect(desk.heardByStation(supervisor, microphoneHz)).toBeLessThan(0.05);
    desk.stations.find(supervisor).key("1", how);
    await console.until("it is acknowledged", (now) => now.events[event.id]?.acknowledged === true);
    expect(desk.event("214")).toMatchObject({ acknowledgedHow: "bySupervisor", acknowledgedBy: "rule:ladder" });
    await desk.untilQuiet();
    await console.until("the call to him is over", (now) => now.ladder.call === null);
    await until("his telephone is free", () => desk.stations.find(supervisor).state().calls.length === 0);
    expect(results(desk)).toEqual([["supervisor", "acknowledged"]]);
    expect(wire.sentWith(`INVITE sip:${supervisor}`)).toHaveLength(1);
    expect(console.desk.shift.outbound).toMatchObject({ sent: 0, reached: 0 });

    expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
    await desk.untilBothHear("214");
  },
  30_000,
);

test("the operator's live call goes on while the supervisor is told of another", async () => {
  const desk = await startDesk({ site: climbing(0.5, null), online: [supervisor] });
  await desk.talkWith("209");
  await desk.untilBothHear("209");
  await desk.press("214");
  await untilTold(desk, supervisor);
  expect(desk.call("209").state).toBe("talking");
  await desk.untilBothHear("209");
  // Answered at the desk, he is told so and let go.
  const event = await desk.seen("214");
  expect(await desk.console.send({ type: "answer", eventId: event.id, holdEqual: true })).toBeNull();
  await desk.console.until("the call to him is over", (now) => now.ladder.call === null);
  expect(results(desk)).toEqual([["supervisor", "notNeeded"]]);
  await desk.untilBothHear("214");
}, 30_000);

test("a busy supervisor is said on the card, and the other number is called and acknowledges", async () => {
  const desk = await startDesk({ site: climbing(0.5, 3), online: [supervisor, alternate, "209"] });
  await desk.press(supervisor, { to: "209" });
  await until("he is on another call", () => desk.stations.find(supervisor).state().calls[0]?.state === "talking");
  const event = await desk.pressed("214");
  await desk.console.until("he is busy", (now) => now.events[event.id]?.summons[0]?.last?.kind === "failed");
  expect(desk.event("214").summons).toMatchObject([
    { rung: "supervisor", attempts: 1, last: { kind: "failed", code: 486 } },
  ]);
  await untilTold(desk, alternate);
  desk.stations.find(alternate).key("1", "events");
  await desk.console.until("it is acknowledged", (now) => now.events[event.id]?.acknowledged === true);
  expect(desk.event("214").acknowledgedHow).toBe("byAlternate");
}, 30_000);

test("a supervisor who hangs up without the key leaves it unacknowledged; his rung and the next are reached once", async () => {
  const desk = await startDesk({ site: climbing(0.5, 5), online: [supervisor, alternate] });
  const event = await desk.pressed("214");
  await untilTold(desk, supervisor);
  await desk.hangUp(supervisor);
  await desk.console.until("he has gone", (now) => now.ladder.call === null);
  expect(desk.event("214")).toMatchObject({ acknowledged: false, summons: [{ last: { kind: "hungUp" } }] });
  await desk.untilRings("threeFast");
  await untilTold(desk, alternate);
  expect(desk.console.entriesOf("ladderRungReached").map(({ data }) => [data.eventId, data.rung])).toEqual([
    [event.id, "supervisor"],
    [event.id, "alternate"],
  ]);
}, 30_000);

test("a host killed between the rungs climbs on where it was: what was reached is not reached again", async () => {
  const desk = await startDesk({ site: climbing(0.5, 4), online: [supervisor, alternate], inChild: true });
  const { console } = desk;
  const event = await desk.pressed("214");
  await untilTold(desk, supervisor);
  const first = console.desk.ladder.call?.id;
  await console.until("it is on disk", (now) => console.recordedSeq >= now.seq);
  await desk.restartHost({ kill: true });
  await console.until("both rungs are reached", (now) => now.events[event.id]?.rungs.length === 0);
  await console.until("somebody is told again", (now) => now.ladder.call?.state === "telling");
  expect(console.desk.ladder.call?.id).not.toBe(first);
  const reached = console.entriesOf("ladderRungReached").map(({ data }) => data.rung);
  expect(reached).toEqual([...new Set(reached)]);
  expect(desk.event("214").summons.map(({ rung }) => rung)).toEqual(["supervisor", "alternate"]);
  const { number = "" } = console.desk.ladder.call ?? {};
  await untilTold(desk, number);
  // One call of his own and not two: the one from before was ended first.
  expect(desk.stations.find(number).state().calls).toHaveLength(1);
  desk.stations.find(number).key("1", "events");
  await console.until("it is acknowledged", (now) => now.events[event.id]?.acknowledged === true);
}, 60_000);
