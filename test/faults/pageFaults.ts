/**
 * F7 to F11: the microphone is unplugged, the browser wants a click before it rings, the console's and the sound page crash or hang,
 * the GPU process goes. The built browser shell with Chromium.
 */
import type { Page } from "@playwright/test";
import type { Command } from "../../shared/desk/inputs.ts";
import { openChromium, takeHand } from "../bench/rig.ts";
import { startBrowserShell } from "../e2e/browserShell.ts";
import { chromiumArgs } from "../e2e/chromiumArgs.ts";
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
      await opened.addInitScript(unpluggable);
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
    const fault = (kind: "faultRaised" | "faultCleared", name = "mediaPageLost") =>
      hand.entry((of, data) => of === kind && data["fault"] === name);

    const accepted = async (command: Command): Promise<void> => {
      const done = await hand.command(command);
      if (done.t !== "accepted") throw new Error(JSON.stringify(done));
    };
    const answer = async (eventId: string): Promise<void> => {
      await accepted({ type: "answer", eventId, holdEqual: true });
      waiting -= 1;
    };
    /** Hangs up; an event that was left open would ask for attention again, and be counted. */
    const over = async (number: string, eventId: string): Promise<void> => {
      const ended = hand.entry((kind) => kind === "callEnded");
      await plant.hangup(number);
      await ended;
      await accepted({ type: "close", eventId, outcome: "falsePress", note: "" });
    };
    /** Presses and answers; gives the number, and waits for what it hears of the microphone. */
    async function talking() {
      const [opened, taken] = [
        hand.entry((kind) => kind === "eventOpened"),
        hand.entry((kind) => kind === "callTaken"),
      ];
      const { number } = await press();
      const eventId = String((await opened)["eventId"]);
      await taken;
      await answer(eventId);
      const hears = async (isSo: (amplitude: number) => boolean): Promise<void> => {
        while (!isSo((await plant.heard(number)).amplitude)) await pause(30);
      };
      await hears((amplitude) => amplitude > 0.1);
      return { hears, over: () => over(number, eventId) };
    }

    await inject(
      {
        id: "F7",
        name: "microphone unplugged in a call; seen: told; healed: the next one is in use",
        healedWithinMs: 2_000,
      },
      async () => {
        const talk = await talking();
        const { hears } = talk;
        const [raised, cleared] = [
          fault("faultRaised", "microphoneMissing"),
          fault("faultCleared", "microphoneMissing"),
        ];
        const clock = stopwatch();
        await media.evaluate(() => dispatchEvent(new Event("unplug")));
        await raised;
        const seenMs = clock();
        await cleared;
        const healedMs = clock();
        await pause(600);
        await hears((amplitude) => amplitude > 0.1);
        await talk.over();
        return { pressed: 1, lost: 0, seenMs, healedMs };
      },
    );
    await inject(
      {
        id: "F8",
        name: "browser wants a click before it rings; seen: from the press; healed: from the click",
        seenWithinMs: 3_000,
        healedWithinMs: 3_000,
      },
      async () => {
        // A page that captures may also play: the click is wanted where the microphone is refused too.
        const strict = await openChromium(chromiumArgs().filter((one) => !one.startsWith("--autoplay-policy")));
        try {
          await strict.context.addCookies(await context.cookies(shell.origin));
          await media.close();
          const mute = await strict.context.newPage();
          await mute.addInitScript(withoutMicrophone);
          const missing = fault("faultRaised", "microphoneMissing");
          await mute.goto(`${shell.origin}/media.html`);
          await missing;
          const opened = hand.entry((kind) => kind === "eventOpened");
          const taken = hand.entry((kind) => kind === "callTaken");
          const raised = fault("faultRaised", "ringSilent");
          const clock = stopwatch();
          const { number } = await press();
          await raised;
          const seenMs = clock();
          const cleared = fault("faultCleared", "ringSilent");
          const healing = stopwatch();
          await mute.mouse.click(5, 5);
          await cleared;
          const healedMs = healing();
          await taken;
          const up = hand.entry((kind) => kind === "callEstablished");
          const eventId = String((await opened)["eventId"]);
          await answer(eventId);
          await up;
          await over(number, eventId);
          return { pressed: 1, lost: 0, seenMs, healedMs };
        } finally {
          await strict.browser.close();
          media = await openMedia();
          await page.bringToFront();
        }
      },
    );

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
        const talk = await talking();
        const { hears } = talk;
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
        await talk.over();
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

/** Runs in the page, before it: an "unplug" ends the microphone's track as the browser does. */
function unpluggable(): void {
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    const end = (): void => {
      const [track] = stream.getTracks();
      track?.stop();
      track?.dispatchEvent(new Event("ended"));
    };
    addEventListener("unplug", end, { once: true });
    return stream;
  };
}

/** Runs in the page, before it. */
function withoutMicrophone(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no device", "NotFoundError"));
}

/** Runs in the page. */
function hang(forMs: number): void {
  const end = Date.now() + forMs;
  while (Date.now() < end);
}
