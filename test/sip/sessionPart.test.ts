import { expect, test } from "vitest";
import { withSessionPart } from "../../electron/sip/sessionPart.ts";
import { locatedFrame } from "./located.ts";

test("of an offer beside a location SIP.js is given the offer, and every other header as it came", () => {
  for (const lineEnd of ["\r\n", "\n"]) {
    const given = locatedFrame({ lineEnd });
    const frame = withSessionPart(given);
    expect(
      frame
        .split(/\r?\n\r?\n/)[1]
        ?.trimEnd()
        .split(/\r?\n/),
    ).toEqual(["v=0", "s=-"]);
    expect(frame).toContain("Content-Type: application/sdp\r\n\r\n");
    expect(frame).not.toMatch(/multipart|Content-Length|boundary/i);
    for (const name of ["Via", "From", "To", "Call-ID", "CSeq", "Geolocation"]) {
      const header = new RegExp(`^${name}:.*$`, "m");
      expect(header.exec(frame)?.[0].trim()).toBe(header.exec(given)?.[0].trim());
    }
  }
});

test("compact names count, and a disposition of the whole goes with it", () => {
  const given = locatedFrame()
    .replace("Content-Type: multipart", "Content-Disposition: render\r\nc: multipart")
    .replace("Content-Length", "l");
  expect(withSessionPart(given)).not.toMatch(/^(?:c|l|content-disposition):/im);
});

test("any other frame is left as it is: one body, none, or parts without an offer", () => {
  const plain = "INVITE sip:1@x SIP/2.0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nmultipart/";
  const none = "OPTIONS sip:1@x SIP/2.0\r\n\r\n";
  const noOffer = locatedFrame().replace("application/sdp", "text/plain");
  for (const frame of [plain, none, noOffer, "no frame"]) expect(withSessionPart(frame)).toBe(frame);
});
