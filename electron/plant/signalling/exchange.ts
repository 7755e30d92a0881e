/** What the parts of the plant's telephone exchange share: directory, registrar, and how to make a media end. */
import type { MediaEnd } from "../media/mediaEnd.ts";
import type { Connection } from "./connection.ts";
import type { Digest } from "./digest.ts";
import type { Leg } from "./leg.ts";
import type { Registrar } from "./registrar.ts";

export interface Exchange {
  domain: string;
  digest: Digest;
  registrar: Registrar;
  /** Name of a number of this plant; null: no such number. */
  nameOf(number: string): string | null;
  /** Who is rung when this number is called: itself, or whoever answers for numbers that there are not. */
  rings(number: string): string;
  createEnd(connection: Connection): MediaEnd;
  /** Runs something that may throw in a dying dialog, and reports it instead of failing. */
  attempt(what: string, act: () => void): void;
  trouble(words: string): void;
  /** Established dialogs by Call-ID, our tag and the other's, as a Replaces header names them (RFC 3891). */
  dialogs: Map<string, Replaceable>;
}

export interface Replaceable {
  /** Number of the account whose dialog it is: nobody else may take its place. */
  number: string;
  /** Puts another leg in its place and ends it. False: the call has just ended. */
  replaceBy(leg: Leg): boolean;
}
