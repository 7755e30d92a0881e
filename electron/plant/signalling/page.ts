/**
 * A page: one caller, many listeners. The exchange answers the caller at once, rings every member to answer by itself,
 * and hands each received frame on as it is, so that sixty members cost no more than one.
 */
import type { IncomingInviteRequest } from "sip.js/lib/core/index.js";
import type { PlantSetup } from "../setup.ts";
import type { ConferenceMember, MemberState } from "./conferenceInfo.ts";
import type { Connection } from "./connection.ts";
import { dial } from "./dial.ts";
import type { Exchange } from "./exchange.ts";
import { hangUp, type Leg } from "./leg.ts";
import { descriptionOf, passedHeaders, sessionBody } from "./message.ts";

export type Zone = PlantSetup["zones"][number];

export interface Page {
  members(): readonly ConferenceMember[];
}

/** Milliseconds between two members being rung: all of a large zone within about 300 ms, without one long stall. */
const spacingMs = 5;

/** A console that lost its socket has this long to take its page up again by a re-INVITE; nobody else could end it. */
const forsakenMs = 8_000;

/** Tells members to answer by themselves: the two ways phones know. */
const answerByItself = [
  "Call-Info: <sip:page>;answer-after=0",
  "Alert-Info: <http://page.invalid>;info=alert-autoanswer",
];

/** Starts the page. `changed` follows every change of a member, `ended` comes once at the end. */
export function startPage(
  exchange: Exchange,
  zone: Zone,
  connection: Connection,
  request: IncomingInviteRequest,
  caller: string,
  changed: () => void,
  ended: () => void,
): Page | null {
  const { message } = request;
  const offer = descriptionOf(message);
  if (offer === null) {
    request.reject({ statusCode: 488 });
    return null;
  }
  request.trying();
  const end = exchange.createEnd(connection);
  const states = new Map<string, MemberState>(zone.memberNumbers.map((number) => [number, { is: "dialling" }]));
  const listeners = new Map<string, Leg>();
  const dialled: ((reason?: string) => void)[] = [];
  const contact = `<sip:${zone.number}@${exchange.domain};transport=ws>;isfocus`;
  let over = false;
  let timer: NodeJS.Timeout | null = null;
  let forsaken: NodeJS.Timeout | undefined;

  function set(number: string, state: MemberState): void {
    states.set(number, state);
    if (!over) changed();
  }

  function listen(number: string, leg: Leg): void {
    if (over) return hangUp(exchange, leg);
    listeners.set(number, leg);
    const left = (): void => {
      leg.end.close();
      forgetLoss();
      listeners.delete(number);
      set(number, { is: "gone", statusCode: null });
    };
    const forgetLoss = leg.connection.whenLost(left);
    leg.session.delegate = {
      onBye: (bye) => {
        bye.accept();
        left();
      },
    };
    set(number, { is: "connected" });
  }

  function ring(index: number): void {
    const number = zone.memberNumbers[index];
    if (over || number === undefined) return;
    dialled.push(
      dial(exchange, {
        number,
        from: { number: zone.number, name: zone.name },
        direction: "sendonly",
        headers: [...answerByItself, ...passedHeaders(message).filter((header) => /^(Priority|X-)/.test(header))],
        onRinging: () => undefined,
        onAnswered: (leg) => listen(number, leg),
        onFailed: (statusCode) => set(number, { is: "gone", statusCode }),
      }),
    );
    timer = setTimeout(() => ring(index + 1), spacingMs);
  }

  function stop(): void {
    if (over) return;
    for (const [number, leg] of listeners) {
      hangUp(exchange, leg);
      states.set(number, { is: "gone", statusCode: null });
    }
    over = true;
    forgetLoss();
    clearTimeout(forsaken);
    if (timer !== null) clearTimeout(timer);
    for (const giveUp of dialled) giveUp();
    end.close();
    ended();
  }

  async function answer(sdp: string): Promise<void> {
    // A page carries no sound back, and says so.
    const answered = await end.answer(sdp, "recvonly");
    if (over) return;
    const accepted = connection.withContact(contact, () =>
      request.accept({ statusCode: 200, body: sessionBody(answered) }),
    );
    const { session } = accepted;
    session.delegate = {
      onAckTimeout: stop,
      onBye: (bye) => {
        bye.accept();
        stop();
      },
      onInvite: (renewed) => {
        clearTimeout(forsaken);
        const next = descriptionOf(renewed.message);
        if (next === null) return void renewed.reject({ statusCode: 488 });
        end.answer(next, "recvonly").then(
          (sdpAnswer) => {
            const headers = [`Contact: ${contact}`];
            exchange.attempt("200", () => {
              renewed.accept({ statusCode: 200, body: sessionBody(sdpAnswer), extraHeaders: headers });
            });
          },
          () => exchange.attempt("488", () => void renewed.reject({ statusCode: 488 })),
        );
      },
      onInfo: (info) => void info.accept(),
    };
  }

  end.onFrame((frame) => {
    for (const leg of listeners.values()) leg.end.send(frame);
  });
  const forgetLoss = connection.whenLost(() => {
    if (connection.busy) forsaken = setTimeout(stop, forsakenMs);
    else stop();
  });
  request.delegate = {
    onCancel: () => {
      stop();
      exchange.attempt("487", () => void request.reject({ statusCode: 487 }));
    },
  };
  answer(offer).catch((error: unknown) => {
    exchange.trouble(`the page of ${caller} to ${zone.number}: ${String(error)}`);
    stop();
    exchange.attempt("488", () => void request.reject({ statusCode: 488 }));
  });
  ring(0);

  return {
    members: () => [...states].map(([number, state]) => ({ number, name: exchange.nameOf(number) ?? number, state })),
  };
}
