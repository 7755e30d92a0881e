/** A seeded mutator of SIP frames: the same seed makes the same frames, in the same order. */
import { answerTo, cancelOf, type Frame, invite, sip } from "./fakePbx.ts";

/** Numbers in [0, 1) from a 32-bit seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pieces = [
  "\r\n",
  "\n",
  "\r",
  "\n ",
  "\r\n\t",
  ":",
  ";",
  ",",
  '"',
  "\\",
  "<",
  ">",
  "@",
  "%",
  "%zz",
  "%00",
  "#",
  "_",
  "=",
  "?",
  " ",
  "\t",
  "\u0000",
  "\u0001",
  "\u007f",
  "\u202e",
  "ü",
  "日本",
  "\ufffd",
  "From: ",
  "f: ",
  "Call-ID: x",
  "tag=",
  ";tag=x",
  "SIP/2.0",
  "tel:",
  "sip:",
  "sips:",
  "*",
  "[::1]",
  "-1",
  "99999999999999999999",
  "Content-Length: 0\r\n",
  "<script>alert(1)</script>",
  "()",
  "{}",
  "'",
  "z9hG4bK",
  "zqu41z",
  "\r\n\r\n",
  "Record-Route: <sip:a_b;lr>\r\n",
  "Max-Forwards: x\r\n",
  "Require: x\r\n",
  "Expires: 0\r\n",
];

/** One valid INVITE as different PBXs would send it, with identities of its own. */
function seedInvite(n: number, roll: () => number): string {
  const froms = [
    `"Help point ${n}" <sip:2014@pbx.invalid>;tag=m${n}`,
    `<sip:2014@10.0.0.9:5060;user=phone>;tag=m${n}`,
    `sip:2014@pbx.invalid;tag=m${n}`,
  ];
  const extras: readonly (readonly string[])[] = [
    [],
    ["P-Asserted-Identity: <sip:2014@pbx.invalid>", "Priority: emergency"],
    [
      "Record-Route: <sip:edge.invalid;lr;transport=ws>",
      "Alert-Info: <urn:alert:service:sos>",
      "Supported: replaces, timer",
    ],
    ["Resource-Priority: esnet.0", 'Subject: "a\r\n b"', "v: SIP/2.0/UDP far.invalid;branch=z9hG4bKfar"],
  ];
  return invite({
    callId: `mutant-${n}@pbx.invalid`,
    branch: `z9hG4bKmutant${n}`,
    cseq: 1000 + n,
    from: froms[Math.floor(roll() * froms.length)] ?? "",
    extra: extras[Math.floor(roll() * extras.length)] ?? [],
  });
}

/** The `n`th frame: an INVITE mostly; else an answer to one, a CANCEL, BYE, NOTIFY, OPTIONS, or a method of nobody's. */
export function mutant(n: number, roll: () => number): string {
  let text = seedInvite(n, roll);
  const kind = roll();
  if (kind > 0.95) text = cancelOf(text);
  else if (kind > 0.75) {
    const methods = ["BYE", "NOTIFY", "OPTIONS", "ACK", "PRACK", "REFER", "NOBODYS"];
    text = text.replaceAll("INVITE", methods[Math.floor(roll() * methods.length)] ?? "BYE");
  } else if (kind > 0.7) text = text.replace(/^INVITE .*/, "SIP/2.0 200 OK");
  const changes = Math.floor(roll() * 6);
  for (let change = 0; change < changes; change += 1) text = changed(text, roll);
  return text;
}

function changed(text: string, roll: () => number): string {
  const at = Math.floor(roll() * text.length);
  const piece = pieces[Math.floor(roll() * pieces.length)] ?? "";
  const lines = text.split("\r\n");
  const line = Math.floor(roll() * lines.length);
  switch (Math.floor(roll() * 10)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(roll() * 30));
    case 2:
      return text.slice(0, at) + piece + text.slice(at + piece.length);
    case 3:
      return text.slice(0, at) + String.fromCharCode(Math.floor(roll() * 256)) + text.slice(at + 1);
    case 4:
      return lines.toSpliced(line, 1).join("\r\n");
    case 5:
      return lines.toSpliced(line, 0, lines[line] ?? "").join("\r\n");
    case 6:
      return lines.toSpliced(line, 1, `${lines[line] ?? ""}${piece.repeat(1 + Math.floor(roll() * 200))}`).join("\r\n");
    case 7:
      return lines.toSpliced(line, 1, (lines[line] ?? "").replaceAll(" ", "\r\n ")).join("\r\n");
    case 8: {
      const other = Math.floor(roll() * lines.length);
      return lines
        .with(line, lines[other] ?? "")
        .with(other, lines[line] ?? "")
        .join("\r\n");
    }
    default:
      return lines.with(line, (lines[line] ?? "").replace(/[^:\s]+$/, piece)).join("\r\n");
  }
}

/** Not mutated but plainly wrong: garbage, binary, huge, deeply folded. */
export function strangeFrames(asked: Frame): readonly string[] {
  const deep = `Subject: a${"\r\n x".repeat(12_000)}`;
  return [
    "",
    "\r\n\r\n\r\n",
    "hello",
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "INVITE",
    "INVITE \r\n\r\n",
    "SIP/2.0",
    "SIP/2.0 abc\r\n\r\n",
    "\u0000".repeat(1000),
    String.fromCharCode(...Array.from({ length: 4096 }, (_, at) => (at * 131) % 256)),
    ":".repeat(20_000),
    "\r\n ".repeat(20_000),
    sip("BYE sip:6000@console.invalid SIP/2.0", ["X: y"]),
    sip("INVITE sip:6000@console.invalid SIP/2.0", []),
    sip("NOTIFY sip:6000@console.invalid SIP/2.0", [`Event: ${"x".repeat(60_000)}`]),
    answerTo(asked, "200 OK", [deep]),
    answerTo(asked, "999 Nobody", ["Contact: *"]),
    answerTo(asked, "200 OK", ["Contact: ".padEnd(40_000, "<sip:a@b>,")]),
  ];
}

/** INVITEs that are wrong in a way that a mutator rarely finds. */
export const strangeInvites: readonly string[] = [
  invite({ extra: [`Subject: a${"\r\n x".repeat(12_000)}`] }),
  invite({ extra: [`Subject: ${"\u0000".repeat(1000)}`] }),
  invite({ from: `"${"x".repeat(50_000)}" <sip:2014@pbx.invalid>;tag=s3` }),
  invite({ from: `${"Tür, ".repeat(500)}<sip:2014@pbx.invalid>;tag=s4` }),
  invite({ from: `<sip:2014@pbx.invalid>;tag=s5${";x=y".repeat(2000)}` }),
  invite({ extra: Array.from({ length: 300 }, (_, at) => `X-${at}: y`) }),
  invite({ extra: Array.from({ length: 190 }, () => "Record-Route: <sip:a_b;lr>") }),
  invite({ to: `sip:6000@${"a.".repeat(2000)}invalid` }),
  invite({ body: "v=0\r\n".repeat(40_000) }),
  invite({ extra: ["Content-Length: 5"], body: "\u0000\u0001" }),
  invite({ from: "<sip:2014@pbx.invalid>;tag=s10" }).replaceAll("\r\n", "\n"),
  invite({ from: "<sip:2014@pbx.invalid>;tag=s11" }).slice(0, 120),
  "INVITE sip:6000@console.invalid SIP/2.0\r\n\r\n",
  "INVITE sip:6000@console.invalid",
];
