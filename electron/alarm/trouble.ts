/**
 * What came and was not taken, counted: from the fifth within ten minutes on it is a fault on screen, cleared after ten quiet
 * ones. Of what is known to be an alarm the first one is enough.
 */
export const troubleFrom = 5;
const quietForMs = 10 * 60_000;

export interface Trouble {
  /** `isLost`: it came from who may send alarms. */
  count(words: string, isLost?: boolean): void;
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
  let isLossTold = false;
  let quiet: NodeJS.Timeout | undefined;
  return {
    count(words, isLost = false) {
      counted += 1;
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        if (told > 0) tell(false, "");
        counted = 0;
        told = 0;
        isLossTold = false;
      }, quietMs);
      quiet.unref();
      // Told again at each doubling: a flood of bad requests must not become a flood of entries.
      const isMany = told > 0 ? counted >= told * 2 : counted >= troubleFrom;
      if (!isMany && (!isLost || isLossTold)) return;
      told = counted;
      isLossTold ||= isLost;
      tell(
        true,
        `${what}: ${counted} ${counted === 1 ? "was" : "were"} not taken in the last minutes. The last one: ${words}`,
      );
    },
    stop: () => clearTimeout(quiet),
  };
}
