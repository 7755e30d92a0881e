/**
 * F9 and F10 with the browsers that the browser shell opens itself: its sound page is killed or hangs for ever in a call, and
 * the shell opens another.
 */
import type { Page } from "@playwright/test";
import { takeHand } from "../bench/rig.ts";
import { microphoneHz } from "../e2e/chromiumArgs.ts";
import { startWithOwnBrowsers } from "../e2e/ownBrowsers.ts";
import { type Fault, type FaultGroup, openings, pause, stopwatch } from "./fault.ts";

/** What the embedded plant measures over: nothing has come for so long when it counts no packet. */
const windowMs = 500;
const livedMs = 10_000;
/** Of the pulsing tone. */
const loud = 0.03;

const cases: readonly { fault: Fault; begin(page: Page): Promise<unknown> }[] = [
  {
    fault: {
      id: "F10",
      name: "the shell's own sound page hangs in a call; seen: microphone closed; healed: sound back, from the fault's being told",
      seenWithinMs: 2_000,
      healedWithinMs: 2_000,
    },
    begin: (page) =>
      page.evaluate(() => {
        for (;;);
      }),
  },
  {
    fault: {
      id: "F9",
      name: "the shell's own sound page crashes in a call; seen: microphone closed; healed: sound back, from the fault's being told",
      seenWithinMs: 2_000,
      healedWithinMs: 2_000,
    },
    begin: async (page) => (await page.context().newCDPSession(page)).send("Page.crash"),
  },
];

export const ownPageFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  try {
    const own = await startWithOwnBrowsers();
    atEnd(() => own.stop());
    const { plant, console } = own;
    const signIn = console.getByTestId("sign-in");
    await signIn.getByRole("button", { name: "Dispatcher" }).first().click();
    await signIn.waitFor({ state: "hidden" });
    await console.getByText(/PBX A proved/).waitFor();
    const hand = await takeHand(own.origin, console.context());
    atEnd(() => hand.close());
    const numbers = (await plant.state()).filter(({ name }) => name.startsWith("Help point")).values();

    for (const { fault, begin } of cases)
      await inject(fault, async () => {
        const { number } = numbers.next().value ?? { number: "" };
        const opened = hand.entry((kind) => kind === "eventOpened");
        const taken = hand.entry((kind) => kind === "callTaken");
        await plant.press(number);
        const eventId = String((await opened)["eventId"]);
        await taken;
        await hand.command({ type: "answer", eventId, holdEqual: true });
        const heard = async (isSo: (amplitude: number, packets: number) => boolean): Promise<void> => {
          for (;;) {
            const { amplitude, packets } = await plant.heard(number, microphoneHz);
            if (isSo(amplitude, packets)) return;
            await pause(20);
          }
        };
        await heard((amplitude) => amplitude > loud);
        const page = await own.sound();
        // As at a desk, where a sound page has lived for a while: one that is lost sooner is opened after a pause.
        await pause(livedMs);
        const told = hand.entry((kind, data) => kind === "faultRaised" && data["fault"] === "mediaPageLost");
        const clock = stopwatch();
        begin(page).catch(() => undefined);
        const toldMs = told.then(clock);
        await heard((_, packets) => packets === 0);
        const seenMs = Math.max(0, clock() - windowMs);
        await toldMs;
        await heard((amplitude) => amplitude > loud);
        const healedMs = clock() - (await toldMs);
        const ended = hand.entry((kind) => kind === "callEnded");
        await plant.hangup(number);
        await ended;
        await hand.command({ type: "close", eventId, outcome: "falsePress", note: "" });
        return { pressed: 1, lost: 0, seenMs, healedMs };
      });
  } finally {
    await close();
  }
};
