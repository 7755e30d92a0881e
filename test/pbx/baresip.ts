/**
 * A station of the plant: baresip, plain SIP and RTP over UDP. It plays a tone of its own into every call and records what it hears.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { rms, toneAmplitude } from "../../electron/plant/media/measure.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { domain, type Pbx, password } from "./pbx.ts";
import { fileOf, folderOf } from "./programs.ts";
import { again, freeTcpPort, freeUdpPort, loopback, ready, type Started, start, tcpAnswers } from "./started.ts";

export interface Station {
  readonly number: string;
  dial(number: string): Promise<void>;
  hangUp(): Promise<void>;
  /** Answers the call that rings; only with `answers: "byHand"`. */
  answer(): Promise<void>;
  /** Amplitude 0…1 of a tone over the last half second of its newest call; 0 with no call yet. */
  heard(hz: number): number;
  /** Listens from now on: amplitude of a tone in the newest 200 ms of what came since; null until that much has come. */
  listen(): (hz: number) => number | null;
  /** Loudness of all that it hears, 0…1, over the same half second. */
  loudness(): number;
  /** Presses a key in its call: a telephone event (RFC 4733). */
  key(digit: string): Promise<void>;
  /** Digits it was sent, in order. */
  digits(): string;
  /** Calls that rang here and those that were answered, as baresip tells it: CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED … */
  events(): readonly string[];
  /** INVITEs that it received, whole. */
  invites(): readonly string[];
  log(): string;
  /** Hangs: neither signalling nor sound leaves it, and nobody is told. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export interface StationOptions {
  /** Tone that it plays, Hz. */
  says?: number;
  answers?: "itself" | "byHand";
  /** Calls that it has at once; it is busy for the next. */
  lines?: number;
  /** Takes what ends it, outside of a test; absent: it ends with the test. */
  atEnd?: (close: () => Promise<void>) => void;
}

const rate = 8000;
const windowSamples = rate / 2;
const newestSamples = rate / 5;
const headerBytes = 44;
/** In the trace: the registration may be done before the control connection is. */
const isRegistered = /^SIP\/2\.0 200 [^\n]*\n(?:[^\r\n]+\r?\n)*?CSeq: *\d+ REGISTER/m;
/** Of the tone that every station plays, where the test does not say otherwise. */
export const stationHz = 440;

/** Registered, and gone with the test. */
export async function startStation(pbx: Pbx, number: string, options: StationOptions = {}): Promise<Station> {
  const station = await again(() => startOnce(pbx, number, options));
  (options.atEnd ?? onTestFinished)(station.stop);
  return station;
}

async function startOnce(pbx: Pbx, number: string, options: StationOptions): Promise<Station> {
  const { says = stationHz, answers = "itself", lines = 4 } = options;
  const dir = mkdtempSync(path.join(tmpdir(), `station-${number}-`));
  const [sipPort, controlPort] = [await freeUdpPort(), await freeTcpPort()];
  const samples = Float32Array.from({ length: rate * 60 }, (_, at) => 0.5 * Math.sin((2 * Math.PI * says * at) / rate));
  writeFileSync(path.join(dir, "voice.wav"), writeWav({ rate, samples }));
  writeFileSync(path.join(dir, "config"), configOf(dir, sipPort, controlPort, lines));
  const mode = answers === "itself" ? "auto" : "manual";
  writeFileSync(
    path.join(dir, "accounts"),
    `<sip:${number}@${domain};transport=udp>;auth_user=${number};auth_pass=${password};outbound="sip:${loopback}:${pbx.sipPort};transport=udp";regint=60;answermode=${mode};audio_codecs=PCMU,PCMA\n`,
  );
  writeFileSync(path.join(dir, "contacts"), "");
  const program = start(fileOf("baresip"), ["-f", dir, "-v", "-s"], { dir, log: path.join(dir, "words") });
  let control: Control | null = null;
  const stop = async (): Promise<void> => {
    control?.close();
    await program.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await ready(program, `station ${number}`, () => tcpAnswers(controlPort));
    control = await openControl(controlPort);
    await ready(program, `station ${number}: registration`, async () => isRegistered.test(program.log()));
  } catch (error) {
    await stop();
    throw error;
  }
  const told = control;
  return {
    number,
    dial: (target) => told.command("dial", `sip:${target}@${domain}`),
    hangUp: () => told.command("hangup"),
    answer: () => told.command("accept"),
    heard: (hz) => amplitudeOf(newestRecord(dir), windowSamples, hz),
    listen() {
      const { file, bytes } = newestRecord(dir);
      return (hz) => {
        const now = newestRecord(dir);
        const before = now.file === file ? bytes.length : headerBytes;
        const isEnough = now.bytes.length - before >= 2 * newestSamples;
        return isEnough ? amplitudeOf(now, newestSamples, hz) : null;
      };
    },
    loudness: () => rms(samplesOf(newestRecord(dir), windowSamples)),
    key: (digit) => told.command("sndcode", digit),
    digits: () => told.digits(),
    events: () => told.events,
    invites: () => invitesIn(program),
    log: program.log,
    freeze: program.freeze,
    thaw: program.thaw,
    stop,
  };
}

