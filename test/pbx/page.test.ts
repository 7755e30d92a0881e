/** Zones at real PBXs: Asterisk pages all members at once; Kamailio mixes nothing, so the first member that answers has the page. */
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { type Station, startStation } from "./baresip.ts";
import { microphoneHz, type PbxDesk, startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxTest, startPbx } from "./pbxs.ts";

const startPage = { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null } as const;

/** Holds the talk key of the running page; gives how to let go. */
async function holdKey({ console }: PbxDesk): Promise<() => void> {
  const pageId = await console.until("the page is asked for", (now) => now.page?.id);
  console.talk(pageId, true);
  const renewing = setInterval(() => console.talk(pageId, true), 100);
  onTestFinished(() => clearInterval(renewing));
  return () => {
    clearInterval(renewing);
    console.talk(pageId, false);
  };
}

/**
 * Pages until it is heard; gives how to let go of the key. Where this process stalls for half a second the key lapses, as it
 * should: then the page is made again.
 */
async function pageUntil(desk: PbxDesk, heard: () => boolean): Promise<() => void> {
  for (let left = 5; left > 0; left -= 1) {
    expect(await desk.console.send(startPage)).toBeNull();
    const release = await holdKey(desk);
    await until("the page is heard, or has lapsed", () => heard() || desk.console.desk.page === null);
    if (desk.console.desk.page !== null) return release;
    release();
    expect(desk.console.desk.lastPage?.reason).toBe("lapsed");
  }
  throw new Error("The key lapsed in each of five pages: this machine stalls too much.");
}

/** The link is cut in the middle of a page, and mended: its zone is refreshed, which the PBX agrees to. */
async function lostAndBack({ wire, console }: PbxDesk): Promise<void> {
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  expect(console.desk.page?.state).toBe("open");
  wire.mend();
  const refreshed = await console.until("its zone is refreshed", () => console.entriesOf("pageLegRefreshed")[0]);
  expect(refreshed.data.failure).toBeNull();
}

const hears = (station: Station): boolean => station.heard(microphoneHz) > 0.3;
const isReached = ({ events }: Station): boolean => events().includes("CALL_RTPESTAB");
const isFree = ({ events }: Station): boolean => events().at(-1) === "CALL_CLOSED";

describe("on asterisk", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("asterisk");
  });
  afterAll(() => pbx?.stop());

  pbxTest("asterisk", "a page is heard by every speaker of its zone, and by nobody after it", async () => {
    const desk = await startPbxDesk(pbx, { inChild: true });
    const speakers = [await startStation(pbx, "301"), await startStation(pbx, "302")];
    const release = await pageUntil(desk, () => speakers.every(hears));
    for (const speaker of speakers) expect(speaker.invites()[0]).toMatch(/^Call-Info: .*answer-after=0/m);
    release();
    await desk.console.until("it is closed", (now) => now.page === null);
    await until("the speakers are free", () => speakers.every(isFree));
  });

  pbxTest(
    "asterisk",
    "a page whose link is lost goes on, is refreshed, and ends at every speaker with the key",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const speakers = [await startStation(pbx, "301"), await startStation(pbx, "302")];
      const release = await pageUntil(desk, () => speakers.every(hears));
      await lostAndBack(desk);
      await until("it is heard all the same", () => speakers.every(hears));
      release();
      await desk.console.until("it is closed", (now) => now.page === null);
      await until("the speakers are free", () => speakers.every(isFree));
    },
  );

  pbxTest(
    "asterisk",
    "a page that is let go while the link is lost ends at every speaker once it is back",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const speakers = [await startStation(pbx, "301"), await startStation(pbx, "302")];
      const release = await pageUntil(desk, () => speakers.every(hears));
      desk.wire.cut();
      await desk.console.until("deaf", (now) => now.faults["deaf:"]);
      release();
      await desk.console.until("it is closed", (now) => now.page === null);
      desk.wire.mend();
      await until("the speakers are free", () => speakers.every(isFree));
    },
  );

  pbxTest("asterisk", "a page whose host is killed ends at every speaker once the next host is there", async () => {
    const desk = await startPbxDesk(pbx, { inChild: true });
    const speakers = [await startStation(pbx, "301"), await startStation(pbx, "302")];
    await pageUntil(desk, () => speakers.every(hears));
    await desk.console.until("it is on disk", (now) => desk.console.recordedSeq >= now.seq);
    await desk.restartHost({ kill: true });
    expect(desk.console.desk).toMatchObject({ page: null, lastPage: { reason: "lost" } });
    await until("the speakers are free", () => speakers.every(isFree));
  });
});

describe("on kamailio", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("kamailio");
  });
  afterAll(() => pbx?.stop());

  pbxTest(
    "kamailio",
    "a zone rings all its members, the sound of the page reaches the one that answers, the others stop",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const ringing = await startStation(pbx, "301", { answers: "byHand" });
      const answering = await startStation(pbx, "302");
      // That its sound comes, not how loud: baresip records nothing of a call in which it is told only to listen.
      const release = await pageUntil(desk, () => isReached(answering));
      expect(ringing.events()).toContain("CALL_INCOMING");
      await until("the other rings no more", () => isFree(ringing));
      expect(isReached(ringing)).toBe(false);
      release();
      await desk.console.until("it is closed", (now) => now.page === null);
      await until("the one that answered is free", () => isFree(answering));
    },
  );

  pbxTest(
    "kamailio",
    "a page whose link is lost is refreshed, and ends at the one that answered with the key",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const answering = await startStation(pbx, "302");
      const release = await pageUntil(desk, () => isReached(answering));
      await lostAndBack(desk);
      expect(isFree(answering)).toBe(false);
      release();
      await desk.console.until("it is closed", (now) => now.page === null);
      await until("the one that answered is free", () => isFree(answering));
    },
  );

  pbxTest(
    "kamailio",
    "a page that is let go while the link is lost ends at the one that answered once it is back",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const answering = await startStation(pbx, "302");
      const release = await pageUntil(desk, () => isReached(answering));
      desk.wire.cut();
      await desk.console.until("deaf", (now) => now.faults["deaf:"]);
      release();
      await desk.console.until("it is closed", (now) => now.page === null);
      desk.wire.mend();
      await until("the one that answered is free", () => isFree(answering));
    },
  );

  pbxTest(
    "kamailio",
    "a page whose host is killed ends at the one that answered once the next host is there",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const answering = await startStation(pbx, "302");
      await pageUntil(desk, () => isReached(answering));
      await desk.console.until("it is on disk", (now) => desk.console.recordedSeq >= now.seq);
      await desk.restartHost({ kill: true });
      expect(desk.console.desk).toMatchObject({ page: null, lastPage: { reason: "lost" } });
      await until("the one that answered is free", () => isFree(answering));
    },
  );
});
