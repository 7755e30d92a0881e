/** Pages: one voice to every member of a zone, and the list of who hears it. */
import { Subscriber, SubscriptionState, UserAgent } from "sip.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { demoSetup } from "./demoPlant.ts";
import { isOver, isUp, startTestConsole, type TestConsole, until } from "./testConsole.ts";

let plant: Plant;
let desk: TestConsole;
const zone = demoSetup.zones[0];
const members = zone?.memberNumbers ?? [];

beforeEach(async () => {
  plant = await startPlant(demoSetup, { attachStations: "now", voice: "tone" });
  desk = await startTestConsole(plant.sipUrl, "6000", "right");
  await desk.register();
  await plant.allAttached;
});

afterEach(async () => {
  await desk.stop();
  await plant.stop();
});

const stateOf = async (number: string) => (await plant.stations()).find(number).state();
const heardBy = async (number: string) => (await plant.stations()).find(number).heard(1000);

/** Subscribes to the conference package of a number; documents arrive in the list. */
async function follow(number: string) {
  const documents: string[] = [];
  const target = uriOf(number);
  const subscriber = new Subscriber(desk.agent, target, "conference", { expires: 600 });
  subscriber.delegate = {
    onNotify: (notification) => {
      documents.push(notification.request.body);
      notification.accept().catch(() => undefined);
    },
  };
  await subscriber.subscribe();
  return { documents, subscriber };
}

function uriOf(number: string) {
  const uri = UserAgent.makeURI(`sip:${number}@plant.invalid`);
  if (uri === undefined) throw new Error("no URI");
  return uri;
}

test("a page is answered at once by a focus, and every member hears it as it was said", async () => {
  const call = await desk.call("8001");
  await until("the page is up", () => isUp(call.session));
  expect(call.answer()).toMatch(/^Contact: <sip:8001@plant\.invalid;transport=ws>;isfocus\r$/m);
  expect(call.sound.remoteSdp()).toContain("a=recvonly");
  for (const number of members)
    await until(`1000 Hz in ${number}`, async () => {
      const heard = await heardBy(number);
      return heard !== null && heard.packets >= 23 && Math.abs(heard.amplitude - 0.4) < 0.04;
    });
  expect((await stateOf("301")).calls).toMatchObject([{ peer: "8001", isPage: true, state: "talking" }]);
  await call.session.bye();
  await until("nobody is paged any more", async () =>
    (await plant.stations()).states().every(({ calls }) => calls.length === 0),
  );
});

test("the subscribed console is told who is reached, who is busy and who cannot be reached", async () => {
  const stations = await plant.stations();
  await stations.offline("303");
  const other = await desk.call("302");
  await until("the other call is up", () => isUp(other.session));
  const call = await desk.call("8001");
  await until("the page is up", () => isUp(call.session));
  const { documents, subscriber } = await follow("8001");
  await until("all members are settled", () => !(documents.at(-1) ?? "dialing-out").includes("dialing-out"));
  const last = documents.at(-1) ?? "";
  const userOf = (number: string) =>
    last.split("<user ").find((user) => user.startsWith(`entity="sip:${number}@plant.invalid"`)) ?? "";
  for (const number of members.filter((one) => one !== "302" && one !== "303"))
    expect(userOf(number)).toContain("<status>connected</status>");
  expect(userOf("302")).toMatch(/<status>disconnected<.*<disconnection-method>busy<.*SIP;cause=486/);
  expect(userOf("303")).toMatch(/<status>disconnected<.*<disconnection-method>failed<.*SIP;cause=480/);
  expect(last).toContain("<display-text>Tube B &amp; ramp</display-text>");
  expect(last).toContain("<user-count>10</user-count>");

  await stations.offline("304");
  await until("304 has left", () => /sip:304@.*?departed/.test(documents.at(-1) ?? ""));
  const before = documents.length;
  await call.session.bye();
  await until("the subscription has ended with the page", () => subscriber.state === SubscriptionState.Terminated);
  expect(documents.length - before).toBe(1);
  expect(documents.at(-1)).not.toContain("connected</status><joining");
});

test("a zone that keeps its members to itself refuses the subscription with 489", async () => {
  const core = desk.agent.userAgentCore;
  const headers = ["Event: conference", "Expires: 600", `Contact: ${core.configuration.contact}`];
  const message = core.makeOutgoingRequestMessage(
    "SUBSCRIBE",
    uriOf("8002"),
    uriOf("6000"),
    uriOf("8002"),
    {},
    headers,
  );
  const refused = await new Promise((resolve) => {
    core.request(message, {
      onReject: (response) => resolve(response.message.statusCode),
      onAccept: () => resolve("accepted"),
    });
  });
  expect(refused).toBe(489);
});

test("a zone that is on air is busy for a second page", async () => {
  const first = await desk.call("8001");
  await until("the page is up", () => isUp(first.session));
  const second = await desk.call("8001");
  await until("the second is refused", () => second.statusCode() !== 0);
  expect(second.statusCode()).toBe(486);
});

test("a page whose console loses its socket and does not come back ends in every member", {
  timeout: 30_000,
}, async () => {
  const call = await desk.call("8001");
  await until("the page is up", () => isUp(call.session));
  await until("a member is reached", async () => (await stateOf("301")).calls.length === 1);
  await desk.agent.transport.disconnect();
  expect((await stateOf("301")).calls).toHaveLength(1);
  const isFree = async () => (await plant.stations()).states().every(({ calls }) => calls.length === 0);
  await until("nobody is paged any more", isFree, 20_000);
});

test("a member that hangs up leaves the page to the others", async () => {
  const call = await desk.call("8001");
  await until("the last member is reached", async () => (await stateOf("312")).calls[0]?.state === "talking");
  await until("the first member is reached", async () => (await stateOf("301")).calls[0]?.state === "talking");
  await (await plant.stations()).find("301").hangUp();
  await until("the member is gone", async () => (await stateOf("301")).calls.length === 0);
  expect(isOver(call.session)).toBe(false);
  await until("the others still hear", async () => ((await heardBy("312"))?.amplitude ?? 0) > 0.37);
});
