/** Who may raise an alarm by webhook: the table of signatures, good and otherwise. */
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createSignatureCheck, createTakenSignatures, windowMs } from "../../electron/alarm/signature.ts";

const secret = "0123456789abcdef0123456789abcdef";
const wall = 1_780_000_000_000;
const now = String(wall / 1000);
const body = Buffer.from('{"id":"smoke-1"}');
/** As the guide tells a sender to do it, written here once more and not taken from the code. */
const hmac = (key: string, timestamp: string, text = body): string =>
  createHmac("sha256", key)
    .update(Buffer.concat([Buffer.from(`${timestamp}.`), text]))
    .digest("hex");
const signed = (timestamp = now, signature = hmac(secret, timestamp), given = body) => ({
  timestamp,
  signature,
  body: given,
});
const ago = (ms: number): string => String((wall - ms) / 1000);

test.each([
  ["good", signed(), null],
  ["good, with its algorithm named", signed(now, `sha256=${hmac(secret, now)}`), null],
  ["good, in capitals", signed(now, hmac(secret, now).toUpperCase()), null],
  ["made with another secret", signed(now, hmac("another", now)), "wrong"],
  ["of another body", signed(now, hmac(secret, now), Buffer.from('{"id":"smoke-2"}')), "wrong"],
  ["of another time", signed(now, hmac(secret, ago(1000))), "wrong"],
  ["of the edge of the window", signed(ago(windowMs)), null],
  ["late", signed(ago(windowMs + 1000)), "late"],
  ["of the future", signed(ago(-windowMs - 1000)), "late"],
  ["missing", { ...signed(), signature: undefined }, "missing"],
  ["without a time", { ...signed(), timestamp: undefined }, "missing"],
  ["empty", signed(now, ""), "unreadable"],
  ["cut short", signed(now, hmac(secret, now).slice(0, 40)), "unreadable"],
  ["with a time in milliseconds", signed(String(wall)), "unreadable"],
  ["with a time that is no number", signed("now"), "unreadable"],
  ["with a time that is negative", signed("-1780000000"), "unreadable"],
] as const)("a signature that is %s: %s", (_what, request, expected) => {
  expect(createSignatureCheck(secret, createTakenSignatures()).check(request, wall)).toBe(expected);
});

test("what was taken is kept for the next life, known there, and forgotten when it would be late", () => {
  const kept = new Map<string, number>();
  const keep = (signature: string, at: number | null): void => {
    if (at === null) kept.delete(signature);
    else kept.set(signature, at);
  };
  expect(createSignatureCheck(secret, createTakenSignatures([], keep)).check(signed(), wall)).toBeNull();
  expect([...kept]).toEqual([[hmac(secret, now), wall]]);
  const next = createSignatureCheck(secret, createTakenSignatures([...kept], keep));
  expect(next.check(signed(), wall + 1000)).toBe("replayed");
  const later = wall + 2 * windowMs + 1000;
  expect(next.check(signed(String(later / 1000)), later)).toBeNull();
  expect([...kept.values()]).toEqual([later]);
});

test("a good one is good once; a wrong one uses nothing up", () => {
  const check = createSignatureCheck(secret, createTakenSignatures());
  expect(check.check(signed(now, hmac("another", now)), wall)).toBe("wrong");
  expect(check.check(signed(), wall)).toBeNull();
  expect(check.check(signed(), wall + 1000)).toBe("replayed");
  expect(check.check(signed(now, `sha256=${hmac(secret, now).toUpperCase()}`), wall + windowMs)).toBe("replayed");
  // By the time it is forgotten it is late.
  expect(check.check(signed(), wall + 3 * windowMs)).toBe("late");
});
