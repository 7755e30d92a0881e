/** Alarms without voice by SIP MESSAGE at real PBXs: who is believed to be their sender, what he is told, and that none of them rings as a call. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { MessageInput } from "../../electron/alarm/inputs.ts";
import { startStation } from "./baresip.ts";
import { type PbxDesk, startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";
import { plantSite } from "./position.ts";
import { messageBySipp } from "./sipp.ts";

const messages: MessageInput = { from: "asserted", cleared: "OFF", class: null };
const text = "Smoke in plant room";

/** What the console itself answered to MESSAGEs, in order. */
const answersOf = ({ wire }: PbxDesk): (string | undefined)[] =>
  wire.sent.filter((frame) => /^CSeq: \d+ MESSAGE/m.test(frame)).map((frame) => /^SIP\/2\.0 (\d+)/.exec(frame)?.[1]);
const requestsTo = ({ wire }: PbxDesk, method: string): string[] =>
  wire.given.filter((frame) => frame.startsWith(`${method} `));

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());
  /** Kamailio passes the console's own answer on. Asterisk answers first, 202, and then looks for a console. */
  const told = (byConsole: number): number => (name === "kamailio" ? byConsole : 202);
  const say = (number: string, words: string, claims: Parameters<typeof messageBySipp>[4] = {}): Promise<number> =>
    messageBySipp(pbx, number, "6000", words, claims);

  pbxTest(
    name,
    "a station's text opens its event and a second repeats it, under its own name; OFF ends them",
    async () => {
      const desk = await startPbxDesk(pbx, { messages });
      await startStation(pbx, "214");
      const forged = ["P-Asserted-Identity: <sip:215@plant.invalid>", "PJSIP_ENDPOINT: SOS 215"];
      expect(await say("214", text, { headers: forged })).toBe(told(200));
      await desk.console.until("its event", () => desk.event("214"));
      const event = desk.event("214");
      expect(event).toMatchObject({ stationId: "s214", class: "lifeSafety", trust: "asserted", callIds: [] });
      expect(event.alarms).toMatchObject([{ source: "message", text, clearedAt: null }]);
      const [message = ""] = requestsTo(desk, "MESSAGE");
      expect(message.match(/^P-Asserted-Identity: .*$/gm)).toEqual([
        expect.stringContaining("<sip:214@plant.invalid>"),
      ]);
      expect(message).not.toContain("sip:215@");
      await until("it sounds", () => desk.media.plan.ring?.sound === "threeFast");

      // The text has no name of its own: whoever says it again raises a second alarm.
      expect(await say("214", text)).toBe(told(200));
      await desk.console.until("it is repeated", () => desk.event("214").presses.length === 2);
      expect(desk.event("214")).toMatchObject({ id: event.id, alarms: [{ text }, { text }] });

      expect(await say("214", "OFF: air is clear")).toBe(told(200));
      await desk.console.until("it is over", () => desk.event("214").condition === "returned");
      expect(answersOf(desk)).toEqual(["200", "200", "200"]);
      expect(Object.keys(desk.console.desk.events)).toEqual([event.id]);
    },
  );

  pbxTest(name, "every console has it", async () => {
    const [first, second] = [
      await startPbxDesk(pbx, { messages }),
      await startPbxDesk(pbx, { number: "6002", messages }),
    ];
    expect(await say("209", text)).toBe(told(200));
    for (const desk of [first, second]) {
      await desk.console.until("its event", () => desk.event("209"));
      expect(desk.event("209").alarms).toMatchObject([{ text }]);
    }
  });

  pbxTest(name, "who is no station, or only claims to be one, is refused, and nothing rings", async () => {
    const site = { ...plantSite, stations: plantSite.stations.filter(({ number }) => number !== "209") };
    const desk = await startPbxDesk(pbx, { messages, site });
    expect(await say("209", text)).toBe(told(403));
    await until("the console has answered", () => answersOf(desk).length === 1);
    expect(answersOf(desk)).toEqual(["403"]);
    // A telephone: Asterisk has no way for its texts, Kamailio leaves it to the console.
    expect(await say("7010", text)).toBe(name === "kamailio" ? 403 : 404);
    // From says one number, the password another: asked for the password again, and nothing reaches the console.
    expect(await say("214", text, { from: "215" })).toBe(name === "kamailio" ? 407 : 401);
    expect(answersOf(desk).length).toBe(name === "kamailio" ? 2 : 1);
    expect(requestsTo(desk, "INVITE")).toEqual([]);
    expect(desk.console.desk.events).toEqual({});
  });

  pbxTest(name, "where the site does not trust its PBX's word, the sender is only claimed and refused", async () => {
    const site = { ...plantSite, pbxs: plantSite.pbxs.map((one) => ({ ...one, assertsIdentity: false })) };
    const desk = await startPbxDesk(pbx, { messages, site });
    expect(await say("214", text)).toBe(told(403));
    await until("the console has answered", () => answersOf(desk).length === 1);
    expect(answersOf(desk)).toEqual(["403"]);
    expect(desk.console.desk.events).toEqual({});
  });

  pbxTest(name, "a site that takes no texts refuses them, and nothing rings", async () => {
    const desk = await startPbxDesk(pbx);
    expect(await say("214", text)).toBe(told(405));
    await until("the console has answered", () => answersOf(desk).length === 1);
    expect(answersOf(desk)).toEqual(["405"]);
    expect(requestsTo(desk, "INVITE")).toEqual([]);
    expect(desk.console.desk.events).toEqual({});
  });

  pbxTest(name, "with no console there the sender is told, and a restarted one has the next", async () => {
    const desk = await startPbxDesk(pbx, { messages, inChild: true });
    const station = await startStation(pbx, "214");
    await desk.killHost();
    expect(await say("214", text)).toBe(told(480));
    if (name === "asterisk") {
      await until("a text says so", () => /^Not delivered: no console is there/m.test(station.log()));
    }
    await desk.restartHost();
    expect(desk.console.desk.events).toEqual({});
    expect(await say("214", text)).toBe(told(200));
    await desk.console.until("its event", () => desk.event("214"));
    expect(desk.event("214").alarms).toMatchObject([{ text }]);
  });

  pbxTest(
    name,
    "with a console that hangs the sender is told so by Kamailio, and by Asterisk that all is well",
    async () => {
      const desk = await startPbxDesk(pbx, { messages });
      const station = await startStation(pbx, "214");
      const done = (): number => pbx.log().split("Spawn extension (says-214").length;
      const before = done();
      desk.wire.stall();
      expect(await say("214", text)).toBe(told(408));
      if (name === "asterisk") await until("its dial plan is done", () => done() > before);
      expect(station.log()).not.toMatch(/^Not delivered/m);
    },
  );
});
