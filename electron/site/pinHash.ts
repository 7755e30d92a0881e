/**
 * A PIN as the site file keeps it: "scrypt$17$8$1$<salt>$<hash>", salt and hash in base64. Cost 2^17, block 8, lanes 1 take
 * about half a second and 128 MB, so that a stolen site file gives its PINs up slowly.
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

export interface PinHash {
  /** Logarithm of scrypt's N. */
  cost: number;
  salt: Uint8Array;
  hash: Uint8Array;
}

const block = 8;
const lanes = 1;
const hashBytes = 32;
export const pinCost = 17;
/** 2^18 needs 256 MB: more would let a site file exhaust the machine. */
const highestCost = 18;

/** Null when the text is not such a hash, or a weaker one than we accept. */
export function parsePinHash(text: string): PinHash | null {
  const match = /^scrypt\$(\d{2})\$8\$1\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/.exec(text);
  const [, costText = "", saltText = "", hashText = ""] = match ?? [];
  const cost = Number(costText);
  const [salt, hash] = [Buffer.from(saltText, "base64"), Buffer.from(hashText, "base64")];
  const strong = match && cost >= pinCost && cost <= highestCost && salt.length >= 16 && salt.length <= 64;
  return strong && hash.length === hashBytes ? { cost, salt, hash } : null;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

export const writePinHash = ({ cost, salt, hash }: PinHash): string =>
  `scrypt$${cost}$${block}$${lanes}$${base64(salt)}$${base64(hash)}`;

/** 4 to 12 digits. Other text is no PIN even where its hash would match: scrypt does not tell "1402" from "1402\0". */
export const isPin = (text: string): boolean => /^[0-9]{4,12}$/.test(text);

export async function hashPin(pin: string, cost = pinCost): Promise<PinHash> {
  const salt = randomBytes(16);
  return { cost, salt, hash: await derive(pin, salt, cost) };
}

/** True when this is the PIN; takes the same time either way. */
export async function pinMatches(pin: string, { cost, salt, hash }: PinHash): Promise<boolean> {
  return timingSafeEqual(await derive(pin, salt, cost), hash);
}

/** Off the event loop, in libuv's pool. */
function derive(pin: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  const maxmem = 2 * 128 * N * block;
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, hashBytes, { N, r: block, p: lanes, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
