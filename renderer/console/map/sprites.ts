/** Small pictures of station types, drawn once per type, size, colour and pixel ratio, then copied thousands of times. */
import type { StationType } from "../../../shared/site/site.ts";
import { shapePaths } from "../ui/TypeShape.tsx";

/** Outlines in TypeShape stand on a grid of this side. */
const shapeGrid = 24;

/** Idle stations: quiet, yet 3:1 on the map's ground (WCAG 1.4.11). */
const idleFill = "#76859a";
const idleEdge = "#141a20";

const drawn = new Map<string, ImageBitmap>();

/**
 * A picture of `size` CSS pixels (with a dark edge, so that neighbours stay apart), at `ratio` device pixels each. A bitmap and
 * no canvas: a canvas is copied afresh for every drawing from it, and that costs more than the drawing.
 */
export function spriteOf(type: StationType, size: number, ratio: number): ImageBitmap {
  const key = `${type} ${size} ${ratio}`;
  const known = drawn.get(key);
  if (known) return known;
  const side = Math.ceil(size * ratio);
  const sheet = new OffscreenCanvas(side, side);
  const pen = sheet.getContext("2d");
  if (pen) {
    const scale = (size * ratio) / shapeGrid;
    pen.scale(scale, scale);
    const path = new Path2D(shapePaths[type]);
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = idleEdge;
    pen.stroke(path);
    pen.fillStyle = idleFill;
    pen.fill(path);
  }
  const sprite = sheet.transferToImageBitmap();
  drawn.set(key, sprite);
  return sprite;
}
