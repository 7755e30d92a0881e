/** Shelving by hand at the screen: a door station from the list of the map, its end from the list of what is shelved. */
import { seenCard, signIn, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

test("a station is shelved with keys alone, presses in silence, and is back by its button in the list", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await console.getByRole("button", { name: "List of stations on this map" }).click();
  await console.getByRole("searchbox", { name: /Filter the stations/ }).fill("Door 5");
  await console.getByRole("listbox", { name: /Stations on/ }).focus();
  await console.keyboard.press("Enter");
  const panel = console.getByRole("region", { name: "Door 5" });
  await panel.getByRole("button", { name: "Shelve Door 5…" }).focus();
  await console.keyboard.press("Enter");
  // Without a reason it is refused in words, and nothing is lost of the form.
  await console.keyboard.press("Enter");
  await expect(panel).toContainText("Say why: whoever comes next must know.");
  await console.keyboard.type("Key stuck");
  await panel.getByRole("radio", { name: "1 h" }).click();
  await panel.getByRole("button", { name: "Shelve Door 5" }).focus();
  await console.keyboard.press("Enter");
  await expect(panel).toContainText("Shelved: Key stuck · 1 h left");

  await plant.press("6205");
  const card = seenCard(console, "Door 5");
  await expect(card).toHaveAttribute("data-state", "SHELVED");
  await expect(card).toContainText("Key stuck");
  await expect(strip(console)).toContainText("Nothing waits · 1 shelved");
  await expect(console.getByTestId("waiting-count")).toHaveAttribute("data-count", "0");

  // An SOS is heard and seen as ever, and offers no shelf.
  await plant.press("214");
  await expect(strip(console)).toContainText("SOS 214");
  await seenCard(console, "SOS 214").click();
  await expect(console.getByTestId("event-view")).toContainText("SOS 214");
  await expect(console.getByTestId("event-view").getByRole("button", { name: /Shelve/ })).toHaveCount(0);

  await console.getByRole("button", { name: "Shelved 1" }).click();
  const list = console.getByRole("region", { name: "Shelved and out of service" });
  await expect(list).toContainText("Door 5");
  await list.getByRole("button", { name: "End the shelf: Door 5" }).click();
  await expect(list).toContainText("Nothing is shelved");
  await expect(card).toHaveAttribute("data-state", /RINGING|CALLER HUNG UP/);
  await expect(console.getByTestId("waiting-count")).toHaveAttribute("data-count", "2");
});
