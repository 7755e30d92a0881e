/** From facts to words: what an engineer is told, and what ends the installation. Facts are made up. */
import { describe, expect, test } from "vitest";
import type { PbxAccount } from "../../electron/host/ports.ts";
import type { Facts, RegistrationFacts, SelfCallFacts, TestCallFacts } from "../../electron/probe/facts.ts";
import type { Finding } from "../../electron/probe/finding.ts";
import { isProved, isUsable, judge } from "../../electron/probe/judge.ts";
import type { MediaFacts } from "../../electron/probe/readMedia.ts";
import { writeReport } from "../../electron/probe/writeReport.ts";
import type { Pbx, Site } from "../../shared/site/site.ts";
import { smallSite } from "../journeys/smallSite.ts";

const dayMs = 86_400_000;
const at = Date.UTC(2026, 5, 1);
const account: PbxAccount = {
  id: "A",
  url: "wss://pbx.example:8089/ws",
  domain: "pbx.example",
  user: "6001",
  password: "secret",
  displayName: "Control room",
  assertsIdentity: false,
  takesBackBy: "replaces",
  checkNumber: "6001",
};
const pbx: Pbx = {
  id: "A",
  name: "Plant PBX",
  ownNumber: "6001",
  emergencyNumbers: ["6000"],
  assertsIdentity: false,
  overflowAfterS: 90,
};
const site: Site = { ...smallSite, supervisor: "7010", alternate: "7011" };

const media: MediaFacts = {
  profile: "UDP/TLS/RTP/SAVPF",
  codecs: ["PCMA", "PCMU"],
  digitRates: [8000],
  fingerprint: "sha-256",
  setup: "actpass",
  sdes: false,
  ice: true,
  iceLite: false,
  candidates: ["192.0.2.10"],
  rtcpMux: true,
};
const selfCall: SelfCallFacts = {
  number: "6001",
  failure: null,
  made: true,
  ms: 40,
  known: true,
  called: "6001",
  headers: [
    { name: "Priority", sent: "emergency", came: "emergency" },
    { name: "Resource-Priority", sent: "esnet.0", came: "esnet.0" },
  ],
  asserted: '"Control room 1" <sip:6001@pbx.example>',
  forged: "Forged by the probe",
  refusedForgery: false,
  media,
  ownMedia: false,
};
const registration: RegistrationFacts = {
  digests: ["MD5"],
  others: [],
  tried: { status: 200, text: "OK", retryAfterMs: null, listed: true, grantedS: 120 },
  gone: true,
};
const good: Facts = {
  pbxId: "A",
  at,
  link: {
    url: account.url,
    failure: null,
    connectMs: 20,
    certificate: { names: "pbx.example", endsAt: at + 300 * dayMs },
    echoesKeepAlive: true,
    roundTripsMs: [3, 900, 4, 5, 2],
    software: ["Asterisk"],
  },
  offers: { optionsStatus: 200, allow: ["INVITE", "REFER"], supported: ["replaces"] },
  registration,
  selfCall,
  dialogEvents: { number: "214", status: 200, text: "OK" },
  conferenceEvents: { number: "8001", status: 200, text: "OK" },
  presence: { number: "214", status: 200, text: "OK" },
  testCall: null,
  callers: [],
};

const judged = (change: Partial<Facts>, own: Partial<Pbx> = {}): Finding[] =>
  judge({ ...good, ...change }, site, { ...pbx, ...own }, account);
/** The one finding of this name, as one line. */
function told(findings: readonly Finding[], what: string): string {
  const found = findings.filter((one) => one.what === what);
  expect(found, what).toHaveLength(1);
  const [{ mark, fact, means, stops } = { mark: "", fact: "", means: "" }] = found;
  return `${stops ? "STOPS" : mark}: ${fact}${means === "" ? "" : ` | ${means}`}`;
}

test("a PBX that has everything gets no warning, and its round trip is the median", () => {
  const findings = judged({});
  expect(findings.filter(({ mark }) => mark !== "ok")).toEqual([]);
  expect(told(findings, "Round trip")).toBe("ok: 4.0 ms, median of 5 OPTIONS");
  expect(told(findings, "Certificate")).toBe("ok: for pbx.example, 300 days left");
  expect(isUsable(findings)).toBe(true);
});

