/** Small pictures of station types, drawn once per type, size, colour and pixel ratio, then copied thousands of times. */
import type { StationType } from "../../../shared/site/site.ts";
import { shapePaths } from "../ui/TypeShape.tsx";

/** Outlines in TypeShape stand on a grid of this side. */
const shapeGrid = 24;

/** Idle stations: quiet, yet 3:1 on the map's ground (WCAG 1.4.11). */
const idleFill = "#76859a";
const idleEdge = "#141a20";

const drawn = new Map<string, HTMLCanvasElement>();

/** A canvas of `size` CSS pixels (with a dark edge, so that neighbours stay apart), at `ratio` device pixels each. */
export function spriteOf(type: StationType, size: number, ratio: number): HTMLCanvasElement {
  const key = `${type} ${size} ${ratio}`;
  const known = drawn.get(key);
  if (known) return known;
  const sprite = document.createElement("canvas");
  sprite.width = sprite.height = Math.ceil(size * ratio);
  const pen = sprite.getContext("2d");
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
  drawn.set(key, sprite);
  return sprite;
}
