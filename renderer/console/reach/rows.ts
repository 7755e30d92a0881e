/** How keys move in a list. */
const pageRows = 8;

/** Row that a key moves to; null: the key does not move. */
export function nextRow(key: string, at: number, count: number): number | null {
  const clamp = (row: number) => Math.max(0, Math.min(count - 1, row));
  switch (key) {
    case "ArrowDown":
      return clamp(at + 1);
    case "ArrowUp":
      return clamp(at - 1);
    case "PageDown":
      return clamp(at + pageRows);
    case "PageUp":
      return clamp(at - pageRows);
    case "Home":
      return 0;
    case "End":
      return clamp(count - 1);
    default:
      return null;
  }
}
