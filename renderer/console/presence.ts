/** Tells the host that this window is in sight, and when somebody uses it: at once, then at most twice a second. */
import { presence } from "./link.ts";
import { onActivity } from "./view.ts";

const everyMs = 2_000;
const atMostEveryMs = 500;

export function startPresence(): void {
  let activeSentAt = -atMostEveryMs;
  let active = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    clearTimeout(later);
    later = undefined;
    if (active) activeSentAt = performance.now();
    presence(document.visibilityState === "visible", active);
    active = false;
  }

  onActivity(() => {
    active = true;
    if (later !== undefined) return;
    const waitMs = activeSentAt + atMostEveryMs - performance.now();
    if (waitMs <= 0) tell();
    else later = setTimeout(tell, waitMs);
  });
  setInterval(tell, everyMs);
  document.addEventListener("visibilitychange", tell);
}