describe("the connection", () => {
  const link = (change: Partial<Facts["link"]>) => judged({ link: { ...good.link, ...change } });

  test("that fails says why, and nothing works", () => {
    const findings = judged({
      link: { ...good.link, failure: "nothing listens at its address" },
      registration: null,
      selfCall: null,
      offers: null,
    });
    expect(told(findings, "Connection")).toContain("STOPS: nothing listens at its address");
    expect(isUsable(findings)).toBe(false);
  });

  test("in the open is looked at, on this machine alone it is not", () => {
    expect(told(link({ url: "ws://10.0.0.5/ws" }), "Connection")).toContain(
      "look: WS, open after 20 ms | Not encrypted",
    );
    expect(told(link({ url: "ws://127.0.0.1:8088/ws" }), "Connection")).toMatch(/^ok: WS on this machine alone/);
  });

  test("with a certificate that ends soon says when", () => {
    const certificate = { names: "pbx.example", endsAt: at + 20 * dayMs };
    expect(told(link({ certificate }), "Certificate")).toMatch(
      /^look: .*20 days left \| .*within 30 days, on 2026-06-21/,
    );
  });

  test("that answers neither OPTIONS nor keep-alives would be cut by the console", () => {
    expect(told(link({ roundTripsMs: [], echoesKeepAlive: false }), "Dead connections")).toMatch(/^STOPS/);
    expect(told(link({ echoesKeepAlive: false }), "Dead connections")).toMatch(
      /^ok: a double CRLF is not answered; OPTIONS is/,
    );
    expect(told(link({ roundTripsMs: [] }), "Round trip")).toMatch(/^look: OPTIONS is not answered/);
  });
});

describe("the registration", () => {
  const registered = (change: Partial<RegistrationFacts>) => judged({ registration: { ...registration, ...change } });
  const tried = (change: Partial<NonNullable<RegistrationFacts["tried"]>>) =>
    registered({ tried: { status: 200, text: "OK", retryAfterMs: null, listed: true, grantedS: 120, ...change } });

  test("with a wrong password is refused in the words that the console uses", () => {
    const findings = tried({ status: 401, text: "Unauthorized", listed: false });
    expect(told(findings, "Registration")).toBe(
      "STOPS: 401 Unauthorized | A does not accept the password of 6001, or asks for a digest other than MD5 (401).",
    );
    expect(isUsable(findings)).toBe(false);
  });

  test("that is accepted and does not list us is none", () => {
    expect(told(tried({ listed: false }), "Registration")).toMatch(/^STOPS: our Contact is not in its answer/);
  });

  test("of a few seconds is looked at", () => {
    expect(told(tried({ grantedS: 10 }), "Registration")).toMatch(/^look: .* for 10 s \| Very short/);
  });

  test("of somebody else is left alone, and the PBX still counts as usable", () => {
    const findings = registered({ others: ["<sip:console@x.invalid>"], tried: null, gone: null, digests: ["MD5"] });
    expect(told(findings, "Other devices")).toMatch(
      /^look: 6001 is registered at <sip:console@x\.invalid> \| Left alone/,
    );
    expect(findings.some(({ what }) => what === "Registration")).toBe(false);
    expect(isUsable(findings)).toBe(true);
  });

  test("without a password, or with a digest that the console does not know, is said", () => {
    expect(told(registered({ digests: [] }), "Password")).toMatch(/^look: none was asked for/);
    expect(told(registered({ digests: ["SHA-256"] }), "Password")).toMatch(/^STOPS: digest SHA-256/);
    expect(told(registered({ digests: ["SHA-256", "MD5"] }), "Password")).toMatch(/^ok/);
  });

  test("that could not be taken back is said", () => {
    expect(told(registered({ gone: false }), "Left behind")).toMatch(/^look/);
  });
});

