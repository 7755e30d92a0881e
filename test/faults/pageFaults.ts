/** F9, F10, F11: the console's and the sound page crash or hang, the GPU process goes. The built browser shell with Chromium. */
import type { Page } from "@playwright/test";
import { openChromium, takeHand } from "../bench/rig.ts";
import { startBrowserShell } from "../e2e/browserShell.ts";
import { plantAt } from "../e2e/plantControl.ts";
import { type FaultGroup, openings, pause, stopwatch } from "./fault.ts";

const hangMs = 8_000;

export const pageFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  try {
    const shell = await startBrowserShell();
    atEnd(() => shell.stop());
    if (!shell.plant) throw new Error("The demo site has its plant.");
    const plant = plantAt(shell.plant);
    const { browser, context } = await openChromium();
    atEnd(() => browser.close());
    await context.grantPermissions(["microphone"], { origin: shell.origin });
    let page = await context.newPage();
    await page.goto(shell.address);
    const openMedia = async (): Promise<Page> => {
      const opened = await context.newPage();
      await opened.goto(`${shell.origin}/media.html?raw=1&probe=1`);
      return opened;
    };
    let media = await openMedia();
    await page.bringToFront();
    const signIn = page.getByTestId("sign-in");
    await signIn.getByRole("button", { name: "Dispatcher" }).first().click();
    await signIn.waitFor({ state: "hidden" });
    await page.getByText(/PBX A proved/).waitFor();
    const hand = await takeHand(shell.origin, context);
    atEnd(() => hand.close());
    const numbers = (await plant.state()).filter(({ name }) => name.startsWith("Help point")).values();

    let waiting = 0;
    /** Presses a station that nobody has pressed; gives what waits until it is counted. */
    async function press(): Promise<{ number: string; shown(on: Page): Promise<void> }> {
      const { value } = numbers.next();
      if (!value) throw new Error("There are no more stations to press.");
      await plant.press(value.number);
      waiting += 1;
      // Cards far down are not drawn; the count in the strip is always in sight.
      const shown = async (on: Page): Promise<void> => {
        await on.locator(`[data-testid=waiting-count][data-count="${waiting}"]`).waitFor({ timeout: 30_000 });
      };
      return { number: value.number, shown };
    }
    const fault = (kind: "faultRaised" | "faultCleared") =>
      hand.entry((of, data) => of === kind && data["fault"] === "mediaPageLost");

    await inject(
      { id: "F9", name: "console window crashed; healed: a new one shows what was pressed", healedWithinMs: 3_000 },
      async () => {
        const before = await press();
        await before.shown(page);
        await crash(page);
        const during = await press();
        const clock = stopwatch();
        page = await context.newPage();
        await page.goto(`${shell.origin}/console.html`);
        await during.shown(page);
        const healedMs = clock();
        await before.shown(page);
        return { pressed: 2, lost: 0, healedMs };
      },
    );
    await inject({
      id: "F9",
      name: "the same, reloaded by Electron itself",
      notRun: "not run: Electron binary absent",
    });
    await inject(
      { id: "F9", name: "sound page crashed in a call, opened again; healed: the caller hears", healedWithinMs: 2_000 },
      async () => {
        const [opened, taken] = [
          hand.entry((kind) => kind === "eventOpened"),
          hand.entry((kind) => kind === "callTaken"),
        ];
        const { number } = await press();
        const eventId = String((await opened)["eventId"]);
        await taken;
        const done = await hand.command({ type: "answer", eventId, holdEqual: true });
        if (done.t !== "accepted") throw new Error(JSON.stringify(done));
        waiting -= 1;
        const hears = async (isSo: (amplitude: number) => boolean): Promise<void> => {
          while (!isSo((await plant.heard(number)).amplitude)) await pause(30);
        };
        await hears((amplitude) => amplitude > 0.1);
        const raised = fault("faultRaised");
        const clock = stopwatch();
        await crash(media);
        await raised;
        const seenMs = clock();
        await hears((amplitude) => amplitude < 0.02);
        const healing = stopwatch();
        media = await openMedia();
        await hears((amplitude) => amplitude > 0.1);
        const healedMs = healing();
        await page.bringToFront();
        await plant.hangup(number);
        return { pressed: 1, lost: 0, seenMs, healedMs };
      },
    );
    await inject(
      { id: "F10", name: `console window hangs for ${hangMs / 1000} s`, healedWithinMs: 3_000 },
      async () => {
        const hanging = page.evaluate(hang, hangMs);
        await pause(300);
        const during = await press();
        await hanging;
        const clock = stopwatch();
        await during.shown(page);
        return { pressed: 1, lost: 0, healedMs: clock() };
      },
    );
    await inject(
      { id: "F10", name: `sound page hangs for ${hangMs / 1000} s`, seenWithinMs: 5_000, healedWithinMs: 3_000 },
      async () => {
        const [raised, cleared] = [fault("faultRaised"), fault("faultCleared")];
        const clock = stopwatch();
        const hanging = media.evaluate(hang, hangMs);
        await raised;
        const seenMs = clock();
        const during = await press();
        await during.shown(page);
        await hanging;
        const healing = stopwatch();
        await cleared;
        return { pressed: 1, lost: 0, seenMs, healedMs: healing() };
      },
    );
    await inject({ id: "F11", name: "GPU process crashed; seen: the next press, painted" }, async () => {
      const killer = await context.newPage();
      // It never finishes loading: the process that would draw it is gone.
      await killer.goto("chrome://gpucrash", { timeout: 2_000 }).catch(() => undefined);
      await killer.close();
      await page.bringToFront();
      const clock = stopwatch();
      const { shown } = await press();
      await shown(page);
      if ((await page.locator(".leaflet-container").count()) !== 1) throw new Error("The map has gone.");
      return { pressed: 1, lost: 0, seenMs: clock() };
    });
  } finally {
    await close();
  }
};

/** By the developer tools; the answer never comes. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash");
  const devtools = await page.context().newCDPSession(page);
  devtools.send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
}

/** Runs in the page. */
function hang(forMs: number): void {
  const end = Date.now() + forMs;
  while (Date.now() < end);
}
