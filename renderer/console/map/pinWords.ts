/** What stands beside a pin: the name, and in words what goes on there. */

import type { HostTime } from "../../../shared/desk/state.ts";
import { assertNever } from "../../../shared/kit/assertNever.ts";
import type { Site, Station } from "../../../shared/site/site.ts";
import { about, duration } from "../../../shared/words/durations.ts";
import type { Pin } from "./pins.ts";

/** "SOS 214 · Tube B km 3.4". */
export const titleOf = (station: Pick<Station, "name" | "place">): string =>
  station.place.words === "" ? station.name : `${station.name} · ${station.place.words}`;

/** "ringing 00:07 · life safety". `now` in host time. */
export function pinWords(pin: Pin, now: HostTime, classes: Site["classes"]): string {
  const time = pin.since === null ? "" : ` ${duration(now - pin.since)}`;
  const label = pin.class === null ? "" : ` · ${classes[pin.class].label.toLowerCase()}`;
  switch (pin.state) {
    case "ringing":
      return `ringing${time}${label}${pin.words === "" ? "" : ` · ${pin.words}`}`;
    case "asksAgain":
      return `held${time}, asks again${label}`;
    case "returned":
      if (pin.words.startsWith("alarm")) return `${pin.words}${time}${label}`;
      return pin.words === "" ? `caller hung up${time}${label}` : `${pin.words}${time}, call back${label}`;
    case "answering":
      return "answering…";
    case "talking":
      return `talking${time}`;
    case "held":
      return `held${time}`;
    case "calling":
      return `calling${time}`;
    case "acknowledged":
      return "acknowledged, not closed";
    case "outOfService":
      return `out of service: ${pin.words}`;
    case "shelved":
      return `shelved: ${pin.words}`;
    case "fault":
      return `${pin.words}${pin.since === null ? "" : ` ${about(now - pin.since)}`}`;
    default:
      return assertNever(pin.state);
  }
}
