/**
 * RFC 4475's classes of torture messages, each rebuilt as a message of our own; named by the RFC's clause and label. The
 * caller's number is 2014 wherever it can be read. What a message is about is in it; the rest is an ordinary INVITE.
 */
import { sdp } from "./fakePbx.ts";

/**
 * answerable: an event that can be answered. seen: an event, refused to the PBX. unreadable: an event that says so.
 * none: no INVITE, so no event; whatever it is must do no harm.
 */
export type Outcome = "answerable" | "seen" | "unreadable" | "none";

export interface Torture {
  name: string;
  frame: string;
  outcome: Outcome;
  /** The caller that the card shows; null: none. */
  number?: string | null;
}

interface Parts {
  start?: string;
  via?: string;
  from?: string;
  to?: string;
  callId?: string;
  cseq?: string;
  contact?: string;
  more?: readonly string[];
  length?: string | null;
  type?: string;
  body?: string;
}

let made = 0;

const lines = (parts: readonly string[], body: string): string => `${parts.join("\r\n")}\r\n\r\n${body}`;

function frame(parts: Parts): string {
  made += 1;
  const body = parts.body ?? sdp;
  const length = parts.length === undefined ? String(Buffer.byteLength(body)) : parts.length;
  return lines(
    [
      parts.start ?? "INVITE sip:6000@console.invalid SIP/2.0",
      `Via: ${parts.via ?? `SIP/2.0/WS pbx.invalid;branch=z9hG4bKtorture${made}`}`,
      `From: ${parts.from ?? `<sip:2014@pbx.invalid>;tag=t${made}`}`,
      `To: ${parts.to ?? "<sip:6000@pbx.invalid>"}`,
      `Call-ID: ${parts.callId ?? `torture-${made}@pbx.invalid`}`,
      `CSeq: ${parts.cseq ?? "8 INVITE"}`,
      `Contact: ${parts.contact ?? "<sip:2014@pbx.invalid;transport=ws>"}`,
      ...(parts.more ?? ["Max-Forwards: 70"]),
      `Content-Type: ${parts.type ?? "application/sdp"}`,
      ...(length === null ? [] : [`Content-Length: ${length}`]),
    ],
    body,
  );
}

const is = (name: string, outcome: Outcome, parts: Parts, number: string | null = "2014"): Torture => ({
  name,
  outcome,
  number,
  frame: frame(parts),
});
const raw = (name: string, outcome: Outcome, text: string, number: string | null = "2014"): Torture => ({
  name,
  outcome,
  number,
  frame: text,
});

const register = (name: string, ...headers: readonly string[]): Torture =>
  raw(
    name,
    "none",
    lines(
      [
        "REGISTER sip:pbx.invalid SIP/2.0",
        `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK${name.split(" ")[1]}`,
        "Max-Forwards: 70",
        "From: <sip:2014@pbx.invalid>;tag=r",
        "To: <sip:2014@pbx.invalid>",
        `Call-ID: ${name.split(" ")[1]}@pbx.invalid`,
        "CSeq: 1 REGISTER",
        ...headers,
        "Content-Length: 0",
      ],
      "",
    ),
    null,
  );

const response = (
  name: string,
  status: string,
  via = "SIP/2.0/WS 6f1c2b7e0d3a4a7e.invalid;branch=z9hG4bKnobody",
): Torture =>
  raw(
    name,
    "none",
    lines(
      [
        `SIP/2.0 ${status}`,
        `Via: ${via}`,
        "From: <sip:6000@pbx.invalid>;tag=x",
        "To: <sip:2014@pbx.invalid>;tag=y",
        `Call-ID: ${name.split(" ")[1]}@pbx.invalid`,
        "CSeq: 35 INVITE",
        "Contact: <sip:2014@pbx.invalid>",
        "Content-Length: 0",
      ],
      "",
    ),
    null,
  );

