/** A call that says where it is, on the screen: drawn on the map with its uncertainty, flagged where it is at odds with the site. */
import { seenCard, signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

test("a PIDF-LO call is drawn on the map where it says it is, and at odds with the site it is flagged and both are drawn", async ({
  console,
  plant,
}) => {
  await signIn(console);
  // A station of the region, 2.9 km from where its call says it is.
  await plant.press("305", { at: { latitude: 46.8655, longitude: 11.145, radiusM: 120 } });
  const card = seenCard(console, "SOS 305");
  await expect(card).toContainText("The call says it is 2.9 km from there");
  await card.click();
  const whereabouts = console.getByTestId("whereabouts");
  await expect(whereabouts).toContainText("46.86550 N 11.14500 E ± 120 m");
  await expect(whereabouts).toContainText("said by the caller · found by GPS");
  await console.keyboard.press("g");
  const map = console.getByRole("application", { name: /^Region/ });
  const point = map.locator("path.locatedPoint");
  const circle = map.locator("path.located");
  const pin = map.locator(".pin[data-waiting] svg");
  for (const drawn of [point, circle, map.locator("path.locatedAway"), pin]) await expect(drawn).toBeVisible();
  const [at, around, station] = await Promise.all([point, circle, pin].map((one) => one.boundingBox()));
  if (!at || !around || !station) throw new Error("they are not drawn");
  const middle = (box: { x: number; y: number; width: number; height: number }) => ({
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
  });
  // The circle is around the point, and north-west of the station.
  expect(Math.abs(middle(at).x - middle(around).x)).toBeLessThan(2);
  expect(middle(at).x).toBeLessThan(middle(station).x);
  expect(middle(at).y).toBeLessThan(middle(station).y);
  // 120 m and 2.9 km on the same map.
  const apart = Math.hypot(middle(at).x - middle(station).x, middle(at).y - middle(station).y);
  expect(around.width / 2 / apart).toBeGreaterThan((120 / 2_950) * 0.7);
  expect(around.width / 2 / apart).toBeLessThan((120 / 2_950) * 1.6);
});

test("nonsense is in the list with the reason, and G says that there is no place to go to", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await plant.press("7002", { at: { latitude: 95, longitude: 11 }, headers: ["Priority: emergency"] });
  const card = seenCard(console, "Patrol");
  await expect(card).toContainText("Claims an emergency, not verified");
  await expect(card).toContainText("No place from the call: its latitude 95 is not on the globe");
  await card.click();
  await console.keyboard.press("g");
  await expect(card).toContainText("Not on a map: no place: its latitude 95 is not on the globe.");
  // A contact of the site is no station: the place of its call is drawn as the caller's.
  await plant.hangup("7002");
  await plant.press("7003", { at: { latitude: 46.88, longitude: 11.2, radiusM: 400 } });
  // The operator is at work, so the place stands beside the view until he asks for it.
  await console.getByRole("button", { name: "Show on map: Night patrol" }).first().click();
  await expect(console.getByRole("application", { name: /^Region/ }).locator("path.located")).toBeVisible();
  await expect(console.locator(".pin[data-selected]")).toContainText("Night patrol");
});
