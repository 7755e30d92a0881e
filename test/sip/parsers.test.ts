/**
 * I20: no input throws past a parser's border, and none keeps it busy: everything that reads what comes from outside, given
 * broken SIP, broken XML, any JSON, and long runs of one awkward piece. HISTORIES: how many; SEED: which, as printed.
 */
import fc from "fast-check";
import type { Invitation, Message } from "sip.js";
import { test } from "vitest";
import { readMessage, readMqtt, readWebhook } from "../../electron/alarm/readAlarm.ts";
import { readState } from "../../electron/door/readState.ts";
import { readFromConsole } from "../../electron/host/consoleMessages.ts";
import { isFromMedia } from "../../electron/host/mediaMessages.ts";
import { readOtherwise } from "../../electron/sip/binding.ts";
import { readConferenceInfo } from "../../electron/sip/conferenceInfo.ts";
import { correlationOf } from "../../electron/sip/correlation.ts";
import { evidenceOf, isTooSlow, tapFrame } from "../../electron/sip/frameTap.ts";
import { rawHeaders, readAddress, redacted, saysElsewhere, splitList, userOf } from "../../electron/sip/headers.ts";
import { digitOfInfo } from "../../electron/sip/infoDigit.ts";
import { readLocation } from "../../electron/sip/location.ts";
import { partsOf } from "../../electron/sip/multipart.ts";
import { ownAnswer } from "../../electron/sip/ownAnswer.ts";
import { frameCapBytes } from "../../electron/sip/pace.ts";
import { repairFrame } from "../../electron/sip/repairFrame.ts";
import { undone } from "../../electron/sip/repairToken.ts";
import { withSessionPart } from "../../electron/sip/sessionPart.ts";
import { answerMessage } from "../../electron/sip/textMessage.ts";
import { plainTopic } from "../alarm/plainTopic.ts";
import { site } from "../desk/drive.ts";
import { answerTo, invite, readFrame } from "./fakePbx.ts";
import { locatedFrame } from "./located.ts";

const runs = Math.min(Number(process.env["HISTORIES"] ?? 5_000), 50_000);
const seed = Number(process.env["SEED"] ?? Date.now() % 2_147_483_647);

/** Every parser of the SIP border, one after the other, as the intake uses them. */
function readAll(frame: string): void {
  const tapped = tapFrame(frame);
  evidenceOf(tapped, "console-me");
  isTooSlow(tapped);
  saysElsewhere(tapped.reason);
  redacted(frame);
  repairFrame(frame);
  undone(frame);
  ownAnswer(frame, 480, "tag");
  for (const header of ["session-id", "x-press", undefined]) correlationOf(frame, header);
  for (const value of rawHeaders(frame, "contact", "m").flatMap(splitList)) readAddress(value);
  readAddress(frame);
  userOf(frame);
  readConferenceInfo(frame);
  partsOf(frame);
  withSessionPart(frame);
  readLocation(frame);
}

const [station] = site.stations;
const told = { openWhen: { path: ["door"], value: "open" }, closedWhen: { path: [], value: "closed" } };

/** Every reader of one value or one body, as SIP.js, a broker, a door or whoever posts to the webhook gives it. */
function readPiece(text: string): void {
  const request = {
    callId: "one",
    cseq: 1,
    body: text,
    from: { uri: "sip:1@a" },
    getHeader: (name: string) => (name === "content-type" && text.length < 4_000 ? "text/plain" : text),
  };
  const tapped = tapFrame(base);
  readOtherwise({ ...tapped, asserted: text, from: text }, { request } as unknown as Invitation);
  const message = { request, accept: async () => undefined, reject: async () => undefined } as unknown as Message;
  void answerMessage(message, true, async () => 200);
  for (const type of ["application/dtmf-relay", "application/dtmf", text]) digitOfInfo(type, text);
  const bytes = Buffer.from(text);
  for (const payload of [bytes, Buffer.from(JSON.stringify({ id: text, station: text, text, kind: text }))]) {
    readWebhook(payload, null, site);
    readMqtt({ topic: "plant/h1/alarm", payload, retain: false }, plainTopic, site);
  }
  readMqtt({ topic: `plant/${text}/alarm`, payload: bytes, retain: false }, plainTopic, site);
  if (station) readMessage(text, text, station, true, { from: "claimed", cleared: "OFF", class: null });
  readState(text, told);
}

