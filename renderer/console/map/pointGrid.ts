/**
 * Points in square cells, so that drawing and pointing look only at what is near: 10,000 stations on a map, a few hundred
 * in view. Coordinates are whatever the caller uses throughout (the map layer uses projected pixels at one zoom).
 */
export interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export interface PointGrid {
  /** Calls `visit` with the index of every point inside the box. */
  within(box: Box, visit: (index: number) => void): void;
  /** Index of the point nearest to (x, y) and no further than `reach`; null: none. */
  nearest(x: number, y: number, reach: number): number | null;
}

/** `xs[i]`, `ys[i]` is point i. About `perCell` points share a cell when they are spread evenly. */
export function pointGrid(xs: Float64Array, ys: Float64Array, perCell = 8): PointGrid {
  const bounds = boundsOf(xs, ys);
  const across = Math.max(1, Math.round(Math.sqrt(xs.length / perCell)));
  const cellWidth = Math.max((bounds.maxX - bounds.minX) / across, Number.EPSILON);
  const cellHeight = Math.max((bounds.maxY - bounds.minY) / across, Number.EPSILON);
  const cells: number[][] = Array.from({ length: across * across }, () => []);
  const clamp = (value: number) => Math.min(across - 1, Math.max(0, value));
  const column = (x: number) => clamp(Math.floor((x - bounds.minX) / cellWidth));
  const row = (y: number) => clamp(Math.floor((y - bounds.minY) / cellHeight));
  for (let i = 0; i < xs.length; i++) cells[row(ys[i] as number) * across + column(xs[i] as number)]?.push(i);

  const within: PointGrid["within"] = (box, visit) => {
    const lastColumn = column(box.maxX);
    const lastRow = row(box.maxY);
    for (let r = row(box.minY); r <= lastRow; r++)
      for (let c = column(box.minX); c <= lastColumn; c++)
        for (const i of cells[r * across + c] ?? []) {
          const x = xs[i] as number;
          const y = ys[i] as number;
          if (x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY) visit(i);
        }
  };
  return {
    within,
    nearest(x, y, reach) {
      let best: number | null = null;
      let bestSquare = reach * reach;
      within({ minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach }, (i) => {
        const square = ((xs[i] as number) - x) ** 2 + ((ys[i] as number) - y) ** 2;
        if (square > bestSquare) return;
        bestSquare = square;
        best = i;
      });
      return best;
    },
  };
}

function boundsOf(xs: Float64Array, ys: Float64Array): Box {
  const box = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] as number;
    const y = ys[i] as number;
    if (x < box.minX) box.minX = x;
    if (x > box.maxX) box.maxX = x;
    if (y < box.minY) box.minY = y;
    if (y > box.maxY) box.maxY = y;
  }
  return xs.length === 0 ? { minX: 0, minY: 0, maxX: 0, maxY: 0 } : box;
}
