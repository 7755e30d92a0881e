/** A media end on the frame path. Both sides use it: the plant for its leg to a station, the station for its own. */
import { type Direction, directionOf, mayHear, maySpeak, mirrored, plainPort, writePlain } from "./description.ts";
import type { FramePath, SoundFrame } from "./framePath.ts";
import type { MediaEnd } from "./mediaEnd.ts";

export interface FrameEnd extends MediaEnd {
  /** Negotiated direction, ours; inactive before any answer. */
  direction(): Direction;
}

const both = { hear: true, speak: true };
const abilities = (direction: Direction) => ({ hear: mayHear(direction), speak: maySpeak(direction) });

/** RFC 3264, 6.1: the answer never goes beyond what the offer leaves and what we would do. */
function narrowed(wanted: Direction, most: Direction): Direction {
  const a = abilities(wanted);
  const b = most === "sendrecv" ? both : abilities(most);
  if (a.hear && b.hear) return a.speak && b.speak ? "sendrecv" : "recvonly";
  return a.speak && b.speak ? "sendonly" : "inactive";
}

export function createFrameEnd(path: FramePath): FrameEnd {
  let listener: (frame: SoundFrame) => void = () => undefined;
  let direction: Direction = "inactive";
  let remotePort: number | null = null;
  let version = 0;
  const port = path.open((frame) => {
    if (mayHear(direction)) listener(frame);
  });

  function takeRemote(sdp: string): void {
    remotePort = plainPort(sdp);
    if (remotePort === null) throw new Error("This description has no RTP/AVP audio with a port.");
  }

  return {
    direction: () => direction,
    async offer(wanted) {
      version += 1;
      return writePlain(port, wanted, version);
    },
    async takeAnswer(sdp) {
      takeRemote(sdp);
      direction = mirrored(directionOf(sdp));
    },
    async answer(offer, most) {
      takeRemote(offer);
      direction = narrowed(mirrored(directionOf(offer)), most);
      version += 1;
      return writePlain(port, direction, version);
    },
    send(frame) {
      if (remotePort !== null && maySpeak(direction)) path.send(remotePort, frame);
    },
    onFrame(next) {
      listener = next;
    },
    close() {
      direction = "inactive";
      path.close(port);
    },
  };
}
