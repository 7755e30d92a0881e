/** The shape of a station's type, in the colour of its surroundings: hexagon, triangle, circle, square, diamond (unknown). */
import type { StationType } from "../../../shared/site/site.ts";
import { typeLabels } from "../../../shared/words/labels.ts";

/** Outlines on a 24 × 24 grid; the map draws the same ones. */
export const shapePaths: Readonly<Record<StationType | "unknown", string>> = {
  sosTerminal: "M6.6 2.6h10.8L22.8 12l-5.4 9.4H6.6L1.2 12z",
  helpPoint: "M12 3.2 22.4 21H1.6z",
  intercom: "M12 2.8a9.2 9.2 0 1 1 0 18.4 9.2 9.2 0 0 1 0-18.4z",
  doorStation: "M12 2.8a9.2 9.2 0 1 1 0 18.4 9.2 9.2 0 0 1 0-18.4z",
  speaker: "M4 4h16v16H4z",
  unknown: "M12 1.8 22.2 12 12 22.2 1.8 12z",
};

export function TypeShape({ type, size = 22 }: { type: StationType | null; size?: number }) {
  return (
    <svg
      className="shape"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      role="img"
      aria-label={typeLabels[type ?? "unknown"]}
    >
      <path d={shapePaths[type ?? "unknown"]} />
    </svg>
  );
}