describe("the call to our own number", () => {
  const called = (change: Partial<SelfCallFacts>, own: Partial<Pbx> = {}) =>
    judged({ selfCall: { ...selfCall, ...change } }, own);

  const notCome = (failure: string) => called({ failure });
  test("that never comes makes the PBX unusable", () => {
    for (const failure of ["nothing came within 5 s", "the PBX answers 480 Unavailable", "somebody else answered it"]) {
      expect(told(notCome(failure), "Way in")).toMatch(/^STOPS: .*Registered, and yet no call arrives/);
      expect(isUsable(notCome(failure))).toBe(false);
    }
  });

  test("that the dial plan refuses proves nothing, and a busy line neither", () => {
    const refused = notCome("the PBX answers 404 Not Found");
    expect(told(refused, "Way in")).toMatch(/^missing: .*404 Not Found \| Let 6001 call 6001;/);
    expect(isUsable(refused)).toBe(true);
    const busy = notCome("the PBX answers 486 Busy Here");
    expect(told(busy, "Way in")).toMatch(/^look/);
    expect(isUsable(busy)).toBe(true);
    expect(isProved({ ...good, selfCall: { ...selfCall, failure: "the PBX answers 486 Busy Here" } })).toBe(false);
    expect(isProved(good)).toBe(true);
  });

  test("that is not made says why, and that little is known", () => {
    expect(told(called({ made: false, failure: "the site file says checkWayIn: no" }), "Way in")).toMatch(
      /^look: no call to our own number: the site file says checkWayIn: no/,
    );
  });

  test("that comes without its mark would be taken for a press", () => {
    expect(told(called({ known: false }), "Way in")).toContain("would take its own check for a press");
  });

  test("shows which evidence of priority is left", () => {
    const headers = [
      { name: "Priority", sent: "emergency", came: "" },
      { name: "Resource-Priority", sent: "esnet.0", came: "esnet.0" },
      { name: "Alert-Info", sent: "<a>", came: "<b>" },
    ];
    const findings = called({ headers });
    expect(told(findings, "Headers")).toMatch(/^look: kept: Resource-Priority; changed: Alert-Info; dropped: Priority/);
    expect(told(findings, "Evidence of priority")).toBe(
      "ok: the station's own number, the called number, Resource-Priority",
    );
    const none = called({ headers: headers.map((one) => ({ ...one, came: "" })) });
    expect(told(none, "Evidence of priority")).toMatch(
      /^look: the station's own number, the called number, nothing else/,
    );
  });

  test("with a forged identity that came through forbids assertsIdentity", () => {
    const asserted = '"Forged by the probe" <sip:00000000@pbx.example>';
    expect(told(called({ asserted }), "P-Asserted-Identity")).toMatch(/^look: .*assertsIdentity must stay no/);
    expect(told(called({ asserted }, { assertsIdentity: true }), "P-Asserted-Identity")).toMatch(/^missing: /);
    expect(told(called({ asserted: "" }, { assertsIdentity: true }), "P-Asserted-Identity")).toMatch(
      /^look: .*sets none itself/,
    );
    expect(told(called({ refusedForgery: true, asserted: "" }), "P-Asserted-Identity")).toMatch(
      /^ok: a call with a forged one is refused/,
    );
  });

  test("whose sound no browser can meet makes the PBX unusable", () => {
    const sound = (change: Partial<MediaFacts>) => called({ media: { ...media, ...change } });
    const plain = sound({ profile: "RTP/AVP", fingerprint: null, ice: false, rtcpMux: false, candidates: [] });
    expect(told(plain, "Sound offered: encryption")).toMatch(/^STOPS: none \(RTP\/AVP\)/);
    expect(told(plain, "Sound offered: ICE")).toMatch(/^STOPS/);
    expect(told(sound({ fingerprint: null, sdes: true }), "Sound offered: encryption")).toMatch(/^STOPS: SDES keys/);
    expect(told(sound({ codecs: ["G729"] }), "Sound offered: codecs")).toMatch(/^STOPS: G729/);
    expect(told(sound({ codecs: ["opus/48000"] }), "Sound offered: codecs")).toMatch(/^look: opus\/48000 \| No G\.711/);
    expect(told(sound({ digitRates: [48000] }), "Sound offered: digits")).toMatch(/^look: no telephone-event at 8 kHz/);
    expect(isUsable(called({ media: null }))).toBe(false);
  });

  test("whose sound is our own offer says that the PBX takes no part in it", () => {
    expect(told(called({ ownMedia: true }), "Sound offered")).toMatch(/^look: our own description, untouched/);
  });
});

describe("a test call", () => {
  const testCall: TestCallFacts = {
    number: "7010",
    failure: null,
    ringing: 180,
    earlyMedia: false,
    answerMs: 2_400,
    media,
    supported: [],
    replaces: { status: 200, text: "OK", rangAnew: false, oldEnded: true },
    ended: true,
  };
  const made = (change: Partial<TestCallFacts>) => judged({ testCall: { ...testCall, ...change } });
  const replaces = (change: Partial<NonNullable<TestCallFacts["replaces"]>>) =>
    told(made({ replaces: { status: 200, text: "OK", rangAnew: false, oldEnded: true, ...change } }), "Replaces");

  test("tells Replaces as it was, not as it was announced", () => {
    expect(replaces({})).toMatch(/^ok: a call was taken over/);
    expect(replaces({ status: 420, text: "Bad Extension" })).toMatch(
      /^missing: refused: 420 Bad Extension \| A console that was restarted/,
    );
    expect(replaces({ status: 0, text: "", rangAnew: true })).toMatch(/^missing: taken for a new call/);
    expect(replaces({ oldEnded: false })).toMatch(/^look: accepted, but the old call was not ended/);
  });

  test("that nobody answers, or that is not confirmed to be over, is looked at", () => {
    expect(told(made({ failure: "486 Busy Here" }), "Test call")).toMatch(/^look: 7010 was not reached: 486 Busy Here/);
    expect(told(made({ ended: false }), "Test call: end")).toMatch(/^look/);
  });
});

