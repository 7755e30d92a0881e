/** Shapes of what a media page may send: a page is not trusted to be well-formed. */
import { z } from "zod";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import { mostRingDevices } from "../../shared/sound/ringDevices.ts";

const words = z.string().max(500);
const label = z.string().max(300).nullable();
const id = z.string().max(200);
/** Of several that ring, one after the other. */
const labels = z
  .string()
  .max(300 * mostRingDevices + 100)
  .nullable();
const ringDevice = z.object({ id, label: z.string().max(300) });
const rings = z.object({
  playing: z.array(ringDevice).max(mostRingDevices),
  silent: z
    .array(ringDevice.extend({ why: z.enum(["missing", "hidden", "refused", "stopped", "notAllowed"]) }))
    .max(mostRingDevices),
  byDefault: z.boolean(),
});
const epoch = z.number();
const level = z.number();

const fromMedia = z.discriminatedUnion("t", [
  z.object({ t: z.literal("hello"), has: z.array(id).max(1_000) }),
  z.object({ t: z.literal("silent"), epoch, callId: id, silent: z.boolean() }),
  z.object({ t: z.literal("told"), epoch, id: z.number(), sdp: z.string().max(65_536).nullable() }),
  z.object({ t: z.literal("failed"), epoch, id: z.number(), why: words }),
  z.object({
    t: z.literal("status"),
    epoch,
    status: z.object({
      up: z.boolean(),
      microphone: label,
      microphoneWhy: words.optional(),
      talk: label,
      ring: labels,
    }),
    rings,
    devices: z.array(z.object({ id, label: z.string().max(300), kind: z.enum(["input", "output"]) })).max(200),
  }),
  z.object({ t: z.literal("sound"), epoch, callId: id, in: z.boolean(), out: z.boolean() }),
  z.object({ t: z.literal("messageOver"), epoch, callId: id, failed: words.nullable() }),
  z.object({ t: z.literal("digit"), epoch, callId: id, digit: z.string().regex(/^[0-9A-D*#]$/) }),
  z.object({ t: z.literal("levels"), epoch, microphone: level, calls: z.record(id, level) }),
  z.object({ t: z.literal("ringing"), epoch, confirmed: z.boolean(), why: words }),
  z.object({ t: z.literal("beat"), epoch }),
]) satisfies z.ZodType<FromMedia>;

export const isFromMedia = (message: unknown): message is FromMedia => fromMedia.safeParse(message).success;
