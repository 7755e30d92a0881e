/** What a probe finds out about one PBX: facts only, without judgement and without secrets. All texts are the PBX's and untrusted. */
import type { MediaFacts } from "./readMedia.ts";

export interface Facts {
  pbxId: string;
  /** Wall clock at the beginning, ms. */
  at: number;
  link: LinkFacts;
  /** Null: no connection, or no answer. */
  offers: OfferFacts | null;
  registration: RegistrationFacts | null;
  selfCall: SelfCallFacts | null;
  /** Null: not connected, or the site names no number to ask for. */
  dialogEvents: EventFacts | null;
  conferenceEvents: EventFacts | null;
  presence: EventFacts | null;
  /** Null: no test call was asked for. */
  testCall: TestCallFacts | null;
  /** Callers whose calls reached the probe and were answered 480. */
  callers: readonly string[];
}

export interface LinkFacts {
  url: string;
  /** In words, why there is no connection. */
  failure: string | null;
  connectMs: number;
  /** Null without TLS. `endsAt`: ms since the epoch. */
  certificate: { names: string; endsAt: number } | null;
  /** A double CRLF came back as a single one (RFC 5626, 4.4.1). */
  echoesKeepAlive: boolean;
  /** Of five OPTIONS; those that were not answered are left out. */
  roundTripsMs: readonly number[];
  /** What it calls itself. */
  software: readonly string[];
}

/** Of answers to OPTIONS and REGISTER, and of the INVITE that came back. Lower case; Allow in upper case. */
export interface OfferFacts {
  optionsStatus: number;
  allow: readonly string[];
  supported: readonly string[];
}

export interface RegistrationFacts {
  /** Digest algorithms it asks for; empty: it asked for no password. */
  digests: readonly string[];
  /** Contacts of others at this account, before us. Null: the PBX did not tell. */
  others: readonly string[] | null;
  /** Null: not tried, because somebody else is registered. `status` 0: no answer. */
  tried: { status: number; text: string; retryAfterMs: number | null; listed: boolean; grantedS: number | null } | null;
  /** Our Contact is gone again; null: not tried. */
  gone: boolean | null;
}

export interface SelfCallFacts {
  number: string;
  /** Why none was made, or why it did not come, in words; null: it came. */
  failure: string | null;
  made: boolean;
  ms: number;
  /** It bore the token that the console knows its own call by. */
  known: boolean;
  /** The number that was called, as the console would read it. */
  called: string | null;
  headers: readonly HeaderFacts[];
  asserted: string;
  /** P-Asserted-Identity as we forged it, and whether the PBX took the call with it. */
  forged: string;
  refusedForgery: boolean;
  media: MediaFacts | null;
  /** The description is our own, untouched: the PBX takes no part in the sound. */
  ownMedia: boolean;
}

export interface HeaderFacts {
  name: string;
  sent: string;
  /** "" where it did not arrive. */
  came: string;
}

/** `status` 0: no answer. */
export interface EventFacts {
  number: string;
  status: number;
  text: string;
}

export interface TestCallFacts {
  number: string;
  /** In words; null: it was answered. */
  failure: string | null;
  ringing: number | null;
  earlyMedia: boolean;
  answerMs: number;
  media: MediaFacts | null;
  supported: readonly string[];
  /** INVITE with Replaces; `oldEnded`: the PBX ended the replaced call by BYE. Null: the call was not answered. */
  replaces: { status: number; text: string; rangAnew: boolean; oldEnded: boolean } | null;
  /** Every dialog of it was ended and its BYE answered. */
  ended: boolean;
}
