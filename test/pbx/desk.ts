/** A position at a real PBX with a sound page on werift. Gone with the test. */
import { onTestFinished } from "vitest";
import type { HostLife } from "../journeys/hostLife.ts";
import { microphoneHz, type NodeMediaPage, openMediaPage } from "../journeys/nodeMediaPage.ts";
import { warmUp } from "../journeys/nodePeer.ts";
import { type Station, stationHz } from "./baresip.ts";
import type { Pbx } from "./pbx.ts";
import { type Position, type PositionOptions, startPosition, until } from "./position.ts";

export { clipHz, microphoneHz } from "../journeys/nodeMediaPage.ts";
export { until } from "./position.ts";

export interface PbxDesk extends Position {
  readonly media: NodeMediaPage;
  /** Amplitude of a tone that the operator hears of this number's newest call. */
  heard(number: string, hz: number): number;
  /** Waits until each end hears the other. */
  untilBothHear(station: Station): Promise<void>;
  newMediaPage(): void;
}

export async function startPbxDesk(pbx: Pbx, options: PositionOptions = {}): Promise<PbxDesk> {
  const closing: (() => unknown)[] = [];
  onTestFinished(async () => {
    for (const close of closing.reverse()) await close();
  });
  await warmUp();
  let media = openMediaPage({}, "pbx");
  let host: HostLife | null = null;
  const attachSound = (life: HostLife): void => {
    host = life;
    media.attach(life);
  };
  const position = await startPosition(pbx, options, attachSound, (close) => closing.push(close));
  closing.push(() => media.crash());
  const heard = (number: string, hz: number): number => {
    const call = Object.values(position.console.desk.calls).findLast((one) => one.number === number);
    return call ? media.heard(call.id, hz) : 0;
  };
  return {
    ...position,
    get media() {
      return media;
    },
    heard,
    async untilBothHear(station) {
      await until(`${station.number} hears the operator`, () => station.heard(microphoneHz) > 0.3);
      await until(`the operator hears ${station.number}`, () => heard(station.number, stationHz) > 0.3);
    },
    newMediaPage() {
      media = openMediaPage({}, "pbx");
      if (host) media.attach(host);
    },
  };
}
