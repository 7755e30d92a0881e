/** The devices that ring: as many as are chosen, and what is said of one of them that does not. Pure. */

/** A chosen ring device. Its name is kept with it: one that is gone has no other. */
export interface RingDevice {
  id: string;
  /** "": chosen before names were kept, and not seen since. */
  label: string;
}

/** More than these are no choice any more; each is held open all the time. */
export const mostRingDevices = 4;

/** Why a chosen device does not ring. */
export type RingTrouble =
  | "missing" // the computer does not list it
  | "hidden" // the browser names no device before it has allowed the microphone
  | "refused" // it is there and cannot be opened
  | "stopped" // it is open, and its time stands still
  | "notAllowed"; // the browser wants a click before it lets anything sound

export interface SilentRing extends RingDevice {
  why: RingTrouble;
}

/** What the ring comes to, now. */
export interface RingsNow {
  /** Chosen devices that ring. None: the system's default does. */
  playing: readonly RingDevice[];
  /** Chosen devices that do not. */
  silent: readonly SilentRing[];
  /** There is a sound output at all, which is then the system's default. */
  byDefault: boolean;
}

const troubleWords: Readonly<Record<RingTrouble, string>> = {
  missing: "is not there: look after its plug and its power",
  hidden: "is not named by the browser, which has not allowed the microphone",
  refused: "cannot be opened: another program may hold it",
  stopped: "is open and stands still: look after its plug and its power",
  notAllowed: "is not allowed to sound: the browser wants a click first",
};

const nameOf = ({ label }: RingDevice): string => (label === "" ? "The chosen device" : `“${label}”`);

/** Which device does not ring, why, and what rings instead. */
export function silentRingWords(silent: SilentRing, { playing, byDefault }: RingsNow): string {
  const instead =
    playing.length > 0
      ? `The ring goes on by ${playing.map((one) => (one.label === "" ? "another chosen device" : `“${one.label}”`)).join(" and ")}.`
      : byDefault
        ? "No chosen device rings: the system's default rings instead."
        : "Nothing rings: there is no sound output.";
  return `${nameOf(silent)} ${troubleWords[silent.why]}. ${instead}`;
}

export const ringsAgainWords = (device: RingDevice): string => `${nameOf(device)} rings again`;

/** "Desk speaker + Ceiling speaker": what rings, as the desk's state says it; null: nothing can. */
export function ringLabel({ playing, silent, byDefault }: RingsNow): string | null {
  if (playing.length > 0) return playing.map(({ label }) => label || "Chosen device").join(" + ");
  if (!byDefault) return null;
  return silent.length > 0 ? "System default (no chosen device rings)" : "System default";
}

/** The choice with the names that its devices have now; null: it has them already. */
export function ringsNamed(
  chosen: readonly RingDevice[],
  listed: readonly { id: string; label: string; kind: "input" | "output" }[],
): readonly RingDevice[] | null {
  let news = false;
  const named = chosen.map((device) => {
    const label = listed.find(({ id, kind }) => kind === "output" && id === device.id)?.label ?? "";
    if (label === "" || label === device.label) return device;
    news = true;
    return { id: device.id, label };
  });
  return news ? named : null;
}
