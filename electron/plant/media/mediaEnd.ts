/** One end of a leg's sound, whatever carries it: WebRTC towards consoles, the frame path towards stations. */
import type { Direction } from "./description.ts";
import type { SoundFrame } from "./framePath.ts";

export interface MediaEnd {
  /** A complete offer. The direction is ours. */
  offer(direction: Direction): Promise<string>;
  /** The other side's answer to our offer. Rejects when it cannot be used. */
  takeAnswer(sdp: string): Promise<void>;
  /** A complete answer to the other side's offer, first or renewed. Rejects when it cannot be used. */
  answer(offer: string, most: Direction): Promise<string>;
  /** Sends if the negotiated direction allows it. */
  send(frame: SoundFrame): void;
  /** Where received frames go; one listener. */
  onFrame(listener: (frame: SoundFrame) => void): void;
  close(): void;
}
