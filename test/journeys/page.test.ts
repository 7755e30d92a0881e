/** Journey: pages to zones. */
import { expect, onTestFinished, test } from "vitest";
import type { Page } from "../../shared/page/page.ts";
import { sheetOf } from "../../shared/shift/sheet.ts";
import { type JourneyDesk, microphoneHz, startDesk, until } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

const speakers = ["301", "302", "303", "304", "305", "306"];
const startPage = (...zoneIds: string[]) => ({ type: "startPage", zoneIds, allCall: false, approvedBy: null }) as const;

/** Holds the talk key of the running page; gives how to let go, with or without telling the host. */
function holdKey({ console }: JourneyDesk) {
  const pageId = console.desk.page?.id ?? "";
  console.talk(pageId, true);
  const renewing = setInterval(() => console.talk(pageId, true), 200);
  onTestFinished(() => clearInterval(renewing));
  return {
    release() {
      clearInterval(renewing);
      console.talk(pageId, false);
    },
    stopRenewing: () => clearInterval(renewing),
  };
}

const statuses = (page: Page | null, zoneId: string) =>
  Object.fromEntries(
    (page?.legs.find((leg) => leg.zoneId === zoneId)?.members ?? []).map(({ number, status }) => [number, status]),
  );

test("a page to two zones is heard by every member, says who, and ends with the key", async () => {
  const desk = await startDesk({ online: speakers });
  const { console } = desk;
  expect(await console.send(startPage("tubeA", "tubeB"))).toBeNull();
  const key = holdKey(desk);
  await console.until("on air", (now) => now.page?.legs.every(({ state }) => state === "open"));
  for (const number of ["301", "302", "303", "304"]) {
    await until(`${number} hears it`, () => desk.heardByStation(number, microphoneHz) > 0.3);
  }
  await console.until("all members are reported", ({ page }) => {
    const all = { ...statuses(page, "tubeA"), ...statuses(page, "tubeB") };
    return Object.values(all).filter((status) => status === "joined").length === 4;
  });
  expect(desk.heardByStation("305", microphoneHz)).toBe(0);

  key.release();
  await console.until("it is closed", (now) => now.page === null);
  expect(console.desk.lastPage).toMatchObject({ reason: "released", by: "operator:anna", allCall: false });
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
  await until("its legs are gone", () => desk.media.legs().length === 0);
});