/** RFC 4475, 3.1.1: valid, however odd they look. */
export const valid: readonly Torture[] = [
  raw(
    "3.1.1.1 wsinv: folding, white space, compact and mixed names, escaped quotes",
    "answerable",
    lines(
      [
        "INVITE sip:6000@console.invalid;unknownparam SIP/2.0",
        "TO :",
        " sip:6000@pbx.invalid ;   x    = y",
        'From   : "J Rosenberg \\\\\\""       <sip:2014@pbx.invalid>',
        "  ;",
        "  tag = torture-ws",
        "MaX-fOrWaRdS: 0068",
        "Call-ID: wsinv.torture@pbx.invalid",
        "cseq: 0009",
        "  INVITE",
        "Via  : SIP  /   2.0",
        " /WS",
        "    pbx.invalid;branch=z9hG4bKws",
        "s :",
        "NewFangledHeader:   newfangled value",
        " continued newfangled value",
        "UnknownHeaderWithUnusualValue: ;;,,;;,;",
        "Content-Type: application/sdp",
        "v:  SIP  / 2.0  / TCP     far.invalid   ;",
        "  branch  =   z9hG4bK9ikj8  ,",
        " SIP  /    2.0   / UDP  192.0.2.1   ; hidden",
        'm:"Quoted string \\"\\"" <sip:2014@pbx.invalid> ; newparam =',
        "      newvalue ;",
        "  secondparam ; q = 0.33",
        `Content-Length: ${Buffer.byteLength(sdp)}`,
      ],
      sdp,
    ),
  ),
  raw(
    "3.1.1.2 intmeth: every character that a method, a user and a header may have",
    "none",
    lines(
      [
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@pbx.invalid SIP/2.0",
        "Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK-.!%66*_+`'~",
        'To: "BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007f" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*@pbx.invalid>',
        "From: token1~` token2'+_ token3*%!.- <sip:mundane@pbx.invalid>;fromParam''~+*_!.-%=\"x\";tag=_token~1'+`*%!-.",
        "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
        "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~",
        "Max-Forwards: 255",
        "extensionHeader-!.%*+_`'~:\ufeff大停電",
        "Content-Length: 0",
      ],
      "",
    ),
    null,
  ),
  is("3.1.1.3 esc01: percent-escapes in users and tags", "answerable", {
    start: "INVITE sip:%36000@console.invalid SIP/2.0",
    from: '"%Z%45" <sip:2%3014@pbx.invalid>;tag=f%00-esc',
  }),
  register("3.1.1.4 escnull: escaped NULs", "Contact: <sip:%00@pbx.invalid>", "Contact: <sip:%00%00@pbx.invalid>"),
  raw(
    "3.1.1.5 esc02: a percent that escapes nothing, in a method that only looks like REGISTER",
    "none",
    lines(
      [
        "RE%47IST%45R sip:pbx.invalid SIP/2.0",
        'To: "%Z%45" <sip:2014@pbx.invalid>',
        'From: "%Z%45" <sip:2014@pbx.invalid>;tag=f232jadfj23',
        "Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKesc02",
        "Call-ID: esc02@pbx.invalid",
        "CSeq: 29344 RE%47IST%45R",
        "Max-Forwards: 70",
        "Content-Length: 0",
      ],
      "",
    ),
    null,
  ),
  is("3.1.1.6 lwsdisp: no space between name and bracket", "answerable", {
    from: "caller<sip:2014@pbx.invalid>;tag=lws",
  }),
  is("3.1.1.7 longreq: long values", "answerable", {
    from: `"${"I have a long name ".repeat(20)}" <sip:2014@pbx.invalid>;tag=${"1234567890".repeat(20)}`,
    callId: `longreq.${"really".repeat(40)}@pbx.invalid`,
    more: [
      `Unknown-${"Long".repeat(20)}-Name: ${"unknown-long-value ".repeat(40)}`,
      ...Array.from({ length: 20 }, (_, at) => `v: SIP/2.0/TCP sip${at}.invalid;branch=z9hG4bK${at}`),
      "Max-Forwards: 70",
    ],
  }),
  is("3.1.1.8 dblreq: octets after the body", "answerable", {
    body: `${sdp}INVITE sip:other@pbx.invalid SIP/2.0\r\n\r\n`,
    length: String(Buffer.byteLength(sdp)),
  }),
  is("3.1.1.9 semiuri: semicolons in the user part", "answerable", {
    from: "<sip:2014;par=u%40x@pbx.invalid>;tag=semi",
  }),
  is("3.1.1.10 transports: known and unknown", "answerable", {
    more: [
      ...["UDP", "SCTP", "TLS", "UNKNOWN"].map((one) => `Via: SIP/2.0/${one} t.invalid;branch=z9hG4bK${one}`),
      "Max-Forwards: 70",
    ],
  }),
  is("3.1.1.11 mpart01: a multipart body", "answerable", {
    type: "multipart/mixed;boundary=7a9cbec02ceef655",
    body: `--7a9cbec02ceef655\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\n\r\n\u0000\u0001\u0002\r\n--7a9cbec02ceef655--`,
  }),
  response("3.1.1.12 unreason: a reason phrase in UTF-8", "200 = 2**3 * 5**2 но сто девяносто девять - простое"),
  response("3.1.1.13 noreason: no reason phrase", "100 "),
];

