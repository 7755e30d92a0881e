/** The picture of a station's camera at the moment of the press. The bytes stay with the host, under their hash. */
import type { EventId, HostTime } from "../desk/state.ts";

export interface Picture {
  /** SHA-256 of its bytes, hex: its name in the pictures' folder. */
  hash: string;
  /** When it had come. */
  at: HostTime;
}

/** An event remembers so many; the files of earlier ones stay. */
export const picturesOfEvent = 10;

/** To the camera border: fetch the picture of the moment and keep it. Nothing waits for it. */
export interface PictureOrder {
  type: "takePicture";
  eventId: EventId;
  stationId: string;
}
