/** What came and was not taken, counted: from the fifth within ten minutes on it is a fault on screen, cleared after ten quiet ones. */
export const troubleFrom = 5;
const quietForMs = 10 * 60_000;

export interface Trouble {
  count(words: string): void;
  stop(): void;
}

/** `tell`: the fault, present or over; words name the last one. */
export function createTrouble(
  what: string,
  tell: (present: boolean, words: string) => void,
  quietMs = quietForMs,
): Trouble {
  let counted = 0;
  let told = 0;
  let quiet: NodeJS.Timeout | undefined;
  return {
    count(words) {
      counted += 1;
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        if (told > 0) tell(false, "");
        counted = 0;
        told = 0;
      }, quietMs);
      quiet.unref();
      // Told again at each doubling: a flood of bad requests must not become a flood of entries.
      if (counted < troubleFrom || (told > 0 && counted < told * 2)) return;
      told = counted;
      tell(true, `${what}: ${counted} were not taken in the last minutes. The last one: ${words}`);
    },
    stop: () => clearTimeout(quiet),
  };
}
