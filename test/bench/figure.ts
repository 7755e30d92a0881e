/** One figure of `npm run bench`: what was measured, in which unit, against which target. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The target in words, such as "≤ 500 ms". */
  target: string;
  met: boolean;
}
