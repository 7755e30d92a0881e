/** The embedded plant's process as both shells see it: it prints one JSON line when it listens, and nothing else is known of it. */
import { z } from "zod";

const announcement = z.object({ sip: z.string(), control: z.string(), panel: z.string() });
export type PlantAnnouncement = z.infer<typeof announcement>;

/** What makes a plant the one of an exercise. */
export const trainingPlant: readonly string[] = ["--training", "--voice", "speech"];

/** The plant process, whoever started it. */
export interface PlantProcess {
  announced: Promise<PlantAnnouncement>;
  stop(): Promise<void>;
}

/** Rejects with the plant's last words when it ends or stays silent. */
export function readAnnouncement(
  output: NodeJS.ReadableStream,
  errors: NodeJS.ReadableStream,
  onExit: (listener: (code: number | null) => void) => void,
  limitMs = 15_000,
): Promise<PlantAnnouncement> {
  return new Promise((resolve, reject) => {
    let heard = "";
    let lastWords = "";
    const fail = (why: string) =>
      reject(new Error(`The embedded plant ${why}.${lastWords && `\n${lastWords.trim()}`}`));
    const limit = setTimeout(() => fail(`did not listen within ${limitMs / 1000} s`), limitMs);
    errors.on("data", (bytes: Buffer) => {
      lastWords = (lastWords + bytes.toString()).slice(-2_000);
    });
    onExit((code) => {
      clearTimeout(limit);
      fail(`ended with code ${code} before it listened`);
    });
    output.on("data", (bytes: Buffer) => {
      heard = (heard + bytes.toString()).slice(-64_000);
      for (const line of heard.split("\n").slice(0, -1)) {
        const read = announcement.safeParse(asJson(line));
        if (!read.success) continue;
        clearTimeout(limit);
        resolve(read.data);
      }
    });
  });
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Something else that it said on the same stream.
    return null;
  }
}