/** RFC 4475, 3.1.2: invalid in their form. What can be taken all the same is answerable: a press is not refused for its form. */
export const invalid: readonly Torture[] = [
  is("3.1.2.1 badinv01: separators too many", "seen", {
    via: "SIP/2.0/WS pbx.invalid;branch=z9hG4bKbadinv;;,;,,",
    contact: '"Joe" <sip:2014@pbx.invalid>;;;;',
    to: '"Foo" <sip:6000@pbx.invalid>;;',
  }),
  is("3.1.2.2 clerr: a length larger than the message", "seen", { length: "9999" }),
  is("3.1.2.3 ncl: a negative length", "seen", { length: "-999" }),
  is("3.1.2.4 scalar02: numbers too large", "seen", {
    cseq: "36893488147419103232 INVITE",
    more: ["Max-Forwards: 300", "Expires: 10000000000000000000000000000"],
  }),
  response(
    "3.1.2.5 scalarlg: numbers too large in a response",
    "503 Service Unavailable\r\nRetry-After: 949302838503028349304023988",
  ),
  is("3.1.2.6 quotbal: a quote that never closes", "answerable", {
    from: '"Mr. J. User <sip:2014@pbx.invalid>;tag=quot',
  }),
  is("3.1.2.7 ltgtruri: brackets around the request URI", "answerable", {
    start: "INVITE <sip:6000@console.invalid> SIP/2.0",
  }),
  is("3.1.2.8 lwsruri: white space in the request URI", "seen", {
    start: "INVITE sip:6000@console.invalid; lr SIP/2.0",
  }),
  is("3.1.2.9 lwsstart: spaces in the start line", "answerable", {
    start: "INVITE  sip:6000@console.invalid  SIP/2.0",
  }),
  is("3.1.2.10 trws: spaces at its end", "answerable", { start: "INVITE sip:6000@console.invalid SIP/2.0  " }),
  is("3.1.2.11 escruri: headers in the request URI", "answerable", {
    start: "INVITE sip:6000@console.invalid?Route=%3Csip:sip.invalid%3E SIP/2.0",
  }),
  is("3.1.2.12 baddate: a date in no zone of SIP", "answerable", {
    more: ["Date: Fri, 01 Jan 2010 16:00:00 EST", "Max-Forwards: 70"],
  }),
  is("3.1.2.13 regbadct: a Contact with parameters and no brackets", "seen", {
    contact: "sip:2014@pbx.invalid?Route=%3Csip:sip.invalid%3E",
  }),
  is("3.1.2.14 badaspec: spaces within an address", "answerable", {
    from: '"Watson, Thomas" < sip:2014@pbx.invalid >;tag=spec',
    to: '"Bell" < sip:6000@pbx.invalid >',
  }),
  is("3.1.2.15 baddn: a display name that must be quoted", "answerable", {
    from: "Bell, Alexander <sip:2014@pbx.invalid>;tag=dn",
  }),
  is("3.1.2.16 badvers: an unknown version", "answerable", { start: "INVITE sip:6000@console.invalid SIP/7.0" }),
  is("3.1.2.17 mismatch01: CSeq names another method", "answerable", { cseq: "8 OPTIONS" }),
  is("3.1.2.18 mismatch02: an unknown method, and CSeq names INVITE", "none", {
    start: "NEWMETHOD sip:6000@console.invalid SIP/2.0",
  }),
  response("3.1.2.19 bigcode: a status that is none", "4294967301 better not break the receiver"),
];

