/** What `decide` gives: entries to journal, orders to the SIP border, or a refusal in words. */
import type { NewEntry } from "./entries.ts";
import type { Order } from "./orders.ts";
import type { Refusal, RefusalCode } from "./refusals.ts";

export interface Decision {
  entries: readonly NewEntry[];
  orders: readonly Order[];
  /** Set: nothing is done but what `entries` says (a denied attempt leaves its record). */
  refusal: Refusal | null;
}

export const nothing: Decision = { entries: [], orders: [], refusal: null };

export const done = (entries: readonly NewEntry[], orders: readonly Order[] = []): Decision => ({
  entries,
  orders,
  refusal: null,
});

export const refuse = (code: RefusalCode, words: string): Decision => refused({ code, words });

export const refused = (refusal: Refusal): Decision => ({ entries: [], orders: [], refusal });

export const joined = (...decisions: readonly Decision[]): Decision => ({
  entries: decisions.flatMap((decision) => decision.entries),
  orders: decisions.flatMap((decision) => decision.orders),
  refusal: decisions.find((decision) => decision.refusal !== null)?.refusal ?? null,
});
