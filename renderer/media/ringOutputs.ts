/**
 * The outputs that ring: one context for each chosen device, held open so that no ring waits for it, and one on the system's
 * default, which rings while none of the chosen does. A device that is lost takes nothing with it, and is opened again by itself.
 */
import type { AudioDevice } from "../../shared/link/mediaLink.ts";
import type { RingDevice, RingsNow, RingTrouble } from "../../shared/sound/ringDevices.ts";
import type { SinkContext } from "./outputs.ts";
import { foundOpen, type RingProof, ringProof } from "./ringProof.ts";

/** One that takes longer to open holds up nobody: it counts as refused, until it is open. */
const openWithinMs = 1_000;
/** One that was just opened may not go on yet: it is not looked at. */
const startsWithinMs = 300;

export interface RingOutputs {
  /**
   * Opens what is chosen and listed and not open yet, closes what is not any more. Whoever rings is told at once (`changed`);
   * resolves when all that is to be opened is, or could not be. Never rejects.
   */
  take(listed: readonly AudioDevice[], chosen?: readonly RingDevice[]): Promise<void>;
  /** What has to ring now. */
  playing(): readonly SinkContext[];
  /** From here on time is looked at. */
  mark(): void;
  /** Which devices went on since; those that did not are opened anew by the next `take`. */
  look(): void;
  /** As `look` and `take` have found it. */
  proof(): RingProof;
  now(): RingsNow;
}

interface Output {
  device: RingDevice;
  context: SinkContext;
  state: "opening" | "open" | Exclude<RingTrouble, "missing" | "hidden">;
  /** Under way; null: not now. */
  opening: Promise<void> | null;
  openedAt: number;
  seenAt: number;
}

/** `changed`: other contexts are playing now. */
export function createRingOutputs(createContext: () => SinkContext, changed: () => void): RingOutputs {
  const standby = { context: createContext(), seenAt: 0, running: true, advanced: true, isOpening: false };
  const outputs = new Map<string, Output>();
  let chosen: readonly RingDevice[] = [];
  let listed: readonly AudioDevice[] = [];

  const isListed = (id: string): boolean => listed.some((device) => device.id === id);
  const open = (): Output[] => [...outputs.values()].filter(({ state }) => state === "open");

  function close(id: string, { context }: Output): void {
    outputs.delete(id);
    context.close().catch((error: unknown) => console.warn("a ring output does not close:", error));
  }

  /** Anew, where it is open already: a device that broke under a running context stays silent otherwise. */
  async function openAnew(output: Output): Promise<void> {
    const { context, device } = output;
    try {
      if (output.state === "stopped") await context.setSinkId({ type: "none" });
      await context.setSinkId(device.id);
      output.openedAt = performance.now();
      output.seenAt = context.currentTime;
      // One that stood still has to go on first.
      if (output.state !== "stopped") output.state = "open";
    } catch (error) {
      // Tried every 2 s, and said once.
      if (outputs.get(device.id) === output && output.state !== "refused")
        console.warn(`ring device ${device.label} is not opened:`, error);
      output.state = "refused";
    }
    output.opening = null;
    changed();
  }

  async function opened(output: Output): Promise<void> {
    output.opening ??= openAnew(output);
    await Promise.race([output.opening, new Promise((over) => setTimeout(over, openWithinMs))]);
    if (output.state === "opening") output.state = "refused";
  }

  async function reopenStandby(): Promise<void> {
    if (standby.isOpening) return;
    standby.isOpening = true;
    const { context } = standby;
    try {
      await context.setSinkId({ type: "none" });
      await context.setSinkId("");
    } catch (error) {
      console.warn("the system's default output is not opened:", error);
    } finally {
      standby.isOpening = false;
    }
    standby.seenAt = context.currentTime;
  }

  function trouble({ id }: RingDevice): RingTrouble | null {
    const output = outputs.get(id);
    if (output) return output.state === "open" || output.state === "opening" ? null : output.state;
    // Without the permission one output without id and name stands for all.
    return isListed("") ? "hidden" : "missing";
  }

  return {
    async take(nowListed, nowChosen = chosen) {
      chosen = nowChosen;
      listed = nowListed.filter(({ kind }) => kind === "output");
      for (const [id, output] of outputs) {
        if (!isListed(id) || !chosen.some((device) => device.id === id)) close(id, output);
      }
      const opening: Promise<void>[] = [];
      for (const device of chosen.filter(({ id }) => isListed(id))) {
        let output = outputs.get(device.id);
        if (!output) {
          output = { device, context: createContext(), state: "opening", opening: null, openedAt: 0, seenAt: 0 };
          outputs.set(device.id, output);
        }
        output.device = device;
        if (output.state !== "open" && output.state !== "notAllowed") opening.push(opened(output));
      }
      changed();
      const isSilent = listed.length > 0 && standby.context.state === "running" && !standby.advanced;
      if (isSilent && open().length === 0) opening.push(reopenStandby());
      await Promise.all(opening);
    },
    playing() {
      const devices = open().map(({ context }) => context);
      return devices.length > 0 ? devices : [standby.context];
    },
    mark() {
      for (const each of [standby, ...outputs.values()]) each.seenAt = each.context.currentTime;
    },
    look() {
      const see = (each: { context: SinkContext; seenAt: number }) => {
        const { currentTime, state } = each.context;
        const advanced = currentTime > each.seenAt;
        each.seenAt = currentTime;
        return { running: state === "running", advanced };
      };
      Object.assign(standby, see(standby));
      for (const output of outputs.values()) {
        const seen = see(output);
        if (output.opening || output.state === "opening" || output.state === "refused") continue;
        if (performance.now() - output.openedAt < startsWithinMs) continue;
        output.state = foundOpen(seen, standby.running);
      }
    },
    proof() {
      if (open().length > 0) return { confirmed: true, why: "" };
      return ringProof({ ...standby, deviceExists: listed.length > 0 });
    },
    now: () => ({
      playing: open().map(({ device }) => device),
      silent: chosen.flatMap((device) => {
        const why = trouble(device);
        return why ? [{ ...device, why }] : [];
      }),
      byDefault: listed.length > 0,
    }),
  };
}