/** RFC 4475, 3.2 to 3.4: transaction layer, application layer, and RFC 2543. */
export const semantic: readonly Torture[] = [
  is("3.2.1 badbranch: nothing behind the magic cookie", "answerable", {
    via: "SIP/2.0/WS pbx.invalid;branch=z9hG4bK",
  }),
  raw(
    "3.3.1 insuf: no Call-ID, From or To",
    "unreadable",
    lines(
      [
        "INVITE sip:6000@console.invalid SIP/2.0",
        "CSeq: 193942 INVITE",
        "Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKinsuf",
        "Content-Type: application/sdp",
        `l: ${Buffer.byteLength(sdp)}`,
      ],
      sdp,
    ),
    null,
  ),
  is("3.3.2 unkscm: a request URI of an unknown scheme", "seen", {
    start: "INVITE nobodyKnowsThisScheme:totallyopaque SIP/2.0",
  }),
  is("3.3.3 novelsc: one of a known scheme that is not SIP's", "seen", {
    start: "INVITE soap.beep://192.0.2.103:3002 SIP/2.0",
  }),
  is(
    "3.3.4 unksm2: unknown schemes in From, To and Contact",
    "answerable",
    {
      from: "<name:John_Smith>;tag=unksm",
      to: "isbn:2983792873",
      contact: "<name:John_Smith>",
    },
    null,
  ),
  is("3.3.5 bext01: Require and Proxy-Require of extensions that nobody has", "answerable", {
    more: [
      "Require: nothingSupportsThis, nothingSupportsThisEither",
      "Proxy-Require: noProxiesSupportThis",
      "Max-Forwards: 70",
    ],
  }),
  is("3.3.6 invut: an unknown type of body", "answerable", {
    type: "application/unknownformat",
    body: "<audio>\r\n</audio>\r\n",
  }),
  register(
    "3.3.7 regaut01: an unknown scheme of authorization",
    "Authorization: NoOneKnowsThisScheme opaque-data=here",
  ),
  is("3.3.8 multi01: two of each that there may be one of", "unreadable", {
    more: [
      "From: <sip:2099@pbx.invalid>;tag=2",
      "To: <sip:x@y.invalid>",
      "Call-ID: multi01.other",
      "CSeq: 59 INVITE",
      "Max-Forwards: 5",
    ],
  }),
  is("3.3.9 mcl01: two lengths", "answerable", { more: ["Content-Length: 5", "Max-Forwards: 70"] }),
  response(
    "3.3.10 bcast: a 200 whose Via is a broadcast address",
    "200 OK",
    "SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1324923",
  ),
  is("3.3.11 zeromf: Max-Forwards 0, at its destination", "answerable", { more: ["Max-Forwards: 0"] }),
  register("3.3.12 cparam01: an unknown Contact parameter", "Contact: sip:2014@pbx.invalid;unknownparam"),
  register("3.3.13 cparam02: an unknown URI parameter", "Contact: <sip:2014@pbx.invalid;unknownparam>"),
  register(
    "3.3.14 regescrt: escaped headers in a Contact",
    "Contact: <sip:2014@pbx.invalid?Route=%3Csip:sip.invalid%3E>",
  ),
  is("3.3.15 sdp01: an Accept that nothing satisfies", "answerable", {
    more: ["Accept: text/nobodyKnowsThis", "Max-Forwards: 70"],
  }),
  raw(
    "3.4.1 inv2543: RFC 2543, without branch, tag or brackets",
    "answerable",
    lines(
      [
        "INVITE sip:6000@console.invalid SIP/2.0",
        "Via: SIP/2.0/WS pbx.invalid",
        "Record-Route: <sip:pbx.invalid>",
        "From: sip:2014@pbx.invalid",
        "To: sip:6000@pbx.invalid",
        "Call-ID: inv2543.1717@pbx.invalid",
        "CSeq: 56 INVITE",
        "Contact: <sip:2014@pbx.invalid>",
        "Content-Type: application/sdp",
      ],
      sdp,
    ),
  ),
];
