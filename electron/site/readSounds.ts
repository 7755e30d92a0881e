/** Sounds that a site brings: the hold clip, recorded messages and stations' own announcements, as WAV of one channel and 16 bits. */
import type { Message } from "../../shared/site/site.ts";
import { readWav } from "../../shared/sound/wav.ts";
import type { Item } from "./items.ts";
import type { Locate, Where } from "./problem.ts";
import type { MessageFields, StationFields } from "./shapes.ts";
import { insideSite, readBytes, type SiteFiles } from "./siteFiles.ts";

/** A minute at the highest rate, with what programs add of their own. */
const mostBytes = 7_000_000;
const longestS = 60;
const slowest = 8_000;
const fastest = 48_000;

interface ReadSound {
  /** As the site names it. */
  name: string;
  /** Absolute. */
  file: string;
  bytes: Buffer;
  durationMs: number;
}

export async function readHoldClip(
  name: string | undefined,
  locate: Locate,
  files: SiteFiles,
): Promise<ReadSound | null> {
  return name === undefined ? null : readSound(name, locate(["holdClip"]), files);
}

export interface ReadMessages {
  messages: Message[];
  /** Absolute, by the message's id. */
  files: Record<string, string>;
  /** For the site's hash. */
  sounds: ReadSound[];
}

export async function readMessages(items: readonly Item<MessageFields>[], files: SiteFiles): Promise<ReadMessages> {
  const read: ReadMessages = { messages: [], files: {}, sounds: [] };
  for (const { value, locate } of items) {
    const { id, name, words, file } = value;
    const sound = await readSound(file, locate(["file"]), files);
    if (!sound) continue;
    read.messages.push({ id, name, words, durationMs: sound.durationMs });
    read.files[id] = sound.file;
    read.sounds.push(sound);
  }
  return read;
}

/** Stations' own announcements: the station's file by its id, and all of them for the site's hash. */
export async function readAnnouncements(
  items: readonly Item<Pick<StationFields, "id" | "announcement">>[],
  files: SiteFiles,
): Promise<Pick<ReadMessages, "files" | "sounds">> {
  const read: Pick<ReadMessages, "files" | "sounds"> = { files: {}, sounds: [] };
  for (const { value, locate } of items) {
    if (value.announcement === undefined) continue;
    const sound = await readSound(value.announcement, locate(["announcement"]), files);
    if (!sound) continue;
    read.files[value.id] = sound.file;
    read.sounds.push(sound);
  }
  return read;
}

/** Null, with the problem noted at `where`, when the file is not there or is another kind of sound. */
async function readSound(name: string, where: Where, files: SiteFiles): Promise<ReadSound | null> {
  const file = insideSite(files, name, where);
  const bytes = file && (await readBytes(files, file, where, mostBytes));
  if (!bytes) return null;
  const refuse = (expected: string, found: string): null => {
    files.problems.add(where, expected, `${JSON.stringify(name)}: ${found}`);
    return null;
  };
  if (!name.toLowerCase().endsWith(".wav")) return refuse("a sound as .wav", "another kind of file");
  const wav = readWav(bytes);
  if ("wrong" in wav) return refuse("a .wav of one channel and 16 bits (PCM)", wav.wrong);
  const { rate, samples } = wav;
  if (rate < slowest || rate > fastest) return refuse(`a .wav of ${slowest} to ${fastest} Hz`, `${rate} Hz`);
  const seconds = samples.length / rate;
  if (samples.length === 0) return refuse("a .wav with sound in it", "0 s");
  if (seconds > longestS) return refuse(`a sound of at most ${longestS} s`, `${seconds.toFixed(1)} s`);
  return { name, file, bytes, durationMs: Math.round(seconds * 1000) };
}
