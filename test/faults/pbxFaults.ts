/**
 * F1, F6, F9, F10, F12 in mid-call at real PBXs: Asterisk, and Kamailio with rtpengine, the real sound page in Chromium, and baresip
 * as the caller. Sound is known within 0.3 s.
 */
import { microphoneHz } from "../e2e/chromiumArgs.ts";
import { type Station, startStation, stationHz } from "../pbx/baresip.ts";
import { type ChromiumDesk, startChromiumDesk, whyNoSoundPage } from "../pbx/chromium.ts";
import { oldFrame, untilNothingComes } from "../pbx/nothingComes.ts";
import type { Pbx } from "../pbx/pbx.ts";
import { pbxs, startPbx } from "../pbx/pbxs.ts";
import { until } from "../pbx/position.ts";
import { whyNot } from "../pbx/programs.ts";
import { type Fault, type FaultGroup, type Injection, openings, pause, stopwatch, withoutEvent } from "./fault.ts";

const longMs = 40_000;
const number = "214";
const hangMs = 8_000;
const namesOf = { asterisk: "Asterisk", kamailio: "Kamailio" } as const;

interface Talk {
  desk: ChromiumDesk;
  sos: Station;
}
type Measured = Pick<Injection, "seenMs" | "healedMs">;

interface Case {
  fault: Fault;
  measure(talk: Talk): Promise<Measured>;
  inChild?: boolean;
  only?: Pbx["name"];
}

const cases: readonly Case[] = [
  {
    fault: { id: "F1", name: "link lost for 1 s; healed: dialog refreshed, from registered", healedWithinMs: 3_000 },
    measure: linkLost,
  },
  {
    fault: {
      id: "F6",
      name: "caller frozen for 4 s; healed: sound, from his thaw",
      seenWithinMs: 3_000,
      healedWithinMs: 2_000,
    },
    measure: callerFrozen,
  },
  {
    fault: { id: "F9", name: "sound page killed, another opened; healed: sound both ways", healedWithinMs: 2_000 },
    measure: pageKilled,
  },
  {
    fault: { id: "F9", name: "sound page loaded again; healed: sound both ways", healedWithinMs: 2_000 },
    measure: pageReloaded,
  },
  {
    fault: {
      id: "F10",
      name: "sound page hangs for 8 s; healed: from its going on",
      seenWithinMs: 5_000,
      healedWithinMs: 2_000,
    },
    measure: pageHung,
  },
  {
    fault: {
      id: "F10",
      name: "the same, and the caller is put on hold; seen: no microphone comes to him; healed: he hears the hold clip",
      seenWithinMs: 2_000,
      healedWithinMs: 2_000,
    },
    measure: pageHungOnHold,
  },
  {
    fault: {
      id: "F10",
      name: "sound page hangs, another stands by; healed: from seen",
      seenWithinMs: 5_000,
      healedWithinMs: 2_000,
    },
    measure: pageHungAnotherThere,
  },
  {
    fault: { id: "F12", name: "host killed with -9; healed: the caller is heard", healedWithinMs: 5_000 },
    measure: hostKilled,
    inChild: true,
    only: "asterisk",
  },
];

export const pbxFaults: FaultGroup = async (inject) => {
  for (const name of pbxs) {
    const why = whyNot(name) ?? whyNoSoundPage();
    const pbx = why === null ? await startPbx(name) : null;
    try {
      for (const { fault, measure, inChild = false, only = name } of cases) {
        if (only !== name) continue;
        const told = { ...fault, name: `${namesOf[name]}: ${fault.name}` };
        if (pbx) await inject(told, () => inCall(pbx, inChild, measure));
        else await inject({ ...told, notRun: `not run: ${why}` });
      }
    } finally {
      await pbx?.stop();
    }
  }
};

/** A fresh position with one call up. The caller must still be there at the end, and hear and be heard. */
async function inCall(pbx: Pbx, inChild: boolean, measure: (talk: Talk) => Promise<Measured>): Promise<Injection> {
  const { atEnd, close } = openings();
  try {
    const desk = await startChromiumDesk(pbx, { inChild, atEnd });
    const sos = await startStation(pbx, number, { atEnd });
    await sos.dial("6000");
    await desk.answers(number);
    await desk.untilSound(sos);
    await desk.console.until("all is on disk", (now) => desk.console.recordedSeq >= now.seq, longMs);
    const measured = await measure({ desk, sos });
    if (sos.events().includes("CALL_CLOSED")) throw new Error("The caller was dropped.");
    await desk.untilPlayed(number, stationHz);
    return { ...measured, pressed: 1, lost: withoutEvent(desk.console, [number]).length };
  } finally {
    await close();
  }
}

