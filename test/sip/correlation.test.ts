import { expect, test } from "vitest";
import { correlationOf } from "../../electron/sip/correlation.ts";
import { invite } from "./fakePbx.ts";

const of = (...extra: string[]) => correlationOf(invite({ extra }), "session-id");

test("a Session-ID is read by the caller's half, in lower case; any other header whole, without parameters", () => {
  const nil = "0".repeat(32);
  expect(of(`Session-ID: AB30317F1A784DC48FF824D0D3715D86;remote=${nil}`)).toBe("ab30317f1a784dc48ff824d0d3715d86");
  expect(correlationOf(invite({ extra: ["X-Press: 2014-0815-17"] }), "x-press")).toBe("2014-0815-17");
});

test("a header that is missing, nil, too short or there twice joins nothing", () => {
  expect(of()).toBeUndefined();
  expect(of(`Session-ID: ${"0".repeat(32)};remote=${"1".repeat(32)}`)).toBeUndefined();
  expect(of("Session-ID: 17")).toBeUndefined();
  expect(of("Session-ID: 0123456789", "Session-ID: 9876543210")).toBeUndefined();
  expect(correlationOf(invite({ extra: ["Session-ID: 0123456789"] }), undefined)).toBeUndefined();
});
