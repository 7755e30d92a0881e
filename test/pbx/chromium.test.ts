/** The real sound page in Chromium at real PBXs: killed, loaded again or hung in the middle of a call. Prints how long it took. */
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { microphoneHz } from "../e2e/chromiumArgs.ts";
import { type Station, startStation, stationHz } from "./baresip.ts";
import { type ChromiumDesk, chromiumTest, startChromiumDesk } from "./chromium.ts";
import { oldFrame, untilNothingComes } from "./nothingComes.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, startPbx } from "./pbxs.ts";
import { until } from "./position.ts";

const loud = 0.3;
const quiet = 0.02;
const number = "214";

interface Talk {
  desk: ChromiumDesk;
  sos: Station;
  callId: string;
}

/** An SOS that was answered, with sound both ways. */
async function talking(pbx: Pbx): Promise<Talk> {
  const desk = await startChromiumDesk(pbx);
  const sos = await startStation(pbx, number);
  await sos.dial("6000");
  await desk.answers(number);
  await desk.untilSound(sos);
  await bothHear({ desk, sos });
  return { desk, sos, callId: desk.call(number).id };
}

/** The page's own probe hears the station's tone, and the station the microphone's. */
async function bothHear({ desk, sos }: Pick<Talk, "desk" | "sos">): Promise<void> {
  await desk.untilPlayed(number, stationHz);
  await until("the caller hears the microphone", () => sos.heard(microphoneHz) > loud);
}

/** What the caller hears once something comes to him again. */
async function heardNow(sos: Station, hz: number): Promise<number> {
  const listening = sos.listen();
  await until("something comes to the caller", () => listening(hz) !== null);
  return listening(hz) ?? 0;
}

/** In what comes from now on, and not in what came before. */
async function hearsOperator(sos: Station): Promise<void> {
  const listening = sos.listen();
  await until("the caller hears the microphone", () => (listening(microphoneHz) ?? 0) > loud);
}

function neverDropped({ desk, sos, callId }: Talk): void {
  expect(desk.call(number)).toMatchObject({ id: callId, state: "talking" });
  expect(sos.events()).not.toContain("CALL_CLOSED");
}

async function hangsUp({ desk, sos, callId }: Talk): Promise<void> {
  await sos.hangUp();
  await desk.console.until("the hang-up arrives", (now) => now.calls[callId] === undefined);
}