const untilLost = ({ console }: ChromiumDesk): Promise<unknown> =>
  console.until("the fault", (now) => now.faults["mediaPageLost:"], longMs);

async function linkLost({ desk }: Talk): Promise<Measured> {
  const { id } = desk.call(number);
  const clock = stopwatch();
  desk.wire.cut();
  await desk.console.until("deaf", (now) => now.faults["deaf:"], longMs);
  const seenMs = clock();
  await pause(1_000);
  desk.wire.mend();
  await desk.console.until("registered again", (now) => now.pbxs["A"]?.state === "registered", longMs);
  const healing = stopwatch();
  await desk.console.until("it is refreshed", () => desk.console.entriesOf("callHealed").length > 0, longMs);
  if (desk.console.desk.calls[id]?.state !== "talking") throw new Error("The call does not talk any more.");
  return { seenMs, healedMs: healing() };
}

async function callerFrozen({ desk, sos }: Talk): Promise<Measured> {
  const clock = stopwatch();
  sos.freeze();
  await desk.console.until("no sound from the caller", () => !desk.call(number).sound.in, longMs);
  const seenMs = clock();
  await pause(4_000 - seenMs);
  sos.thaw();
  const healing = stopwatch();
  await desk.untilSound(sos);
  return { seenMs, healedMs: healing() };
}

async function pageKilled({ desk, sos }: Talk): Promise<Measured> {
  const clock = stopwatch();
  const crashing = desk.crashPage();
  await untilLost(desk);
  const seenMs = clock();
  await crashing;
  const healing = stopwatch();
  await desk.openPage();
  await desk.untilSound(sos);
  return { seenMs, healedMs: healing() };
}

async function pageReloaded({ desk, sos }: Talk): Promise<Measured> {
  const clock = stopwatch();
  const reloading = desk.page.reload();
  await untilLost(desk);
  const seenMs = clock();
  await reloading;
  await desk.untilSound(sos);
  return { seenMs, healedMs: clock() };
}

async function pageHung({ desk, sos }: Talk): Promise<Measured> {
  const clock = stopwatch();
  const hanging = desk.hangPage(hangMs);
  await untilLost(desk);
  const seenMs = clock();
  await hanging;
  const healing = stopwatch();
  await desk.untilSound(sos);
  return { seenMs, healedMs: healing() };
}

async function pageHungOnHold({ desk, sos }: Talk): Promise<Measured> {
  const callId = desk.call(number).id;
  const hanging = desk.hangPage(hangMs);
  if ((await desk.console.send({ type: "hold", callId })) !== null) throw new Error("He was not put on hold.");
  const seenMs = await untilNothingComes(sos);
  await hanging;
  const healing = stopwatch();
  const listening = sos.listen();
  await until("something comes to the caller", () => listening(microphoneHz) !== null);
  const healedMs = healing();
  if ((listening(microphoneHz) ?? 0) > oldFrame) throw new Error("He heard the microphone on hold.");
  await desk.console.until("the page is back", (now) => now.faults["mediaPageLost:"] === undefined, longMs);
  await desk.console.send({ type: "resume", callId });
  await desk.untilSound(sos);
  return { seenMs, healedMs };
}

async function pageHungAnotherThere({ desk, sos }: Talk): Promise<Measured> {
  const first = desk.page;
  await desk.openPage();
  const clock = stopwatch();
  const hanging = desk.hangPage(hangMs, first);
  await desk.console.until("it is taken from it", () => desk.console.entriesOf("callHealing").length > 0, longMs);
  const seenMs = clock();
  const healing = stopwatch();
  await desk.console.until("the other has the call", () => desk.console.entriesOf("callHealed").length > 0, longMs);
  await desk.untilSound(sos);
  const healedMs = healing();
  await hanging;
  if ((await desk.amplitude("sent", number, microphoneHz, first)) > 0.02) throw new Error("It kept its microphone.");
  return { seenMs, healedMs };
}

async function hostKilled({ desk, sos }: Talk): Promise<Measured> {
  const clock = stopwatch();
  await desk.restartHost({ kill: true });
  await desk.console.until("the call is back", () => desk.console.entriesOf("callHealed").length > 0, longMs);
  await desk.untilHeard(number);
  const healedMs = clock();
  const listening = sos.listen();
  await until("something comes to the caller", () => listening(microphoneHz) !== null);
  if ((listening(microphoneHz) ?? 0) > 0.02) throw new Error("The microphone was open by itself.");
  return { healedMs };
}
