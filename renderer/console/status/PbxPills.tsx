/** One pill per PBX: green only while its registration was proved within 20 s (promise 5); else the state in words. */
import { faultKey } from "../../../shared/desk/reduce.ts";
import type { HostTime, PbxStatus } from "../../../shared/desk/state.ts";
import { about } from "../../../shared/words/durations.ts";
import { registrationWords } from "../../../shared/words/health.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";

const provedWithinMs = 20_000;
const noProofs: Readonly<Record<string, HostTime>> = {};

export function PbxPills() {
  const pbxs = useConsole((state) => state.snapshot?.site.pbxs);
  const states = useConsole((state) => state.desk.pbxs);
  const proofs = useConsole((state) => state.snapshot?.proofs ?? noProofs);
  const faults = useConsole((state) => state.desk.faults);
  const now = useNow(1000);
  return pbxs?.map((pbx) => {
    const ending = faults[faultKey("certificateExpiring", pbx.id)];
    const { words, tone } = pbxWords(states[pbx.id], proofs[pbx.id], now);
    return (
      <span key={pbx.id} className="pill pbx" data-tone={tone} title={states[pbx.id]?.why || undefined}>
        <i className="dot" aria-hidden="true" />
        <span className="cut">
          {pbx.name} <ProofWords words={words} />
        </span>
        {pbx.unencrypted && (
          <b className="note" title="What is said about calls crosses the network in the open: the site file says so.">
            unencrypted
          </b>
        )}
        {ending && (
          <b className="note" title={ending.words}>
            certificate ends soon
          </b>
        )}
      </span>
    );
  });
}

/** "proved 3 s ago"; in a narrow header "3 s ago", which the dot explains. */
function ProofWords({ words }: { words: string }) {
  if (!words.startsWith("proved ")) return words;
  return (
    <>
      <span className="roomy">proved </span>
      {words.slice("proved ".length)}
    </>
  );
}

/** `tone` ready: proved within 20 s; unproved: registered by its own account; busy: on its way; lost. */
export function pbxWords(
  status: PbxStatus | undefined,
  proof: HostTime | undefined,
  now: HostTime,
): { words: string; tone: "ready" | "unproved" | "busy" | "lost" } {
  const state = status?.state ?? "down";
  if (state === "registered") {
    if (proof === undefined) return { words: "registered, not proved", tone: "unproved" };
    return { words: `proved ${about(now - proof)} ago`, tone: now - proof <= provedWithinMs ? "ready" : "unproved" };
  }
  const why = status?.why ? `: ${status.why}` : "";
  if (state === "connecting" || state === "registering") return { words: registrationWords(state), tone: "busy" };
  return { words: `${registrationWords(state)}${why}`, tone: "lost" };
}
