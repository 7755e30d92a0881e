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
});
