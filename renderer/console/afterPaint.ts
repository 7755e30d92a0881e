/**
 * Work that must not hold up what the operator is to see first: it runs once the coming frame is painted. A window that is
 * not drawn at all (hidden, minimised) paints nothing, so the work is done a little later all the same.
 */
const withoutFrameMs = 250;

/** Gives what cancels it. `withoutMs`: the wait of a window without frames. */
export function afterPaint(work: () => void, withoutMs = withoutFrameMs): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    cancel();
    work();
  };
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(run);
  });
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  timer = setTimeout(run, withoutMs);
  return cancel;
}
