import { expect, test } from "vitest";
import { digitOfInfo } from "../../electron/sip/infoDigit.ts";

test.each([
  ["application/dtmf-relay", "Signal=1\r\nDuration=160\r\n", "1"],
  ["application/dtmf-relay; charset=utf-8", " Signal = # \r\nDuration= 100", "#"],
  ["Application/DTMF-Relay", "Duration=100\r\nSignal=d\r\n", "D"],
  ["application/dtmf-relay", "Signal=10\r\n", "*"],
  ["application/dtmf-relay", "Signal=11\r\n", "#"],
  ["application/dtmf", "5", "5"],
  ["application/dtmf", "16\r\n", null],
  ["application/dtmf-relay", "Signal=<b>\r\n", null],
  ["application/dtmf-relay", "", null],
  ["application/media_control+xml", "Signal=1\r\n", null],
  ["", "1", null],
])("INFO of %s with %j is the key %j", (type, body, digit) => expect(digitOfInfo(type, body)).toBe(digit));
