/** What the control can do, request by request. Bodies are checked before anything is done. */
import { z } from "zod";
import type { Stations } from "../stations/stations.ts";

export interface ControlAnswer {
  status: number;
  body: unknown;
}

const number = z.string().regex(/^[\w.+*#-]{1,40}$/, "expected a number such as 214");
/** One line "Name: value": a header that cannot break out of its line. */
const header = z.string().regex(/^[A-Za-z][\w-]{0,40}: [^\r\n]{1,400}$/, 'expected a header such as "X-Test: 1"');

const press = z.object({
  number,
  times: z.int().min(1).max(50).optional(),
  headers: z.array(header).max(20).optional(),
  to: number.optional(),
  at: z
    .object({ latitude: z.number(), longitude: z.number(), radiusM: z.number().optional() })
    .transform(({ radiusM, ...point }) => (radiusM === undefined ? point : { ...point, radiusM }))
    .optional(),
});
const burst = z.object({
  count: z.int().min(1).max(1000),
  everyMs: z.number().min(0).max(60_000).default(50),
  type: z.enum(["sosTerminal", "helpPoint", "intercom", "doorStation", "speaker"]).optional(),
});
const key = z.object({
  number,
  digit: z.string().regex(/^[0-9A-D*#]$/, "expected one key"),
  how: z.enum(["events", "tone", "info"]).default("events"),
});
const one = z.object({ number });

const speak = z.object({ number, speaks: z.boolean() });
const contacts = z.object({ how: z.enum(["answer", "busy", "noAnswer"]) });
const shut = z.object({ shut: z.boolean() });

const done = (body: object = {}): ControlAnswer => ({ status: 200, body: { ok: true, ...body } });

function read<T>(shape: z.ZodType<T>, body: unknown): T {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "not understood"}`);
}

/** Without what was not given, as exact optional properties want it. */
function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** Throws in words for a bad request. */
export async function answerControl(
  load: () => Promise<Stations>,
  allAttached: Promise<void>,
  exchange: { shut(isShut: boolean): void },
  method: string,
  url: URL,
  body: unknown,
): Promise<ControlAnswer> {
  const route = `${method} ${url.pathname}`;
  if (route === "GET /health") return done();
  if (route === "POST /pbx") {
    exchange.shut(read(shut, body).shut);
    return done();
  }
  if (route === "GET /attached") {
    await allAttached;
    return done();
  }
  const stations = await load();
  if (route === "GET /state") return { status: 200, body: { stations: stations.states() } };
  if (route === "GET /heard") {
    const asked = read(one, { number: url.searchParams.get("number") ?? "" });
    const hz = Number(url.searchParams.get("hz") ?? 1000);
    if (!(hz > 0 && hz < 4000)) throw new Error("hz: expected a frequency between 0 and 4000");
    const heard = stations.find(asked.number).heard(hz);
    return { status: 200, body: heard ?? { amplitude: 0, rms: 0, packets: 0 } };
  }
  if (route === "POST /press") {
    const { number: pressed, ...rest } = read(press, body);
    await stations.press(pressed, given(rest));
    return done();
  }
  if (route === "POST /key") {
    const asked = read(key, body);
    stations.find(asked.number).key(asked.digit, asked.how);
    return done();
  }
  if (route === "POST /burst") return done({ pressed: await stations.burst(given(read(burst, body))) });
  if (route === "POST /voice") {
    const asked = read(speak, body);
    stations.find(asked.number).speak(asked.speaks);
    return done();
  }
  if (route === "POST /contacts") {
    stations.contacts(read(contacts, body).how);
    return done();
  }
  if (route === "POST /offline") await stations.offline(read(one, body).number);
  else if (route === "POST /online") await stations.online(read(one, body).number);
  else if (route === "POST /hangup") return done({ ended: await stations.find(read(one, body).number).hangUp() });
  else return { status: 404, body: { error: `${route} is nothing the plant can do.` } };
  return done();
}
