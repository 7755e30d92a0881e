/** Waits until a check holds, as long as a loaded machine may take. */
import { vi } from "vitest";

export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, 15_000);
