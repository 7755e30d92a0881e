/** Journey: a caller who says nothing. The line is up and carries silence: listen, send nobody away, restart nothing. */
import { expect, test } from "vitest";
import { startDesk, stationHz, until } from "./desk.ts";

test("a caller who falls silent is said to be silent, nothing is restarted, and is heard again when he speaks", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  const { id: callId } = desk.call("214");
  const invites = wire.sentWith("INVITE ").length;
  desk.stations.find("214").speak(false);
  await console.until("the desk says so", () => desk.call("214").silent);
  expect(desk.call("214")).toMatchObject({ state: "talking", healing: null, iceRestarted: false });
  expect(wire.sentWith("INVITE ")).toHaveLength(invites);
  desk.stations.find("214").speak(true);
  await console.until("he is heard again", () => !desk.call("214").silent);
  await until("by the operator too", () => desk.heardAtDesk("214", stationHz) > 0.2);
  expect(console.entriesOf("callSilent").map(({ data }) => data)).toEqual([
    { callId, silent: true },
    { callId, silent: false },
  ]);
});
