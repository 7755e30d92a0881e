/** Closing an event over steps that must be done: refused, the steps named, and closed for a reason; by the keyboard alone. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { seenCard, signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

/** The demo site, where two questions of an SOS call must be asked. */
const directory = mkdtempSync(path.join(tmpdir(), "outcome-site-"));
cpSync(path.join(import.meta.dirname, "../../assets/demo"), directory, { recursive: true });
const siteFile = path.join(directory, "site.yaml");
const answers = '        answers: ["Yes", "No", Not known]\n';
const asked = ["      - ask: Is anyone injured?\n", "      - ask: Smoke or fire?\n"];
let demo = readFileSync(siteFile, "utf8");
for (const step of asked) demo = demo.replace(step + answers, `${step}${answers}        mandatory: yes\n`);
writeFileSync(siteFile, demo);
test.use({ siteFile });
test.afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a close over open steps is refused and names them, keeps the note, and takes a reason; the history says both", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await plant.press("214");
  const card = seenCard(console, "SOS 214");
  await expect(card).toContainText("RINGING");
  await plant.hangup("214");
  await expect(card).toContainText("CALLER HUNG UP");
  await card.click();
  await console.keyboard.press("o");
  const form = console.getByTestId("outcome-form");
  await form.getByRole("radio", { name: "Helped" }).click();
  const note = form.getByRole("textbox", { name: /Closing note/ });
  await note.fill("passenger fine");
  const override = form.getByRole("group", { name: "Closing over open steps" });
  await expect(override).toBeHidden();

  await console.keyboard.press("Control+Enter");
  await expect(form.getByRole("status")).toContainText("Not done yet: “Is anyone injured?”, “Smoke or fire?”");
  await expect(override.getByRole("listitem")).toHaveText(["Is anyone injured?", "Smoke or fire?"]);
  await expect(note).toHaveValue("passenger fine");
  const reason = override.getByRole("textbox");
  await expect(reason).toBeFocused();
  const pictures = process.env["PICTURES"];
  if (pictures) await console.screenshot({ path: path.join(pictures, "override.png") });

  await test.step("a step that is done meanwhile leaves the list, and an empty reason is none", async () => {
    await console
      .getByTestId("procedure")
      .getByRole("button", { name: /^Done: Confirm the place/ })
      .click();
    await console.getByTestId("procedure").getByRole("button", { name: "No", exact: true }).click();
    await expect(override.getByRole("listitem")).toHaveText(["Smoke or fire?"]);
    await reason.focus();
    await console.keyboard.press("Control+Enter");
    await expect(form.getByRole("status")).toContainText("Not done yet: “Smoke or fire?”");
  });

  await console.keyboard.type("the caller ran away");
  await console.keyboard.press("Control+Enter");
  await expect(card).toContainText("CLOSED");
  await expect(form).toBeHidden();
  await console
    .getByRole("button", { name: /history/i })
    .first()
    .click();
  await expect(console.getByRole("region", { name: "History" })).toContainText(
    "OVERRIDE, not done: “Smoke or fire?”, reason: “the caller ran away”, “passenger fine”",
  );
});
