/** Journey: with the embedded plant nothing of a call leaves this machine, not even a question for a name. */
import { Socket } from "node:dgram";
import dns from "node:dns";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test, vi } from "vitest";
import { startDesk, until } from "./desk.ts";

test("a press, a call out and a page send to addresses of this machine only, and look up no name of another", async () => {
  const own = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  const send = vi.spyOn(Socket.prototype, "send");
  const lookups = [vi.spyOn(dns, "lookup"), vi.spyOn(dns.promises, "lookup")];
  onTestFinished(() => {
    send.mockRestore();
    for (const lookup of lookups) lookup.mockRestore();
  });

  const desk = await startDesk({ online: ["7010", "301"] });
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  expect(await desk.console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  await desk.console.until("it is up", () => desk.call("7010").state === "talking");
  const page = { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null } as const;
  expect(await desk.console.send(page)).toBeNull();
  await until("it is heard", () => desk.heardByStation("301", 1000) > 0.3);

  // Arguments of send differ in number: the address is the last text among them.
  const targets = new Set(send.mock.calls.map((call) => call.findLast((given) => typeof given === "string")));
  expect(send.mock.calls.length).toBeGreaterThan(50);
  expect([...targets].filter((address) => !own.includes(String(address)))).toEqual([]);
  const names = new Set(lookups.flatMap(({ mock }) => mock.calls.map(([name]) => name)));
  // An address, such as the 0.0.0.0 that a socket is bound to, is looked up without asking anybody.
  expect([...names].filter((name) => isIP(name) === 0 && name !== "localhost")).toEqual([]);
});
