/** A station whose every header the test writes: SIPp with the scenario of sipp/press.xml. It presses once, talks, and waits for the end. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { toMulaw } from "../../electron/plant/media/g711.ts";
import { stationHz } from "./baresip.ts";
import { domain, type Pbx, password } from "./pbx.ts";
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
  const own: Record<string, string> = {
    NUMBER: number,
    TO: to,
    DOMAIN: domain,
    PASSWORD: password,
    HEADERS: headers.join("\n"),
    TYPE: part ? `multipart/mixed;boundary=${boundary}` : "application/sdp",
    BEFORE: part ? `--${boundary}\nContent-Type: application/sdp\n\n` : "",
    AFTER: part
      ? `\n--${boundary}\nContent-Type: ${part.type}\nContent-ID: <${part.id}>\n\n${part.text}\n--${boundary}--`
      : "",
    VOICE: path.join(dir, "voice.ul"),
  };
  const scenario = readFileSync(new URL("sipp/press.xml", import.meta.url), "utf8");
  writeFileSync(
    path.join(dir, "press.xml"),
    scenario.replace(/@([A-Z]+)@/g, (whole, name: string) => own[name] ?? whole),
  );
  const run = async (): Promise<Started> => {
    const [sipPort, mediaPort] = [await freeUdpPort(), await freeUdpPort()];
    const program = start(
      fileOf("sipp"),
      [
        `${loopback}:${pbx.sipPort}`,
        ...["-sf", path.join(dir, "press.xml"), "-i", loopback, "-mi", loopback, "-p", String(sipPort)],
        ...["-mp", String(mediaPort), "-m", "1", "-r", "1", "-nostdin", "-timeout", "60", "-trace_err", "-trace_msg"],
      ],
      { dir, log: path.join(dir, "words"), env: { TERM: "dumb" } },
    );
    onTestFinished(() => program.kill());
    await ready(program, "SIPp", async () => /^CSeq: 2 INVITE/m.test(traceIn(dir)));
    return program;
  };
  const program = await again(run);
  return {
    get ended() {
      return program.ended;
    },
    log: program.log,
  };
}
