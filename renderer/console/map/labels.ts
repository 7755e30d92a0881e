/** Labels beside pins: right, left, above or below, whichever is free; the loudest pin chooses first, the last go without. */
export type Side = "right" | "left" | "above" | "below" | "none";

export interface Labelled {
  /** Pin in pixels of the view. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Clear of the pin and of its innermost ring; pins.css has the same. */
const gap = 28;
const half = 14;
const sides = ["right", "left", "above", "below"] as const;

/**
 * Sides by index of `pins`. Labels avoid each other, all pins, the edges of a view of `width` × `height`, and what lies over
 * it (`covered`).
 */
export function placeLabels(
  pins: readonly Labelled[],
  width: number,
  height: number,
  covered: readonly Rect[] = [],
): readonly Side[] {
  const taken: Rect[] = [...pins.map(rectOfPin), ...covered];
  return pins.map((pin, index) => {
    const free = sides.find((side) => {
      const rect = rectOf(pin, side);
      const inside = rect.left >= 0 && rect.top >= 0 && rect.right <= width && rect.bottom <= height;
      return inside && !taken.some((other, i) => i !== index && overlap(rect, other));
    });
    // The loudest one is always named, even where it must cover something.
    const side = free ?? (index === 0 ? "right" : "none");
    if (side !== "none") taken.push(rectOf(pin, side));
    return side;
  });
}

const rectOfPin = ({ x, y }: Pick<Labelled, "x" | "y">): Rect => ({
  left: x - half,
  top: y - half,
  right: x + half,
  bottom: y + half,
});

/** Whether something that lies over the view hides one of the pins. */
export const hidesAny = (cover: Rect, pins: readonly Pick<Labelled, "x" | "y">[]): boolean =>
  pins.some((pin) => overlap(cover, rectOfPin(pin)));

function rectOf({ x, y, width, height }: Labelled, side: Exclude<Side, "none">): Rect {
  const left = side === "right" ? x + gap : side === "left" ? x - gap - width : x - width / 2;
  const top = side === "above" ? y - gap - height : side === "below" ? y + gap : y - height / 2;
  return { left, top, right: left + width, bottom: top + height };
}

const overlap = (a: Rect, b: Rect): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
