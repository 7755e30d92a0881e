/** Zones at real PBXs: Asterisk pages all members at once; Kamailio mixes nothing, so the first member that answers has the page. */
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { startStation } from "./baresip.ts";
import { microphoneHz, type PbxDesk, startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxTest, startPbx } from "./pbxs.ts";

const startPage = { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null } as const;

/** Holds the talk key of the running page; gives how to let go. */
async function holdKey({ console }: PbxDesk): Promise<() => void> {
  const pageId = await console.until("the page is asked for", (now) => now.page?.id);
  console.talk(pageId, true);
  const renewing = setInterval(() => console.talk(pageId, true), 200);
  onTestFinished(() => clearInterval(renewing));
  return () => {
    clearInterval(renewing);
    console.talk(pageId, false);
  };
}

describe("on asterisk", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("asterisk");
  });
  afterAll(() => pbx?.stop());

  pbxTest("asterisk", "a page is heard by every speaker of its zone, and by nobody after it", async () => {
    const desk = await startPbxDesk(pbx, { inChild: true });
    const speakers = [await startStation(pbx, "301"), await startStation(pbx, "302")];
    expect(await desk.console.send(startPage)).toBeNull();
    const release = await holdKey(desk);
    await desk.console.until("on air", (now) => now.page?.legs.every(({ state }) => state === "open"));
    for (const speaker of speakers) {
      await until(`${speaker.number} hears it`, () => speaker.heard(microphoneHz) > 0.3);
      expect(speaker.invites()[0]).toMatch(/^Call-Info: .*answer-after=0/m);
    }
    release();
    await desk.console.until("it is closed", (now) => now.page === null);
    expect(desk.console.desk.lastPage?.reason).toBe("released");
    for (const speaker of speakers) await until("it is over there", () => speaker.events().includes("CALL_CLOSED"));
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
    "a zone rings all its members, the first that answers hears the page, the others stop",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const [first, second] = [
        await startStation(pbx, "301", { answers: "byHand" }),
        await startStation(pbx, "302", { answers: "byHand" }),
      ];
      expect(await desk.console.send(startPage)).toBeNull();
      const release = await holdKey(desk);
      await until("both ring", () => [first, second].every(({ invites }) => invites().length === 1));
      await second.answer();
      for (let i = 0; i < 20; i++) {
        await new Promise((r) => setTimeout(r, 200));
        console.log(
          Math.round(performance.now()),
          desk.console.desk.page?.state,
          desk.console.desk.page?.legs[0]?.state,
          desk.console.desk.lastPage?.reason,
          second.heard(1000),
          desk.media.plan.onAir,
        );
      }
      await until("the other rings no more", () => first.events().includes("CALL_CLOSED"));
      expect(first.heard(microphoneHz)).toBe(0);
      release();
      await desk.console.until("it is closed", (now) => now.page === null);
      expect(desk.console.desk.lastPage?.reason).toBe("released");
      await until("it is over there", () => second.events().includes("CALL_CLOSED"));
    },
  );
});
