/**
 * The camera border: fetches the picture of the moment when the desk has shown a press, and live ones while somebody looks.
 * An unreachable camera costs nothing but its words: few at once, a short time each, and nothing waits for them.
 */
import type { Report } from "../../shared/desk/inputs.ts";
import type { PictureOrder } from "../../shared/picture/picture.ts";
import { ask } from "../ask/ask.ts";
import { AskFailed } from "../ask/askFailed.ts";
import type { CameraAccess } from "./cameraAccess.ts";
import { type ImageKind, imageKindOf, imageTypes } from "./imageKind.ts";
import type { PictureFolder } from "./pictureFolder.ts";

const withinMs = 2_000;
const mostBytes = 5_000_000;
const atOnce = 4;
const mostWaiting = 100;
/** Whoever looks at a camera that refuses the password asks it no oftener: some lock the user out. A press asks all the same. */
const pauseMs = 60_000;

/** A picture as a window shows it: a data: address, or in words why there is none. */
export interface ShownPicture {
  image: string | null;
  words: string;
}

export interface CamerasOptions {
  /** Of the site as it is now. */
  access(stationId: string): CameraAccess | undefined;
  folder: PictureFolder;
  report(report: Report): void;
}

export interface Cameras {
  order(order: PictureOrder): void;
  live(stationId: string): Promise<ShownPicture>;
  kept(hash: string): Promise<ShownPicture>;
  stop(): void;
}

export function createCameras({ access, folder, report }: CamerasOptions): Cameras {
  const stopping = new AbortController();
  let running = 0;
  const waiting: (() => void)[] = [];
  /** Several windows that look at one station share its picture. */
  const looking = new Map<string, Promise<ShownPicture>>();
  /** With what it refused: a changed site is asked at once. */
  const refusals = new Map<string, { words: string; until: number; access: CameraAccess | undefined }>();

  /** One of the few at once. */
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) throw new AskFailed("too many cameras are asked at once");
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  const fetchPicture = (stationId: string): Promise<{ bytes: Buffer; kind: ImageKind }> =>
    inTurn(async () => {
      const camera = access(stationId);
      if (!camera) throw new AskFailed("the site no longer names a camera here");
      const { snapshot: url, headers, digest } = camera;
      const { signal } = stopping;
      const { body } = await ask({ url, headers, digest, withinMs, mostBytes, types: /^image\//, signal });
      const kind = imageKindOf(body);
      if (!kind) throw new AskFailed("what it sends is no JPEG, PNG, GIF or WebP");
      return { bytes: body, kind };
    });

  async function take({ eventId, stationId }: PictureOrder): Promise<void> {
    try {
      const { bytes, kind } = await fetchPicture(stationId);
      report({ type: "pictureTaken", eventId, stationId, hash: await folder.keep(bytes, kind), words: "" });
    } catch (error) {
      report({ type: "pictureTaken", eventId, stationId, hash: null, words: wordsOf(error) });
    }
  }

  async function look(stationId: string): Promise<ShownPicture> {
    const refused = refusals.get(stationId);
    if (refused && refused.access === access(stationId) && performance.now() < refused.until) {
      return { image: null, words: refused.words };
    }
    refusals.delete(stationId);
    try {
      const { bytes, kind } = await fetchPicture(stationId);
      return shown(imageTypes[kind], bytes);
    } catch (error) {
      const words = wordsOf(error);
      if (error instanceof AskFailed && error.isRefusal) {
        refusals.set(stationId, { words, until: performance.now() + pauseMs, access: access(stationId) });
      }
      return { image: null, words };
    }
  }

  return {
    order: (order) => void take(order),
    live(stationId) {
      const now = looking.get(stationId) ?? look(stationId).finally(() => looking.delete(stationId));
      looking.set(stationId, now);
      return now;
    },
    async kept(hash) {
      const found = await folder.read(hash);
      return found ? shown(found.type, found.bytes) : { image: null, words: "This picture was deleted." };
    },
    stop: () => stopping.abort(),
  };
}

const shown = (type: string, bytes: Buffer): ShownPicture => ({
  image: `data:${type};base64,${bytes.toString("base64")}`,
  words: "",
});

/** Of the disk, too: a full one costs the picture and nothing else. */
function wordsOf(error: unknown): string {
  if (error instanceof AskFailed) return `camera unreachable: ${error.message}`;
  return `the picture could not be kept: ${(error as NodeJS.ErrnoException).code ?? "not known why"}`;
}
