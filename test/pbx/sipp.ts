/** A station whose every header the test writes: SIPp with the scenarios of sipp/. It presses once, talks, and waits for the end; or says one text. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { toMulaw } from "../../electron/plant/media/g711.ts";
import { stationHz } from "./baresip.ts";
import { domain, type Pbx, password } from "./pbx.ts";
import { until } from "./position.ts";
import { fileOf } from "./programs.ts";
import { again, freeUdpPort, loopback, ready, type Started, start } from "./started.ts";

export interface PressedBySipp {
  /** Null until its call is over; then how SIPp ended: "code 0" when all went as in the scenario. */
  readonly ended: string | null;
  log(): string;
}

/** What it has sent and received, as it tells it. */
const traceIn = (dir: string): string =>
  readdirSync(dir)
    .filter((name) => name.endsWith("_messages.log"))
    .map((name) => readFileSync(path.join(dir, name), "utf8"))
    .join("\n");

/** A part of its body beside the offer. */
export interface SippPart {
  type: string;
  id: string;
  text: string;
}

const boundary = "sipp-part";

/** `headers`: lines of its INVITE, beside those that every INVITE has. */
export async function pressBySipp(
  pbx: Pbx,
  number: string,
  to: string,
  headers: readonly string[],
  part: SippPart | null = null,
): Promise<PressedBySipp> {
  const dir = mkdtempSync(path.join(tmpdir(), `sipp-${number}-`));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const voice = Float64Array.from({ length: 80_000 }, (_, at) => 0.5 * Math.sin((2 * Math.PI * stationHz * at) / 8000));
  writeFileSync(path.join(dir, "voice.ul"), toMulaw(voice));
  const own = {
    NUMBER: number,
    TO: to,
    HEADERS: headers.join("\n"),
    TYPE: part ? `multipart/mixed;boundary=${boundary}` : "application/sdp",
    BEFORE: part ? `--${boundary}\nContent-Type: application/sdp\n\n` : "",
    AFTER: part
      ? `\n--${boundary}\nContent-Type: ${part.type}\nContent-ID: <${part.id}>\n\n${part.text}\n--${boundary}--`
      : "",
    VOICE: path.join(dir, "voice.ul"),
  };
  const program = await again(async () => {
    const started = await startSipp(dir, "press", pbx, own);
    await ready(started, "SIPp", async () => /^CSeq: 2 INVITE/m.test(traceIn(dir)));
    return started;
  });
  return {
    get ended() {
      return program.ended;
    },
    log: program.log,
  };
}

/** The final answer to the MESSAGE that had the password. */
const finalAnswer = /^SIP\/2\.0 ([2-6]\d\d) [^\n]*\n(?:[^\r\n]+\r?\n)*?CSeq: 2 MESSAGE/m;

/** Sends this text as a SIP MESSAGE by this account, and gives the status that it is answered. `from`: the number that From claims. */
export async function messageBySipp(
  pbx: Pbx,
  number: string,
  to: string,
  text: string,
  { from = number, headers = [] as readonly string[] } = {},
): Promise<number> {
  const dir = mkdtempSync(path.join(tmpdir(), `sipp-${number}-`));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const own = {
    NUMBER: number,
    FROM: from,
    TO: to,
    TEXT: text,
    HEADERS: ["User-Agent: Station", ...headers].join("\n"),
  };
  return again(async () => {
    const started = await startSipp(dir, "message", pbx, own);
    await until("SIPp is done", () => started.ended !== null);
    const answer = finalAnswer.exec(traceIn(dir));
    if (!answer) throw new Error(`SIPp had no answer (${started.ended}):\n${started.log().slice(-3000)}`);
    return Number(answer[1]);
  });
}

/** Starts a scenario with this in the place of its names. */
async function startSipp(
  dir: string,
  name: "press" | "message",
  pbx: Pbx,
  given: Readonly<Record<string, string>>,
): Promise<Started> {
  const own: Readonly<Record<string, string>> = { DOMAIN: domain, PASSWORD: password, ...given };
  const file = path.join(dir, `${name}.xml`);
  const scenario = readFileSync(new URL(`sipp/${name}.xml`, import.meta.url), "utf8");
  writeFileSync(
    file,
    scenario.replace(/@([A-Z]+)@/g, (whole, key: string) => own[key] ?? whole),
  );
  const [sipPort, mediaPort] = [await freeUdpPort(), await freeUdpPort()];
  const program = start(
    fileOf("sipp"),
    [
      `${loopback}:${pbx.sipPort}`,
      ...["-sf", file, "-i", loopback, "-mi", loopback, "-p", String(sipPort)],
      ...["-mp", String(mediaPort), "-m", "1", "-r", "1", "-nostdin", "-timeout", "60", "-trace_err", "-trace_msg"],
    ],
    { dir, log: path.join(dir, "words"), env: { TERM: "dumb" } },
  );
  onTestFinished(() => program.kill());
  return program;
}
