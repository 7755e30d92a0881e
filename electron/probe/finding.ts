/** One line of what a probe says. */
export interface Finding {
  /** `look`: works, and somebody should look at it. `missing`: is not there or does not work. */
  mark: "ok" | "look" | "missing";
  /** "Registration". */
  what: string;
  /** The fact that was found. */
  fact: string;
  /** What it means, or what to do; "" where the fact says it. */
  means: string;
  /** Without it no call works at all. */
  stops?: true;
}

export const ok = (what: string, fact: string, means = ""): Finding => ({ mark: "ok", what, fact, means });
export const look = (what: string, fact: string, means: string): Finding => ({ mark: "look", what, fact, means });
export const missing = (what: string, fact: string, means: string): Finding => ({
  mark: "missing",
  what,
  fact,
  means,
});
export const stops = (what: string, fact: string, means: string): Finding => ({
  ...missing(what, fact, means),
  stops: true,
});