/** What sndfile has recorded: one file for each path of sound. */
interface Recorded {
  file: string;
  bytes: Buffer;
}

function newestRecord(dir: string): Recorded {
  const file = readdirSync(dir)
    .filter((name) => /^dump-.*-dec\.wav$/.test(name))
    .sort()
    .at(-1);
  return file === undefined
    ? { file: "", bytes: Buffer.alloc(0) }
    : { file, bytes: readFileSync(path.join(dir, file)) };
}

/** Its last samples; none where it is shorter. */
function samplesOf({ bytes }: Recorded, count: number): Float64Array {
  const samples = Math.floor((bytes.length - headerBytes) / 2);
  if (samples < count) return new Float64Array(0);
  const from = headerBytes + 2 * (samples - count);
  return Float64Array.from({ length: count }, (_, at) => bytes.readInt16LE(from + 2 * at) / 32768);
}

/** Of a tone in its last samples; 0 where it is shorter. */
function amplitudeOf(record: Recorded, count: number, hz: number): number {
  const samples = samplesOf(record, count);
  return samples.length === 0 ? 0 : toneAmplitude(samples, hz);
}

/** What the trace says was received (baresip -s): each message stands between its heading and the next. */
function invitesIn(program: Started): string[] {
  const parts = program
    .log()
    .split(/^(?=INVITE sip:)/m)
    .slice(1);
  return parts.map((part) => part.slice(0, part.search(/\r?\n\r?\n/)));
}

interface Control {
  command(name: string, parameters?: string): Promise<void>;
  readonly events: readonly string[];
  digits(): string;
  close(): void;
}

/** baresip's ctrl_tcp: JSON in netstrings, commands one way, answers and events the other. */
async function openControl(port: number): Promise<Control> {
  const events: string[] = [];
  let digits = "";
  const answers: ((ok: boolean) => void)[] = [];
  let buffer = Buffer.alloc(0);
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect(port, loopback, () => resolve(opening));
    opening.once("error", reject);
  });
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      const colon = buffer.indexOf(":");
      const length = Number(buffer.toString("latin1", 0, Math.max(0, colon)));
      if (colon < 0 || buffer.length < colon + length + 2) return;
      take(JSON.parse(buffer.toString("utf8", colon + 1, colon + 1 + length)));
      buffer = buffer.subarray(colon + length + 2);
    }
  });
  function take(message: { event?: boolean; type?: string; param?: string; ok?: boolean }): void {
    if (message.event) {
      events.push(message.type ?? "");
      if (message.type === "CALL_DTMF_START") digits += message.param ?? "";
    } else answers.shift()?.(message.ok === true);
  }
  return {
    events,
    digits: () => digits,
    command: (command, params = "") =>
      new Promise((resolve, reject) => {
        answers.push((ok) => (ok ? resolve() : reject(new Error(`baresip refused: ${command} ${params}`))));
        const text = JSON.stringify({ command, params });
        socket.write(`${Buffer.byteLength(text)}:${text},`);
      }),
    close: () => socket.destroy(),
  };
}

/** aufile plays, aubridge takes what is heard, and sndfile records it. Nothing touches a sound card. */
const configOf = (dir: string, sipPort: number, controlPort: number, lines: number): string => `poll_method epoll
call_local_timeout 120
call_max_calls ${lines}
sip_listen ${loopback}:${sipPort}
audio_player aubridge,sink
audio_source aufile,${dir}/voice.wav
audio_alert aufile,/dev/null
audio_level no
ausrc_srate ${rate}
auplay_srate ${rate}
ausrc_channels 1
auplay_channels 1
audio_txmode thread
rtp_ports 20000-29999
rtp_stats no
jitter_buffer_delay 1-5
net_interface ${loopback}
module_path ${folderOf("baresip", "usr/lib/baresip/modules")}
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen ${loopback}:${controlPort}
snd_path ${dir}
ring_aufile none
ringback_disabled yes
statmode_default off
menu_bell no
`;
