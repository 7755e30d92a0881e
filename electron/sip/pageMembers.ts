/**
 * Asks a page's focus who is in it: SUBSCRIBE with Event: conference (RFC 4575, 6665), for as long as the page lasts.
 * It stands on SIP.js's core: its Subscriber subscribes again without pause when a notifier ends it, and lets errors
 * escape. A focus that will not tell leaves the page without members; nothing is guessed.
 */
import type { URI, UserAgent } from "sip.js";
import type { IncomingNotifyRequest, Subscription } from "sip.js/lib/core/index.js";
import { type Member, readConferenceInfo, withDocument } from "./conferenceInfo.ts";
import type { Guard } from "./guard.ts";

/** Seconds asked for; SIP.js refreshes at 90 % of what is granted. */
const subscribeForS = 300;

export interface MemberWatch {
  /** Our address is another one since: asks anew, because a focus that could not reach us may have dropped us. */
  linkBack(): void;
  stop(): void;
}

/** `ownNumber` is the console itself, and no member. */
export function watchMembers(
  userAgent: UserAgent,
  focus: URI,
  ownNumber: string,
  guard: Guard,
  onMembers: (members: readonly Member[]) => void,
): MemberWatch {
  let asked = subscribe();

  /** One subscription, from its first request; returns what ends it. */
  function subscribe(): () => void {
    const { userAgentCore: core, contact } = userAgent;
    let members: ReadonlyMap<string, Member> = new Map();
    let version = -1;
    let subscription: Subscription | null = null;
    let stopped = false;

    function take(notify: IncomingNotifyRequest): void {
      notify.accept();
      if (stopped) return;
      const document = readConferenceInfo(notify.message.body);
      // RFC 4575, 4.5: versions rise; an older document has nothing new.
      if (!document || document.version <= version) return;
      version = document.version;
      members = withDocument(members, document);
      onMembers([...members.values()].filter(({ number }) => number !== ownNumber));
    }

    const headers = [
      "Event: conference",
      `Expires: ${subscribeForS}`,
      "Accept: application/conference-info+xml",
      `Contact: ${contact.toString()}`,
    ];
    const { uri: aor } = userAgent.configuration;
    const message = core.makeOutgoingRequestMessage("SUBSCRIBE", focus, aor, focus, {}, headers);
    const request = core.subscribe(message, {
      onNotify: ({ request: first, subscription: begun }) =>
        guard("first NOTIFY", () => {
          if (begun) {
            subscription = begun;
            begun.autoRefresh = true;
            begun.delegate = { onNotify: (notify) => guard("NOTIFY", () => take(notify)) };
          }
          take(first);
          if (stopped) end();
        }),
    });

    function end(): void {
      const open = subscription;
      subscription = null;
      if (open && (open.subscriptionState === "Active" || open.subscriptionState === "Pending")) open.unsubscribe();
    }

    return () => {
      if (stopped) return;
      stopped = true;
      if (subscription) guard("unsubscribe", end);
      else request.waitNotifyStop();
    };
  }

  return {
    linkBack() {
      asked();
      asked = subscribe();
    },
    stop: () => asked(),
  };
}