describe("the rest", () => {
  test("names the zones whose members the PBX cannot report", () => {
    const findings = judged({ conferenceEvents: { number: "8001", status: 489, text: "Bad Event" } });
    expect(told(findings, "Conference events (RFC 4575)")).toMatch(
      /^missing: not offered for 8001: 489 Bad Event \| .*reportsMembers: no for tubeA/,
    );
  });

  test("tells a station that is not there from events that are not offered", () => {
    const findings = judged({ dialogEvents: { number: "214", status: 480, text: "Not registered" } });
    expect(told(findings, "Dialog events (RFC 4235)")).toMatch(/^look: nobody to ask at 214: 480 Not registered/);
  });

  test("says when calls cannot be passed on, or when Replaces is not announced", () => {
    const findings = judged({ offers: { optionsStatus: 200, allow: ["INVITE"], supported: [] } });
    expect(told(findings, "REFER")).toMatch(/^missing/);
    expect(told(findings, "Replaces")).toMatch(/^look: not announced/);
  });

  test("names callers whom the probe kept from the control room", () => {
    expect(told(judged({ callers: ["214", "214"] }), "Calls meanwhile")).toMatch(/^look: 2 from 214 \|/);
  });
});

describe("the overflow", () => {
  test("that is not in the site file is asked for", () => {
    const { overflowAfterS: _, ...unsaid } = pbx;
    const findings = judge(good, site, unsaid, account);
    expect(told(findings, "Overflow")).toMatch(/^look: the site file does not say .*overflowAfterS.*takes 60 s/);
  });

  test("that is shorter than the ladder names the steps that never happen", () => {
    const words = told(judged({}, { overflowAfterS: 15 }), "Overflow");
    expect(words).toMatch(/^look: after 15 s, shorter/);
    expect(words).toContain("Life safety: louder after 15 s");
    expect(words).toContain("Urgent: to be answered within 15 s");
    expect(words).not.toContain("Life safety: to be answered");
    expect(told(judged({}, { overflowAfterS: 61 }), "Overflow")).toBe(
      "ok: after 61 s, longer than this site's ladder of 60 s",
    );
  });
});

describe("the ladder", () => {
  const ladder = (of: Site) => told(judge(good, of, pbx, account), "Ladder");

  test("says whom the console calls, and when", () => {
    expect(ladder(site)).toBe(
      "ok: Life safety: supervisor (7010) 30 s; Life safety: alternate (7011) 60 s; Urgent: supervisor (7010) 45 s",
    );
  });

  test("that calls nobody for want of a number is told, unless the site wants it so", () => {
    expect(ladder(smallSite)).toMatch(/^look: nobody is called .*Name supervisor and alternate at the top/);
    const never = { supervisorAfterS: null, alternateAfterS: null };
    const classes = {
      ...smallSite.classes,
      lifeSafety: { ...smallSite.classes.lifeSafety, ...never },
      urgent: { ...smallSite.classes.urgent, ...never },
    };
    expect(ladder({ ...smallSite, classes })).toBe("ok: nobody is called, as the site file says");
  });

  test("whose supervisor comes after the overflow is named there", () => {
    const words = told(judged({}, { overflowAfterS: 40 }), "Overflow");
    expect(words).toContain("Life safety: alternate number called after 60 s");
    expect(words).toContain("Urgent: supervisor called after 45 s");
    expect(words).not.toContain("Life safety: supervisor");
  });
});

test("the text stays within a terminal's width and counts what it says", () => {
  const findings = judged({ selfCall: { ...selfCall, known: false } });
  const text = writeReport({
    id: "A",
    name: "Plant PBX",
    address: account.url,
    account: "6001",
    usable: true,
    proved: true,
    findings,
  });
  expect(text.split("\n").filter((line) => line.length > 118)).toEqual([]);
  expect(text).toContain("A, Plant PBX: wss://pbx.example:8089/ws, account 6001");
  expect(text).toMatch(/LOOK +Way in +a call to 6001 came back without its mark/);
  expect(text).toMatch(/Calls can work: \d+ ok, 1 to look at, 0 missing\.$/);
});
