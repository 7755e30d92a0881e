/**
 * Dialogs that the PBX still keeps up and no leg of ours stands for: lost with the host or with a link. The station at
 * their far end is busy with them, so they are ended before it is called (wire.md, healing).
 */
import { Grammar, type Session, SessionState, type UserAgent } from "sip.js";
import type { CallId, HostTime } from "../../shared/desk/state.ts";
import type { KeptDialog } from "../host/ports.ts";
import type { KeptLegs } from "./keptLegs.ts";

export interface DeadDialogs {
  /** A lost leg that SIP.js still has the session of: it can count on and hears the far end's BYE. */
  lost(callId: CallId, session: Session): void;
  /** Ends a dialog. True: the PBX answered, so it has nothing of it any more; else it is ended again when the link is back. */
  end(callId: CallId): Promise<boolean>;
  /** Another connection is registered: dialogs that we have ended, and of which the PBX has not heard it, are ended again. */
  linkBack(): void;
  /** Ends the dialogs with this number that nobody stands for; `within` bounds the wait, ms. Null: there are none. */
  endAll(number: string, within: number): Promise<void> | null;
  /** We have ended a call with this number: it may be busy for a moment. */
  ended(number: string | null): void;
  /** A call with this number was ended by us less than 10 s ago. */
  endedLately(number: string): boolean;
}

const latelyMs = 10_000;

export interface DeadOptions {
  userAgent: UserAgent;
  kept: KeptLegs;
  now(): HostTime;
  /** A leg stands for it. */
  isAlive(callId: CallId): boolean;
}

export function createDeadDialogs({ userAgent, kept, now, isAlive }: DeadOptions): DeadDialogs {
  const sessions = new Map<CallId, Session>();
  const ending = new Map<CallId, Promise<boolean>>();
  const endedAt = new Map<string, HostTime>();

  function send(callId: CallId, dialog: KeptDialog): Promise<boolean> {
    const session = sessions.get(callId);
    sessions.delete(callId);
    if (session?.state === SessionState.Established) return sendBye(session);
    return sendKeptBye(userAgent, dialog);
  }

  function end(callId: CallId): Promise<boolean> {
    const leg = kept.get(callId);
    if (!leg?.dialog) return Promise.resolve(true);
    const under = ending.get(callId);
    if (under) return under;
    if (!leg.ended) kept.put({ ...leg, ended: true });
    const done = send(callId, leg.dialog).then((isOver) => {
      if (ending.get(callId) === done) ending.delete(callId);
      if (isOver) kept.forget(callId);
      return isOver;
    });
    ending.set(callId, done);
    return done;
  }

  function ended(number: string | null): void {
    for (const [one, at] of endedAt) if (now() - at >= latelyMs) endedAt.delete(one);
    if (number !== null) endedAt.set(number, now());
  }

  return {
    lost(callId, session) {
      sessions.set(callId, session);
      session.stateChange.addListener((state) => {
        if (state !== SessionState.Terminated || sessions.get(callId) !== session) return;
        // The far end was faster.
        sessions.delete(callId);
        kept.forget(callId);
      });
    },
    end,
    linkBack() {
      // What is under way went to a connection that led nowhere, and would wait there for half a minute.
      ending.clear();
      for (const { callId, ended: isEnded } of kept.all()) if (isEnded) end(callId).catch(() => undefined);
    },
    endAll(number, within) {
      const dead = kept.all().filter((leg) => leg.number === number && leg.dialog && !isAlive(leg.callId));
      if (dead.length === 0) return null;
      ended(number);
      const late = new Promise<void>((resolve) => setTimeout(resolve, within));
      return Promise.race([Promise.all(dead.map(({ callId }) => end(callId))).then(() => undefined), late]);
    },
    ended,
    endedLately: (number) => now() - (endedAt.get(number) ?? -Infinity) < latelyMs,
  };
}

/** SIP.js makes up 408 and 503 where nothing came; what came has a Via. */
const came = ({ message }: { message: { hasHeader(name: string): boolean } }): boolean => message.hasHeader("via");

/** BYE of a session that is up. True: the PBX answered, whatever it said (RFC 3261, 15.1.1). Never rejects. */
export function sendBye(session: Session): Promise<boolean> {
  return new Promise((resolve) => {
    const answered = (response: Parameters<typeof came>[0]): void => resolve(came(response));
    const requestDelegate = { onAccept: answered, onRedirect: answered, onReject: answered };
    session.bye({ requestDelegate }).catch(() => resolve(false));
  });
}

/** A BYE built from what was kept (RFC 3261, 12.2.1.1), again with digest on 401 or 407. True: the PBX answered. */
export function sendKeptBye({ userAgentCore: core }: UserAgent, dialog: KeptDialog): Promise<boolean> {
  const [target, from, to] = [dialog.remoteTarget, dialog.localUri, dialog.remoteUri].map((uri) =>
    Grammar.URIParse(uri),
  );
  // What cannot be addressed cannot be ended: nothing is gained by keeping it.
  if (!target || !from || !to) return Promise.resolve(true);
  const message = core.makeOutgoingRequestMessage("BYE", target, from, to, {
    callId: dialog.sipCallId,
    cseq: dialog.localSeq + 1,
    fromTag: dialog.localTag,
    toTag: dialog.remoteTag,
    routeSet: [...dialog.routeSet],
  });
  return new Promise((resolve) => {
    const answered = (response: Parameters<typeof came>[0]): void => resolve(came(response));
    core.request(message, { onAccept: answered, onRedirect: answered, onReject: answered });
  });
}
