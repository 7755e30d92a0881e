/** Journey: three and more in one call, mixed at this desk. */
import { expect, test } from "vitest";
import { clipHz, type JourneyDesk, microphoneHz, startDesk, stationHz, until } from "./desk.ts";

async function add(desk: JourneyDesk, to: string, number: string): Promise<void> {
  const refusal = await desk.console.send({ type: "addParty", callId: desk.call(to).id, number });
  expect(refusal).toBeNull();
}

/** The caller at 214 talks, and the patrol (7010) has come into the call. */
async function three(): Promise<JourneyDesk> {
  const desk = await startDesk({ online: ["7010"] });
  await desk.talkWith("214");
  await add(desk, "214", "7010");
  expect(desk.call("214").state).toBe("talking");
  await desk.console.until("it rings at the patrol", () => desk.call("7010").state === "alerting");
  await desk.untilBothHear("214");
  await desk.console.until("the patrol is in the call", () => desk.call("7010").state === "talking");
  return desk;
}

const all = ["214", "7010"];
/** Each station says the same tone: what one hears of it is the other's. A loaded machine loses frames, and some of the tone. */
async function allHearAll(desk: JourneyDesk): Promise<void> {
  for (const number of all) {
    await until(`${number} hears the operator`, () => desk.heardByStation(number, microphoneHz) > 0.1);
    await until(`${number} hears the other`, () => desk.heardByStation(number, stationHz) > 0.1);
    await until(`the operator hears ${number}`, () => desk.heardAtDesk(number, stationHz) > 0.1);
  }
}

test("a third party hears the caller and the operator, and is heard by both", async () => {
  const desk = await three();
  await allHearAll(desk);
  expect(desk.event("214").callIds).toHaveLength(2);
  expect(desk.console.entriesOf("callDialled")[0]?.data).toMatchObject({ purpose: "party", name: "Patrol" });

  // Muted, the operator is not heard, and they go on hearing each other.
  expect(await desk.console.send({ type: "mute", callId: desk.call("214").id, muted: true })).toBeNull();
  await until("neither hears the operator", () => all.every((one) => desk.heardByStation(one, microphoneHz) < 0.01));
  await until("each hears the other", () => all.every((one) => desk.heardByStation(one, stationHz) > 0.1));
});

test("hold holds the whole conference: nobody hears anybody, each hears the clip", async () => {
  const desk = await three();
  await allHearAll(desk);
  expect(await desk.console.send({ type: "hold", callId: desk.call("7010").id })).toBeNull();
  await until("each hears the clip alone", () =>
    all.every(
      (number) =>
        desk.heardByStation(number, clipHz) > 0.1 &&
        desk.heardByStation(number, stationHz) < 0.01 &&
        desk.heardByStation(number, microphoneHz) < 0.01,
    ),
  );
  expect(all.map((number) => desk.heardAtDesk(number, stationHz))).toEqual([0, 0]);
  expect(await desk.console.send({ type: "resume", callId: desk.call("214").id })).toBeNull();
  await allHearAll(desk);
});

test("a party that hangs up leaves the others talking; the caller too", async () => {
  const desk = await three();
  await allHearAll(desk);
  await desk.hangUp("7010");
  await desk.console.until("the patrol has gone", (now) => Object.keys(now.calls).length === 1);
  await until("the caller hears the operator alone", () => desk.heardByStation("214", stationHz) < 0.01);
  await desk.untilBothHear("214");

  await add(desk, "214", "7010");
  await desk.console.until("the patrol is back", () => desk.call("7010").state === "talking");
  await allHearAll(desk);
  await desk.hangUp("214");
  await desk.console.until("the caller has gone", () => desk.event("214").condition === "returned");
  await desk.untilBothHear("7010");
  expect(await desk.console.send({ type: "end", callId: desk.call("7010").id })).toBeNull();
  await desk.console.until("all have gone", (now) => Object.keys(now.calls).length === 0);
});

test("a party that is busy says so, and the call goes on", async () => {
  const desk = await startDesk({ online: ["209"] });
  await desk.press("210", { to: "209" });
  await until("209 is in a call", () => desk.stations.find("209").state().calls[0]?.state === "talking");
  await desk.talkWith("214");
  await add(desk, "214", "209");
  await desk.console.until("it has failed", (now) => Object.keys(now.calls).length === 1);
  expect(desk.console.desk.recent[0]).toMatchObject({ number: "209", reason: { code: 486 } });
  await desk.untilBothHear("214");
});
