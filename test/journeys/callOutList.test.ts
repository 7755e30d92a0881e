/** Journey: a call-out list goes through its members until one answers. */
import { expect, test } from "vitest";
import type { Site } from "../../shared/site/site.ts";
import { startDesk, until } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

const siteWith = (members: readonly string[], eachS = 20): Site => ({
  ...smallSite,
  callOutLists: [{ id: "first", name: "First responders", words: "", members, eachS }],
});
const start = { type: "startCallOut" as const, listId: "first", eventId: null };

test("a busy member and an absent one are passed over, the third answers and talks", async () => {
  const desk = await startDesk({ site: siteWith(["209", "150", "7010"]), online: ["209", "7010"] });
  const { console } = desk;
  await desk.press("210", { to: "209" });
  await until("209 is in a call", () => desk.stations.find("209").state().calls[0]?.state === "talking");
  expect(await console.send(start)).toBeNull();
  await console.until("somebody was reached", (now) => now.callOut?.over?.outcome === "reached");
  expect(console.desk.callOut?.members.map(({ result }) => result)).toMatchObject([
    { kind: "ended", reason: { kind: "refusedByFarEnd", code: 486 } },
    { kind: "ended", reason: { kind: "refusedByFarEnd", code: 480 } },
    { kind: "reached" },
  ]);
  expect(desk.call("7010").state).toBe("talking");
  await desk.untilBothHear("7010");
  expect(console.entriesOf("callOutMemberDone")).toHaveLength(3);
});

test("the caller stays on the line while the list is called, and is held once a member answers", async () => {
  const desk = await startDesk({ site: siteWith(["7010"]), online: ["7010"] });
  const { console } = desk;
  await desk.talkWith("214");
  expect(await console.send({ ...start, eventId: desk.event("214").id })).toBeNull();
  await console.until("the member rings", () => desk.call("7010").state === "alerting");
  expect(desk.call("214").state).toBe("talking");
  await console.until("the member was reached", (now) => now.callOut?.over?.outcome === "reached");
  expect(desk.call("7010").state).toBe("talking");
  expect(desk.call("214").state).toBe("held");
});

test("who does not answer in the list's time is given up, and at the end nobody was reached", async () => {
  const desk = await startDesk({ site: siteWith(["7010", "150"], 1), online: ["7010"] });
  const { console } = desk;
  expect(await console.send(start)).toBeNull();
  await console.until("the list is over", (now) => now.callOut?.over?.outcome === "nobody");
  const [end] = console.entriesOf("callOutEnded");
  expect(end?.data.results).toMatchObject([
    { name: "Patrol", result: { reason: { code: 408 } } },
    { name: "Gate", result: { reason: { code: 480 } } },
  ]);
  await until("it rings no more at the patrol's", () => desk.stations.find("7010").state().calls.length === 0);
});

test("Stop ends the call under way and calls nobody else", async () => {
  const desk = await startDesk({ site: siteWith(["7010", "7011"]), online: ["7010", "7011"] });
  const { console, wire } = desk;
  expect(await console.send(start)).toBeNull();
  await console.until("it rings there", () => desk.call("7010").state === "alerting");
  expect(await console.send({ type: "stopCallOut" })).toBeNull();
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  await until("it rings no more", () => desk.stations.find("7010").state().calls.length === 0);
  expect(console.desk.callOut?.over?.outcome).toBe("stopped");
  expect(wire.sentWith("INVITE sip:7010@")).not.toEqual([]);
  expect(wire.sentWith("INVITE sip:7011@")).toEqual([]);
});

test("a member whom the role may not call is never dialled", async () => {
  const limited = siteWith(["209", "7010"]);
  const site: Site = {
    ...limited,
    roles: limited.roles.map((role) => ({ ...role, call: { ...role.call, stations: false } })),
  };
  const desk = await startDesk({ site, online: ["209", "7010"] });
  const { console, wire } = desk;
  expect(await console.send(start)).toBeNull();
  await console.until("somebody was reached", (now) => now.callOut?.over?.outcome === "reached");
  expect(console.desk.callOut?.members[0]?.result?.kind).toBe("skipped");
  expect(wire.sentWith("INVITE sip:209@")).toEqual([]);
});

test("after a restart of the host the list is over and says so; nobody is called again", async () => {
  const desk = await startDesk({ site: siteWith(["7010", "7011"]), online: ["7010", "7011"] });
  const { console, wire } = desk;
  expect(await console.send(start)).toBeNull();
  await console.until("it rings there", () => desk.call("7010").state === "alerting");
  await desk.restartHost();
  expect(console.desk.callOut?.over?.outcome).toBe("hostRestarted");
  expect(console.desk.calls).toEqual({});
  expect(wire.sentWith("INVITE sip:7011@")).toEqual([]);
});
