/** A call-out list from its tab: the absent member is passed over, the second one is reached; and a list that reaches nobody. */
import { signIn, stationOnline } from "./desk.ts";
import { expect, test } from "./shell.ts";

test("a list calls its members one after the other until one answers, and says what became of each", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await stationOnline(plant, "7002");
  await stationOnline(plant, "7003");
  await plant.offline("7002");
  await console.getByRole("tab", { name: "Call-out lists" }).click();
  await console.getByRole("button", { name: "Call First responders" }).click();
  const chain = console.getByTestId("call-out");
  const member = (name: string) => chain.getByRole("listitem").filter({ hasText: name });
  await expect(chain.getByRole("status")).toContainText(/Calling 2 of 4: Night patrol|Night patrol reached/);
  await expect(chain.getByRole("listitem").first()).toContainText("NOT REACHABLE");
  await expect(chain).toHaveAttribute("data-over", "reached", { timeout: 20_000 });
  await expect(chain.getByRole("status")).toContainText("Night patrol reached");
  await expect(member("Station staff")).toContainText("NOT CALLED");
  await expect(console.getByTestId("live-call")).toContainText("Night patrol");
  await expect(console.getByTestId("live-call")).toHaveAttribute("data-call-state", "talking");
});

test("at the end of a list the console says that nobody was reached, on any tab", async ({ console, plant }) => {
  await signIn(console);
  for (const number of ["7030", "7025", "05550142"]) {
    await stationOnline(plant, number);
    await plant.offline(number);
  }
  await console.getByRole("tab", { name: "Call-out lists" }).click();
  await console.getByRole("button", { name: "Call Technical on call" }).click();
  await console.getByRole("tab", { name: "Zones" }).click();
  const calls = console.getByRole("status", { name: "Calls from this desk" });
  await expect(calls).toContainText("Technical on call");
  await expect(calls).toContainText(
    "Nobody reached. Maintenance on duty not reachable, Car park attendant not reachable",
  );
});