test("a page whose key is no longer renewed closes by itself", async () => {
  const desk = await startDesk({ online: speakers });
  expect(await desk.console.send(startPage("tubeA"))).toBeNull();
  const key = holdKey(desk);
  await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
  key.stopRenewing();
  await desk.console.until("it is closed", (now) => now.page === null);
  expect(desk.console.desk.lastPage?.reason).toBe("lapsed");
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("members that are busy or off line are said to be, and a zone that tells nothing is not claimed to have heard", async () => {
  const desk = await startDesk({ online: ["209", "301", "304", "305", "306"] });
  const { console } = desk;
  await desk.press("301", { to: "209" });
  await until("301 is in a call", () => desk.stations.find("301").state().calls[0]?.state === "talking");
  expect(await console.send(startPage("tubeA", "yard"))).toBeNull();
  const key = holdKey(desk);
  await console.until("the members are settled", ({ page }) => {
    const { 301: busy, 302: offline } = statuses(page, "tubeA");
    return busy === "busy" && offline === "failed";
  });
  expect(sheetOf(console.desk, smallSite).sick.map(({ station }) => station.number)).toContain("302");
  await until("305 hears it", () => desk.heardByStation("305", microphoneHz) > 0.3);
  expect(console.desk.page?.legs.find(({ zoneId }) => zoneId === "yard")).toMatchObject({
    state: "open",
    members: null,
  });
  key.release();
  await console.until("it is closed", (now) => now.page === null);
  expect(console.desk.lastPage?.legs.find(({ zoneId }) => zoneId === "yard")?.members).toBeNull();
  expect(console.desk.shift).toMatchObject({ inbound: { presses: 0 }, outbound: { pages: 1, sent: 0 } });
});

test("a page that the role does not permit sends nothing to the PBX", async () => {
  const desk = await startDesk({ operator: "gus", online: speakers });
  expect(await desk.console.send(startPage("tubeA"))).toMatchObject({ code: "notPermitted" });
  expect(desk.console.entriesOf("commandRefused")).toMatchObject([{ data: { command: "startPage", target: "tubeA" } }]);
  await desk.signIn("anna");
  expect(await desk.console.send(startPage("tubeB"))).toBeNull();
  holdKey(desk);
  await until("the permitted one is heard", () => desk.heardByStation("303", microphoneHz) > 0.3);
  expect(desk.wire.sentWith("INVITE ").map((text) => text.split(" ", 2)[1])).toEqual(["sip:8002@plant.invalid"]);
  expect(desk.stations.find("301").state().calls).toEqual([]);
});

test("an all call needs the PIN of a second operator, and reaches every zone", async () => {
  const desk = await startDesk({ online: speakers });
  const { console, wire } = desk;
  const all = { type: "startPage", zoneIds: [], allCall: true, approvedBy: "ben" } as const;
  expect(await console.send(all)).toMatchObject({ code: "needsApproval" });
  expect(await console.send(startPage("tubeA", "tubeB", "yard"))).toMatchObject({ code: "needsApproval" });
  expect(await console.send(all, { operatorId: "anna", pin: "1111" })).toMatchObject({ code: "needsApproval" });
  expect(await console.send(all, { operatorId: "ben", pin: "9999" })).toMatchObject({ code: "wrongPin" });
  expect(wire.sentWith("INVITE ")).toEqual([]);
  expect(await console.send(all, { operatorId: "ben", pin: "2222" })).toBeNull();
  const key = holdKey(desk);
  for (const number of speakers) {
    await until(`${number} hears it`, () => desk.heardByStation(number, microphoneHz) > 0.3);
  }
  expect(console.desk.page).toMatchObject({ allCall: true, approvedBy: "ben", by: "operator:anna" });
  key.release();
  await console.until("it is closed", (now) => now.page === null);
});

test("while a page is on air a live caller does not hear it, and is heard again after it", async () => {
  const desk = await startDesk({ online: speakers });
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  expect(await desk.console.send(startPage("tubeB"))).toBeNull();
  const key = holdKey(desk);
  await until("the zone hears it", () => desk.heardByStation("303", microphoneHz) > 0.3);
  await until("the caller does not", () => desk.heardByStation("214", microphoneHz) < 0.02);
  key.release();
  await desk.untilBothHear("214");
});

test("a page goes on while the link is lost; once it is back its zone is refreshed, and the key ends it", async () => {
  const desk = await startDesk({ online: speakers });
  const { console, wire } = desk;
  expect(await console.send(startPage("tubeA"))).toBeNull();
  const key = holdKey(desk);
  await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
  const asked = wire.sentWith("SUBSCRIBE ").length;
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  await until("it is heard all the same", () => desk.heardByStation("301", microphoneHz) > 0.3);
  wire.mend();
  await console.until("its zone is refreshed", () => console.entriesOf("pageLegRefreshed").length === 1);
  expect(console.entriesOf("pageLegRefreshed")[0]?.data.failure).toBeNull();
  await until("its members are asked for anew", () => wire.sentWith("SUBSCRIBE ").length > asked);
  await desk.hangUp("302");
  await console.until("who leaves is told of", ({ page }) => statuses(page, "tubeA")["302"] === "left");
  await until("it is heard still", () => desk.heardByStation("301", microphoneHz) > 0.3);
  key.release();
  await console.until("it is closed", (now) => now.page === null);
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("a page that is let go while the link is lost is over at the desk at once, and at its stations when it is back", async () => {
  const desk = await startDesk({ online: speakers });
  const { console, wire } = desk;
  expect(await console.send(startPage("tubeA"))).toBeNull();
  const key = holdKey(desk);
  await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  key.release();
  await console.until("it is closed", (now) => now.page === null);
  await until("nothing is heard any more", () => desk.heardByStation("301", microphoneHz) < 0.02);
  wire.mend();
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("a page whose sound page is lost is closed, said to be lost, and its stations are free", async () => {
  const desk = await startDesk({ online: speakers });
  const { console } = desk;
  expect(await console.send(startPage("tubeA"))).toBeNull();
  holdKey(desk);
  await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
  desk.media.crash();
  await console.until("it is closed", (now) => now.page === null);
  expect(console.desk.lastPage).toMatchObject({ reason: "lost" });
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
  // The key is held still: no microphone opens again by it.
  desk.newMediaPage();
  await console.until("sound is back", (now) => now.media.up);
  expect(console.desk.page).toBeNull();
  expect(desk.media.plan.onAir).toBe(false);
});

test("a host that is stopped in order takes its page off the air", async () => {
  const desk = await startDesk({ online: speakers });
  const { console, wire } = desk;
  expect(await console.send(startPage("tubeA"))).toBeNull();
  holdKey(desk);
  await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
  await desk.restartHost();
  expect(console.desk).toMatchObject({ page: null, lastPage: { reason: "lost" } });
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
  expect(wire.sentWith("BYE ")).toHaveLength(1);
});
