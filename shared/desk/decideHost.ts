/** Reports of the host about itself: start, PBXs, devices, faults. */

import { healAfterRestart, healLink } from "../call/heal.ts";
import { callsOf } from "../call/live.ts";
import { callOutLost } from "../callOut/decideCallOut.ts";
import { doorsGivenUp } from "../door/decideHttpDoor.ts";
import { ladderOf } from "../ladder/rungs.ts";
import { pageAfterRestart, pageWithoutSound, refreshPage } from "../page/pageLosses.ts";
import { endedEntry, targetMsOf } from "../priority/decideArrival.ts";
import { ringsAgainWords, silentRingWords } from "../sound/ringDevices.ts";
import { callerCalls } from "../words/states.ts";
import type { Context } from "./context.ts";
import { type Decision, done, joined, nothing } from "./decision.ts";
import type { NewEntry } from "./entries.ts";
import type { Report } from "./inputs.ts";
import { faultKey } from "./reduce.ts";
import type { FaultKind, PbxStatus } from "./state.ts";

/** A sign-in outlives a restart of the host that is shorter than this. */
const signInKeptMs = 300_000;

/** After a restart each call that the journal kept is taken back; the others are lost, and their events ask for a call-back. */
export function decideHostStarted(
  given: Context,
  { version, gapMs, kept }: Extract<Report, { type: "hostStarted" }>,
): Decision {
  const context = { ...given, by: "rule:hostRestarted" };
  const { desk, site } = context;
  const entries: NewEntry[] = [{ kind: "hostStarted", by: "host", data: { version, gapMs } }];
  const healing = new Set<string>();
  for (const call of Object.values(desk.calls)) {
    const entry = healAfterRestart(context, call, gapMs, kept.includes(call.id));
    if (entry) healing.add(call.id);
    entries.push(entry ?? endedEntry(context, call.id, { kind: "lost" }));
  }
  for (const event of Object.values(desk.events)) {
    const calls = callerCalls(event, callsOf(desk, event));
    if (calls.length === 0 || calls.some((call) => healing.has(call.id))) continue;
    const again = { eventId: event.id, because: "callLost" as const, callId: null };
    const data = { ...again, targetMs: targetMsOf(site, event), ...ladderOf(site, event.class) };
    entries.push({ kind: "eventSoundedAgain", by: context.by, data });
  }
  entries.push(...callOutLost(desk));
  const lost = "The console was restarted before it answered";
  entries.push(...doorsGivenUp(desk, context.by, lost, () => true));
  if (desk.signedIn && gapMs > signInKeptMs) {
    const { operatorId } = desk.signedIn;
    entries.push({ kind: "signedOut", by: "rule:hostRestarted", data: { operatorId } });
  }
  return joined(done(entries), pageAfterRestart(context));
}

export function decidePbx(context: Context, report: Extract<Report, { type: "pbx" }>): Decision {
  const { desk, site, by } = context;
  const { pbxId, state, why } = report;
  const before = desk.pbxs[pbxId];
  if (before?.state === state && before.why === why) return nothing;
  const entries: NewEntry[] = [{ kind: "pbxChanged", by, data: { pbxId, state, why } }];
  const after: Record<string, Pick<PbxStatus, "state">> = { ...desk.pbxs, [pbxId]: { state } };
  const name = site.pbxs.find((pbx) => pbx.id === pbxId)?.name ?? pbxId;
  const gone = state === "down" || state === "lost";
  if (gone) entries.push(...raise(desk, by, "pbxUnreachable", pbxId, `${name}: ${why}`));
  if (state === "registered") entries.push(...clear(desk, by, "pbxUnreachable", pbxId), ...healLink(context, pbxId));
  // Deaf: no PBX can bring a call to us, and it is not merely the first second after the start.
  const reachable = site.pbxs.some((pbx) => after[pbx.id]?.state === "registered");
  if (reachable) entries.push(...clear(desk, by, "deaf", ""));
  else if (gone)
    entries.push(...raise(desk, by, "deaf", "", `No PBX is registered: no call can reach this desk. ${why}`));
  return joined(done(entries), state === "registered" ? refreshPage(context, pbxId) : nothing);
}

export function decideMedia(context: Context, report: Extract<Report, { type: "media" }>): Decision {
  const { desk, by } = context;
  const { status } = report;
  if (JSON.stringify(status) === JSON.stringify(desk.media)) return nothing;
  const entries: NewEntry[] = [{ kind: "mediaChanged", by, data: status }];
  entries.push(
    ...(status.up
      ? clear(desk, by, "mediaPageLost", "")
      : raise(
          desk,
          by,
          "mediaPageLost",
          "",
          "The sound page is gone: no voice and no ring tone. It is being started again.",
        )),
    ...(status.up && status.microphone === null
      ? raise(desk, by, "microphoneMissing", "", status.microphoneWhy ?? "Plug one in.")
      : clear(desk, by, "microphoneMissing", "")),
  );
  return joined(done(entries), status.up ? nothing : pageWithoutSound(context, []));
}

/** A fault for each chosen device that does not ring, until it does or is chosen no more. */
export function decideRingDevices(
  { desk, by }: Context,
  { rings }: Extract<Report, { type: "ringDevices" }>,
): Decision {
  const fault = "ringDeviceSilent" as const;
  const entries = rings.silent.flatMap((silent) => raise(desk, by, fault, silent.id, silentRingWords(silent, rings)));
  for (const { kind, subject } of Object.values(desk.faults)) {
    if (kind !== fault || rings.silent.some(({ id }) => id === subject)) continue;
    const back = rings.playing.find(({ id }) => id === subject);
    entries.push({
      kind: "faultCleared",
      by,
      data: { fault, subject, words: back ? ringsAgainWords(back) : "it is not chosen any more" },
    });
  }
  return entries.length > 0 ? done(entries) : nothing;
}

export function decideFault({ desk, by }: Context, report: Extract<Report, { type: "fault" }>): Decision {
  const { fault, subject, present, words } = report;
  const entries = present ? raise(desk, by, fault, subject, words) : clear(desk, by, fault, subject);
  return entries.length > 0 ? done(entries) : nothing;
}

/**
 * Raised again when their words change: why there is no microphone is known better after the first look, and what to do follows
 * from it; what rings instead of a lost ring device changes with the others.
 */
const saysMore: readonly FaultKind[] = ["microphoneMissing", "ringDeviceSilent"];

type Faults = Pick<Context["desk"], "faults">;

function raise(desk: Faults, by: string, fault: FaultKind, subject: string, words: string): NewEntry[] {
  const present = desk.faults[faultKey(fault, subject)];
  if (present && (!saysMore.includes(fault) || present.words === words)) return [];
  return [{ kind: "faultRaised", by, data: { fault, subject, words } }];
}

function clear(desk: Faults, by: string, fault: FaultKind, subject: string): NewEntry[] {
  if (!desk.faults[faultKey(fault, subject)]) return [];
  return [{ kind: "faultCleared", by, data: { fault, subject } }];
}
