/** Shapes of what a console window may send. Who asks is never among them: the host stamps that. */
import { z } from "zod";
import type { FromConsole } from "../../shared/link/consoleLink.ts";
import { mostRingDevices } from "../../shared/sound/ringDevices.ts";

const id = z.string().max(200);
const text = z.string().max(4_000);
const pin = z.string().max(64);

const command = z.discriminatedUnion("type", [
  z.object({ type: z.literal("answer"), eventId: id, holdEqual: z.boolean() }),
  z.object({ type: z.literal("hold"), callId: id }),
  z.object({ type: z.literal("resume"), callId: id }),
  z.object({ type: z.literal("mute"), callId: id, muted: z.boolean() }),
  z.object({ type: z.literal("sendDigits"), callId: id, digits: z.string().max(16) }),
  z.object({ type: z.literal("openDoor"), callId: id }),
  z.object({ type: z.literal("openHttpDoor"), stationId: id, eventId: id.nullable() }),
  z.object({ type: z.literal("end"), callId: id }),
  z.object({ type: z.literal("transfer"), callId: id, number: z.string().max(64) }),
  z.object({ type: z.literal("addParty"), callId: id, number: z.string().max(64) }),
  z.object({ type: z.literal("acknowledge"), eventId: id }),
  z.object({ type: z.literal("callBack"), eventId: id }),
  z.object({ type: z.literal("note"), eventId: id, text }),
  z.object({
    type: z.literal("doStep"),
    eventId: id,
    step: z.number().int().min(0),
    answer: z.string().max(500).nullable(),
  }),
  z.object({ type: z.literal("close"), eventId: id, outcome: id, note: text, override: text.optional() }),
  z.object({ type: z.literal("undoClose"), eventId: id }),
  z.object({ type: z.literal("call"), number: z.string().max(64), eventId: id.nullable() }),
  z.object({ type: z.literal("startCallOut"), listId: id, eventId: id.nullable() }),
  z.object({ type: z.literal("stopCallOut") }),
  z.object({
    type: z.literal("startPage"),
    zoneIds: z.array(id).max(500),
    allCall: z.boolean(),
    // Whatever a window claims here is dropped: only a checked PIN approves.
    approvedBy: z.unknown().transform(() => null),
  }),
  z.object({
    type: z.literal("playMessage"),
    messageId: id,
    zoneIds: z.array(id).max(500),
    allCall: z.boolean(),
    approvedBy: z.unknown().transform(() => null),
  }),
  z.object({ type: z.literal("stopPage"), pageId: id }),
  z.object({ type: z.literal("vetoAutoAnswer") }),
  z.object({ type: z.literal("silence") }),
  z.object({ type: z.literal("startTraining"), scenarioId: id }),
  z.object({ type: z.literal("endTraining") }),
  z.object({
    type: z.literal("shelve"),
    of: z.object({ kind: z.enum(["event", "station", "area"]), id }),
    reason: text,
    forMs: z.number(),
    approvedBy: z.unknown().transform(() => null),
  }),
  z.object({ type: z.literal("takeOutOfService"), stationId: id, reason: text, forMs: z.number() }),
  z.object({ type: z.literal("endShelf"), shelfId: id }),
  z.object({ type: z.literal("noteShift"), text }),
  z.object({ type: z.literal("dropShiftNote"), noteId: id }),
  z.object({ type: z.literal("signHandover") }),
  z.object({ type: z.literal("withdrawHandover") }),
  z.object({ type: z.literal("startSoundTest") }),
  z.object({ type: z.literal("endSoundTest"), heard: z.boolean() }),
  z.object({
    type: z.literal("signOut"),
    approvedBy: z
      .unknown()
      .optional()
      .transform(() => null),
  }),
]);

const filter = z.object({
  from: z.number().nullable(),
  to: z.number().nullable(),
  text: z.string().max(200),
  class: z.enum(["lifeSafety", "urgent", "assistance", "routine"]).nullable(),
  stationId: id.nullable(),
  kinds: z.array(z.string().max(40)).max(60).nullable(),
  eventId: id.nullable(),
  beforeSeq: z.number().nullable(),
  afterSeq: z.number().nullable(),
  limit: z.number().int().min(1).max(1_000),
});

const fromConsole = z.discriminatedUnion("t", [
  z.object({
    t: z.literal("command"),
    id: z.number(),
    command,
    approval: z.object({ operatorId: id, pin }).optional(),
  }),
  z.object({ t: z.literal("signIn"), id: z.number(), operatorId: id, pin: pin.nullable() }),
  z.object({
    t: z.literal("query"),
    id: z.number(),
    query: z.discriminatedUnion("query", [
      z.object({ query: z.literal("history"), filter }),
      z.object({ query: z.literal("exportCsv"), filter }),
      z.object({ query: z.literal("picture"), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
      z.object({ query: z.literal("livePicture"), stationId: id }),
    ]),
  }),
  z.object({ t: z.literal("talk"), pageId: id, on: z.boolean() }),
  z.object({ t: z.literal("presence"), visible: z.boolean(), active: z.boolean() }),
  z.object({
    t: z.literal("devices"),
    choice: z.object({
      microphone: id,
      talk: id,
      ring: z
        .array(z.object({ id: id.min(1), label: z.string().max(300) }))
        .max(mostRingDevices, `at most ${mostRingDevices} devices ring`),
      ringVolume: z.number().int().min(0).max(100).optional(),
    }),
  }),
]);

/** The message, or in words what is wrong with it. */
export function readFromConsole(message: unknown): { message: FromConsole } | { wrong: string; id: number | null } {
  const read = fromConsole.safeParse(message);
  if (read.success) return { message: read.data as FromConsole };
  const asked = (message as { id?: unknown } | null)?.id;
  const wrong = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  return { wrong, id: typeof asked === "number" ? asked : null };
}