const ufragOf = (message: string): string | undefined => /^a=ice-ufrag:(\S+)/m.exec(message)?.[1];

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  const took = (what: string, from: number): void =>
    console.log(`${name}, ${what}: ${((performance.now() - from) / 1000).toFixed(2)} s`);
  const soundIsBack = async (talk: Talk, what: string, from: number): Promise<void> => {
    await talk.desk.untilSound(talk.sos);
    took(`${what}, sound both ways after`, from);
    await bothHear(talk);
    neverDropped(talk);
  };

  chromiumTest(
    name,
    "an SOS rings, is answered and heard both ways; on hold the caller has no microphone",
    async () => {
      const desk = await startChromiumDesk(pbx);
      const sos = await startStation(pbx, number);
      await sos.dial("6000");
      await desk.rings(number);
      await expect.poll(() => desk.page.evaluate(() => window.mediaProbe?.ringing())).toBe("threeFast");
      await desk.answers(number);
      await desk.untilSound(sos);
      await bothHear({ desk, sos });
      await desk.console.until("sound is proved", () => desk.call(number).sound.in && desk.call(number).sound.out);
      const callId = desk.call(number).id;
      expect(await desk.console.send({ type: "hold", callId })).toBeNull();
      await until("the caller does not hear the operator", () => sos.heard(microphoneHz) < quiet);
      expect(await desk.amplitude("played", number, stationHz)).toBe(0);
      expect(await desk.console.send({ type: "resume", callId })).toBeNull();
      await desk.untilSound(sos);
      await hangsUp({ desk, sos, callId });
      await expect.poll(() => desk.page.evaluate(() => window.mediaProbe?.legs())).toEqual([]);
    },
  );

  chromiumTest(name, "the page's process is killed: the next page takes the call back", async () => {
    const talk = await talking(pbx);
    const { desk } = talk;
    await desk.crashPage();
    await desk.console.until("the fault", (now) => now.faults["mediaPageLost:"]);
    const from = performance.now();
    await desk.openPage();
    await soundIsBack(talk, "killed and another opened", from);
    await hangsUp(talk);
  });

  chromiumTest(name, "the page is loaded again: it takes the call back", async () => {
    const talk = await talking(pbx);
    const from = performance.now();
    await talk.desk.page.reload();
    await soundIsBack(talk, "loaded again", from);
    await hangsUp(talk);
  });

  chromiumTest(name, "the page is loaded again while the caller is held: no microphone opens by that", async () => {
    const { desk, sos, callId } = await talking(pbx);
    expect(await desk.console.send({ type: "hold", callId })).toBeNull();
    await until("the caller does not hear the operator", () => sos.heard(microphoneHz) < quiet);
    await desk.page.reload();
    await desk.console.until(
      "it is taken back",
      ({ calls }) => calls[callId]?.healing === null && calls[callId].sound.out,
    );
    expect(await heardNow(sos, microphoneHz)).toBeLessThan(quiet);
    expect(await desk.amplitude("played", number, stationHz)).toBe(0);
    expect(desk.call(number).state).toBe("held");
    expect(await desk.console.send({ type: "resume", callId })).toBeNull();
    await desk.untilSound(sos);
    neverDropped({ desk, sos, callId });
  });

  chromiumTest(
    name,
    "the page hangs and goes on: meanwhile the caller does not hear the microphone, and nothing is renewed",
    async () => {
      const talk = await talking(pbx);
      const { desk, sos, callId } = talk;
      const before = desk.console.entries.length;
      let from = performance.now();
      let hangs = true;
      const hanging = desk.hangPage(10_000).finally(() => {
        hangs = false;
      });
      expect(await desk.console.send({ type: "hold", callId })).toBeNull();
      const heardFor = await untilNothingComes(sos);
      console.log(`${name}, hung, the caller heard the microphone for: ${(heardFor / 1000).toFixed(2)} s`);
      expect(hangs).toBe(true);
      await desk.console.until("the fault", (now) => now.faults["mediaPageLost:"]);
      await hanging;
      from = performance.now();
      expect(await heardNow(sos, microphoneHz)).toBeLessThan(oldFrame);
      expect(await heardNow(sos, microphoneHz)).toBeLessThan(quiet);
      await desk.console.until("the fault is over", (now) => now.faults["mediaPageLost:"] === undefined);
      expect(desk.call(number).state).toBe("held");
      expect(await desk.console.send({ type: "resume", callId })).toBeNull();
      await soundIsBack(talk, "hung, since it went on", from);
      // It has carried the call all the time: another path would only be a gap.
      expect(desk.console.entries.slice(before).filter(({ kind }) => kind === "callHealing")).toEqual([]);
      await hangsUp(talk);
    },
  );

  chromiumTest(
    name,
    "the page hangs and another stands by: it has the call, and the first has no microphone",
    async () => {
      const talk = await talking(pbx);
      const { desk } = talk;
      const first: Page = desk.page;
      await desk.openPage();
      const hanging = desk.hangPage(8_000, first);
      const before = desk.console.entriesOf("callHealed").length;
      const from = performance.now();
      await desk.console.until("the other has the call", () => desk.console.entriesOf("callHealed").length > before);
      await soundIsBack(talk, "hung and another stands by, since it hung", from);
      await hanging;
      expect(await desk.amplitude("sent", number, microphoneHz, first)).toBeLessThan(quiet);
      await hearsOperator(talk.sos);
      await bothHear(talk);
      // The first is next in turn, and what it still has of the call leads nowhere.
      await desk.page.close();
      await desk.console.until("it has the call", () => desk.console.entriesOf("callHealed").length > before + 1);
      await desk.untilPlayed(number, stationHz, first);
      await hearsOperator(talk.sos);
      neverDropped(talk);
    },
  );

  chromiumTest(
    name,
    "no sound comes from the caller: one ICE restart goes out and is accepted, and never a second",
    async () => {
      const talk = await talking(pbx);
      const { desk, sos } = talk;
      const before = desk.console.entries.length;
      const said = () =>
        desk.console.entries.slice(before).flatMap(({ kind, data }) => {
          if (kind === "callSoundChanged") return `sound in ${(data as { in: boolean }).in}`;
          return kind.startsWith("callHeal") || kind === "callNotHealed" ? kind : [];
        });
      sos.freeze();
      const from = performance.now();
      await desk.console.until("no sound comes", () => !desk.call(number).sound.in);
      took("caller frozen, told after", from);
      await until("the offer is out", () => desk.wire.sentWith("INVITE").length === 1);
      // Asterisk answers it itself; Kamailio passes it on to the caller.
      if (name === "asterisk") await desk.console.until("it is accepted", () => said().includes("callHealed"));
      sos.thaw();
      await soundIsBack(talk, "caller thawed", performance.now());
      await desk.console.until("it is told", () => desk.call(number).sound.in && desk.call(number).healing === null);
      expect(said().toSorted()).toEqual([
        "callHealAsked",
        "callHealed",
        "callHealing",
        "sound in false",
        "sound in true",
      ]);
      const [offer = ""] = desk.wire.sentWith("INVITE");
      const [answered = ""] = desk.wire.sentWith("SIP/2.0 200").filter((message) => /^CSeq: \d+ INVITE/m.test(message));
      const agreed = `${answered}${desk.wire.sentWith("ACK")[0] ?? ""}`;
      expect(ufragOf(offer)).toBeTruthy();
      expect(ufragOf(agreed)).toBeTruthy();
      expect(ufragOf(offer)).not.toBe(ufragOf(agreed));

      sos.freeze();
      await desk.console.until("no sound comes, again", () => !desk.call(number).sound.in);
      sos.thaw();
      await soundIsBack(talk, "caller thawed again", performance.now());
      expect(desk.wire.sentWith("INVITE")).toHaveLength(1);
      expect(said().filter((kind) => kind === "callHealing")).toHaveLength(1);
      await hangsUp(talk);
    },
  );
});

describe("on kamailio, whose callers answer a re-INVITE themselves", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("kamailio");
  });
  afterAll(() => pbx?.stop());

  chromiumTest("kamailio", "one who is away for longer than the PBX waits for his answer is not dropped", async () => {
    const talk = await talking(pbx);
    const { desk, sos } = talk;
    sos.freeze();
    await desk.console.until("it is given up", () => desk.console.entriesOf("callNotHealed").length > 0);
    expect(desk.console.entriesOf("callNotHealed")[0]?.data.words).toContain("408");
    sos.thaw();
    await desk.untilSound(sos);
    await bothHear(talk);
    // His 200 comes late. Without an ACK he would end the call half a minute later.
    const acks = () => desk.wire.sentWith("ACK").filter((message) => /^CSeq: 1 ACK/m.test(message));
    await until("his answer is acknowledged", () => acks().length > 1);
    neverDropped(talk);
    await hangsUp(talk);
  });
});