const base = invite({
  extra: [
    "Reason: SIP;cause=200",
    "P-Asserted-Identity: <tel:+49>, <sip:1@a>",
    "Session-ID: 0123456789abcdef0123456789abcdef",
    "Contact: <sip:a@b>;expires=3",
  ],
});
const document =
  '<?xml version="1.0"?><conference-info xmlns="urn:ietf:params:xml:ns:conference-info" state="full" version="1"><users><user entity="sip:301@a"><endpoint entity="x"><status>connected</status></endpoint></user></users></conference-info>';
const located = locatedFrame();
const answer = answerTo(readFrame(base, 0), "200 OK");
const awkward = [
  "\r\n",
  "\n",
  "\r",
  "\n ",
  ":",
  ";",
  '"',
  "\\",
  "<",
  ">",
  "%",
  "%zz",
  ",",
  "=",
  "@",
  "From:",
  "To:",
  ";tag=",
  "\u0000",
  "\ud800",
  "SIP/2.0 ",
  "<user ",
  "<![CDATA[",
  "<!DOCTYPE a [",
  "&a;",
  "-->",
  "__proto__",
  "e=",
  "sip:",
  "99999999999999999999",
];
const piece = fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.constantFrom(...awkward));

/** A good text, broken in up to a dozen places. */
const broken = fc
  .tuple(
    fc.constantFrom(base, document, answer, located, ""),
    fc.array(fc.record({ at: fc.nat(1_200), cut: fc.nat(40), put: piece }), { maxLength: 12 }),
  )
  .map(([text, mutations]) =>
    mutations.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text),
  );

test(`${runs} broken texts: no parser of the SIP border throws`, { timeout: 60_000 + runs * 5 }, () => {
  const read = (text: string): void => {
    readAll(text);
    readPiece(text);
  };
  fc.assert(fc.property(broken, read), { seed, numRuns: runs });
});

test("a message of one awkward piece again and again, as long as may be, keeps no parser busy", {
  timeout: 60_000,
}, () => {
  for (const one of awkward) {
    const long = one.repeat(Math.ceil(frameCapBytes / one.length));
    for (const text of [long, base.replace("Help point", long), document.replace("301", long), `INVITE ${long}`]) {
      readAll(text.slice(0, frameCapBytes));
    }
  }
});

// All of them together take seconds; one reader that is quadratic takes seconds for each of many texts.
test("a body or a value of one awkward piece again and again, and then something else, keeps no reader busy", {
  timeout: 15_000,
}, () => {
  const room = frameCapBytes - located.length;
  for (const one of [...awkward, " ", "\t", "\r\n ", "a", "--b0undary", "--b0undary\r\n", "Signal", "a.", "1"]) {
    const long = `${one.repeat(Math.ceil(room / one.length)).slice(0, room)}x`;
    for (const put of ["v=0", "46.88", "214@", "loc@", "<cid:", "b0undary", "--b0undary--"]) {
      readAll(located.replace(put, () => `${put}${long}`));
    }
    for (const text of [long, `a${long}`, `Signal${long}`, `Signal=${long}`, `plain;${long}`]) readPiece(text);
  }
});

test(`${runs} values of any shape: what a window says never throws`, () => {
  const kinds = ["command", "signIn", "query", "talk", "devices", "told", "status", "sound", "levels", "beat", "hello"];
  const message = fc.oneof(
    fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
    fc.record({ t: fc.constantFrom(...kinds), id: fc.anything(), command: fc.anything(), query: fc.anything() }),
  );
  fc.assert(
    fc.property(message, (value) => {
      readFromConsole(value);
      isFromMedia(value);
    }),
    { seed, numRuns: runs },
  );
});
