/** A media page that gives one fixed description and says that sound flows and rings are heard: where only SIP matters. */
import type { FromMedia, ToMedia } from "../../shared/link/mediaLink.ts";
import type { HostLife } from "../journeys/hostLife.ts";
import { sdp } from "../sip/fakePbx.ts";

export function attachPlainMedia(host: HostLife): void {
  let epoch = 0;
  let rings = false;
  const side = host.attach("media", { take: (message) => take(message as ToMedia), lost: () => undefined });
  const say = (message: FromMedia): void => side.say(message);

  function take(message: ToMedia): void {
    switch (message.t) {
      case "lease":
        ({ epoch } = message);
        return say({
          t: "status",
          epoch,
          status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" },
          rings: { playing: [], silent: [], byDefault: true },
          devices: [],
        });
      case "ask": {
        const { op, callId } = message.ask;
        say({ t: "told", epoch, id: message.id, sdp: op === "offer" || op === "answer" ? sdp : null });
        return say({ t: "sound", epoch, callId, in: true, out: true });
      }
      case "plan":
        rings = message.plan.ring !== null;
        return ringing();
      case "beat":
        say({ t: "beat", epoch });
        return ringing();
    }
  }

  function ringing(): void {
    if (rings) say({ t: "ringing", epoch, confirmed: true, why: "" });
  }

  say({ t: "hello", has: [] });
}
