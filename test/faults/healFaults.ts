/** What happens to a call that is up: sound page, host or link lost in mid-call. And F17: the host's process stands still. With the embedded plant. */
import { type JourneyDesk, microphoneHz, startDesk, stationHz, until } from "../journeys/desk.ts";
import { manyHelpPoints, smallSite } from "../journeys/smallSite.ts";
import { type FaultGroup, type Injection, openings, pause, stopwatch, withoutEvent } from "./fault.ts";
import { untilDeaf, untilRegistered } from "./linkFaults.ts";

const longMs = 40_000;
const helpPoints = manyHelpPoints(99);
const healSite = { ...smallSite, stations: [...smallSite.stations, ...helpPoints] };

export const healFaults: FaultGroup = async (inject) => {
  await inject(
    { id: "F9", name: "sound page killed in mid-call; healed: sound both ways", healedWithinMs: 2_000 },
    () =>
      inCall({}, async (desk, number) => {
        desk.media.crash();
        await desk.console.until("the fault", (now) => now.faults["mediaPageLost:"], longMs);
        // What is measured at the station is half a second old.
        await until("the caller hears nothing", () => desk.heardByStation(number, microphoneHz) < 0.02, longMs);
        const clock = stopwatch();
        desk.newMediaPage();
        await heardAtDesk(desk, number);
        await until("the caller hears", () => desk.heardByStation(number, microphoneHz) > 0.3, longMs);
        return { healedMs: clock() };
      }),
  );
  await inject(
    { id: "F12", name: "host and sound page killed in mid-call; healed: the caller is heard", healedWithinMs: 5_000 },
    () =>
      inCall({ inChild: true }, async (desk, number) => {
        const { console } = desk;
        await console.until("all is on disk", (now) => console.recordedSeq >= now.seq, longMs);
        const { id } = desk.call(number);
        // Both at once: the dying host must not begin to heal with the new page.
        desk.freezeHost(true);
        desk.media.crash();
        desk.newMediaPage();
        const clock = stopwatch();
        await desk.restartHost({ kill: true });
        await console.until("the call is back", (now) => now.calls[id]?.healing === null, longMs);
        await heardAtDesk(desk, number);
        const healedMs = clock();
        await pause(600);
        if (desk.heardByStation(number, microphoneHz) > 0.01) throw new Error("The microphone was open by itself.");
        return { healedMs };
      }),
  );
  await inject(
    {
      id: "F1",
      name: "link lost for 1 s in mid-call; healed: dialog refreshed, from registered",
      healedWithinMs: 3_000,
    },
    () =>
      inCall({}, async (desk, number) => {
        const clock = stopwatch();
        desk.wire.cut();
        const seenMs = await untilDeaf(desk, clock);
        await pause(1_000);
        desk.wire.mend();
        await untilRegistered(desk);
        const healing = stopwatch();
        const { id } = desk.call(number);
        await desk.console.until("it is refreshed", (now) => now.calls[id]?.healing === null, longMs);
        return { seenMs, healedMs: healing() };
      }),
  );
};

/** F17, from the moment that it goes on: how long until the registration is proved anew; the press made meanwhile is seen. */
export const sleepFaults: FaultGroup = async (inject) => {
  for (const seconds of [6, 18]) {
    await inject(
      {
        id: "F17",
        name: `host's process stopped for ${seconds} s; healed: proved anew`,
        // A shorter gap is no sleep: the proof comes in its turn, every 15 s.
        ...(seconds > 15 && { healedWithinMs: 2_000 }),
      },
      async () => {
        const { atEnd, close } = openings();
        try {
          const desk = await startDesk({ site: healSite, inChild: true, online: ["401", "402"], atEnd });
          const { console } = desk;
          desk.freezeHost(true);
          await pause(500);
          await desk.press("401");
          await pause(seconds * 1_000 - 500);
          const proofs = console.notices.filter(({ kind }) => kind === "proof").length;
          const clock = stopwatch();
          desk.freezeHost(false);
          const isProved = () => console.notices.filter(({ kind }) => kind === "proof").length > proofs;
          await console.until("proved anew", (now) => now.pbxs["A"]?.state === "registered" && isProved(), longMs);
          const healedMs = clock();
          await console.until("the press that came meanwhile", () => desk.event("401"), longMs);
          await desk.pressed("402");
          return { pressed: 2, lost: withoutEvent(console, ["401", "402"]).length, healedMs };
        } finally {
          await close();
        }
      },
      2,
    );
  }
};

/** A fresh position with one call up, and two presses around the fault. */
async function inCall(
  { inChild = false }: { inChild?: boolean },
  fault: (desk: JourneyDesk, number: string) => Promise<Pick<Injection, "seenMs" | "healedMs">>,
): Promise<Injection> {
  const { atEnd, close } = openings();
  try {
    const desk = await startDesk({ site: healSite, inChild, online: ["214", "401", "402"], atEnd });
    await desk.talkWith("214");
    await desk.untilBothHear("214");
    await desk.pressed("401");
    const measured = await fault(desk, "214");
    await desk.pressed("402");
    if (desk.stations.find("214").state().calls.length !== 1) throw new Error("The caller was dropped.");
    return { ...measured, pressed: 3, lost: withoutEvent(desk.console, ["214", "401", "402"]).length };
  } finally {
    await close();
  }
}

const heardAtDesk = (desk: JourneyDesk, number: string): Promise<void> =>
  until("the caller is heard", () => desk.heardAtDesk(number, stationHz) > 0.2, longMs);
