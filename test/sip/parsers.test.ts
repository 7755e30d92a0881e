/**
 * I20: no input throws past a parser's border, and none keeps it busy: everything that reads what comes from outside, given
 * broken SIP, broken XML, any JSON, and long runs of one awkward piece. HISTORIES: how many; SEED: which, as printed.
 */
import fc from "fast-check";
import { test } from "vitest";
import { readFromConsole } from "../../electron/host/consoleMessages.ts";
import { isFromMedia } from "../../electron/host/mediaMessages.ts";
import { readConferenceInfo } from "../../electron/sip/conferenceInfo.ts";
import { correlationOf } from "../../electron/sip/correlation.ts";
import { evidenceOf, isTooSlow, tapFrame } from "../../electron/sip/frameTap.ts";
import { rawHeaders, readAddress, redacted, saysElsewhere, splitList, userOf } from "../../electron/sip/headers.ts";
import { ownAnswer } from "../../electron/sip/ownAnswer.ts";
import { frameCapBytes } from "../../electron/sip/pace.ts";
import { repairFrame } from "../../electron/sip/repairFrame.ts";
import { undone } from "../../electron/sip/repairToken.ts";
import { answerTo, invite, readFrame } from "./fakePbx.ts";

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
    fc.constantFrom(base, document, answer, ""),
    fc.array(fc.record({ at: fc.nat(1_200), cut: fc.nat(40), put: piece }), { maxLength: 12 }),
  )
  .map(([text, mutations]) =>
    mutations.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text),
  );

test(`${runs} broken texts: no parser of the SIP border throws`, { timeout: 60_000 + runs * 5 }, () => {
  fc.assert(fc.property(broken, readAll), { seed, numRuns: runs });
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
