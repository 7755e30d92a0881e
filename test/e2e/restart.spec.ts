/** kill -9 of the host: what the operator was shown is there again after the restart, and calls that were up ask for a call-back. */
import type { BrowserContext, Page } from "@playwright/test";
import { type BrowserShell, startBrowserShell, temporaryDir } from "./browserShell.ts";
import { answerWithSpace, closeWith, seenCard, signIn, stationOnline } from "./desk.ts";
import { plantAt } from "./plantControl.ts";
import { expect, test } from "./shell.ts";

async function open(context: BrowserContext, shell: BrowserShell): Promise<Page> {
  await context.grantPermissions(["microphone"], { origin: shell.origin });
  const page = await context.newPage();
  await page.goto(shell.address);
  const media = await context.newPage();
  await media.goto(`${shell.origin}/media.html?raw=1&probe=1`);
  await page.bringToFront();
  return page;
}

function plantOf(shell: BrowserShell) {
  if (!shell.plant) throw new Error("The demo site has its plant.");
  return plantAt(shell.plant);
}

test("events, their state and the history outlive kill -9; a call that its PBX lost too says call lost, and B calls back", async ({
  context,
}) => {
  const dataDir = temporaryDir();
  const first = await startBrowserShell({ dataDir });
  const page = await open(context, first);
  await signIn(page);
  const plant = plantOf(first);

  await plant.press("6031");
  await answerWithSpace(page, "Help point 031");
  await expect(seenCard(page, "Help point 031")).toContainText("TALKING");
  await plant.hangup("6031");
  await expect(seenCard(page, "Help point 031")).not.toContainText("TALKING");
  await closeWith(page, "Help point 031", "Helped", "A lost key");
  await plant.press("214");
  await answerWithSpace(page, "SOS 214");
  await expect(seenCard(page, "SOS 214")).toContainText("TALKING");
  await plant.press("6118");
  await expect(seenCard(page, "Help point 118")).toContainText("RINGING");
  await first.kill();

  const second = await startBrowserShell({ dataDir });
  try {
    const after = await open(context, second);
    const sos = seenCard(after, "SOS 214");
    await expect(sos).toContainText("CALL LOST");
    // Its INVITE is given to SIP again; that its caller went away with the killed plant nobody could tell us.
    await expect(seenCard(after, "Help point 118")).toContainText("RINGING");
    await expect(after.getByText(/Anna Berger/).first()).toBeVisible();
    await after
      .getByRole("button", { name: /history/i })
      .first()
      .click();
    const history = after.getByRole("region", { name: "History" });
    await expect(history).toContainText("Helped");
    await expect(history).toContainText("A lost key");

    await stationOnline(plantOf(second), "214");
    await sos.click();
    await after.keyboard.press("b");
    await expect(sos).toContainText("TALKING", { timeout: 15_000 });
  } finally {
    await second.stop();
  }
});
