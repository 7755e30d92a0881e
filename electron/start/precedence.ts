/**
 * Who gets the processor first when a flood keeps all of it busy: the host, which sees the alarms, before the windows that
 * draw them and the plant that plays at being a PBX. Raising needs a right that an ordinary user lacks on Linux: then all
 * are equal. What the host starts later would inherit its place, so it is given back there.
 */
import os from "node:os";

const { PRIORITY_HIGH, PRIORITY_NORMAL, PRIORITY_LOW } = os.constants.priority;

export const hostFirst = (): void => put(0, PRIORITY_HIGH);
/** A window: `pid` of the browser just started. */
export const asUsual = (pid: number | undefined): void => put(pid, PRIORITY_NORMAL);
/** The plant, from within. */
export const plantLast = (): void => put(0, PRIORITY_LOW);

function put(pid: number | undefined, priority: number): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, priority);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EACCES, EPERM: no right to it. ESRCH: that process has already ended.
    if (code !== "EACCES" && code !== "EPERM" && code !== "ESRCH") console.warn("priority not set:", String(error));
  }
}
