/** Where the tests of healing begin: an SOS that was answered, with sound both ways, all of it on disk. */
import { type Station, type StationOptions, startStation } from "./baresip.ts";
import { type PbxDesk, startPbxDesk } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import type { PositionOptions } from "./position.ts";

export interface Talking {
  desk: PbxDesk;
  sos: Station;
  callId: string;
}

export async function talking(pbx: Pbx, options: PositionOptions = {}, station: StationOptions = {}): Promise<Talking> {
  const desk = await startPbxDesk(pbx, options);
  const sos = await startStation(pbx, "214", station);
  await sos.dial("6000");
  await desk.answers("214");
  await desk.untilBothHear(sos);
  await onDisk(desk);
  return { desk, sos, callId: desk.call("214").id };
}

export const onDisk = ({ console }: PbxDesk): Promise<unknown> =>
  console.until("it is on disk", (now) => console.recordedSeq >= now.seq);
