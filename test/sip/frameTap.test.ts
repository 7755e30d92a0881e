import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf, isTooSlow, tapFrame } from "../../electron/sip/frameTap.ts";
import { clean, readAddress, redacted, saysElsewhere, splitList, userOf } from "../../electron/sip/headers.ts";
import { invite } from "./fakePbx.ts";

const frame = (...lines: string[]): string => ["INVITE sip:112@x SIP/2.0", ...lines, "", ""].join("\r\n");

describe("the tap", () => {
  test("reads compact names, folding, bare LF and empty lines before the start line", () => {
    const text =
      '\r\n\r\ninvite sip:6000@x SIP/2.0\nv: SIP/2.0/WS a;x=1\r\n ;branch=z9hG4bK7\nf:\n  "A"\n <sip:2014@p>;tag=ft\nt: <sip:6000@p>\ni: c1\nCSeq: 7   INVITE\n\nf: <sip:body@p>\n';
    expect(tapFrame(text)).toMatchObject({
      kind: "request",
      method: "INVITE",
      callId: "c1",
      fromTag: "ft",
      toTag: "",
      cseq: 7,
      branch: "z9hG4bK7",
      problem: "",
    });
  });

  test("takes the branch of the topmost Via only, also when one header holds several", () => {
    const tapped = tapFrame(
      frame("Via: SIP/2.0/WS a;branch=z9hG4bKtop, SIP/2.0/UDP b;branch=z9hG4bKlow", "Via: SIP/2.0/UDP c;branch=x"),
    );
    expect(tapped.branch).toBe("z9hG4bKtop");
  });

  test("tells responses by the method of their CSeq", () => {
    const tapped = tapFrame("SIP/2.0 200 OK\r\nCSeq: 3 REGISTER\r\nCall-ID: r\r\n\r\n");
    expect(tapped).toMatchObject({ kind: "response", status: 200, method: "REGISTER", cseq: 3, callId: "r" });
  });

  test.each([
    [["From: <sip:1@a>", "f: <sip:2@a>"], "From"],
    [["From: <sip:1@a>", "Call-ID: a", "i: b"], "Call-ID"],
    [["From: <sip:1@a>", "Call-ID: a", "To: <sip:1@a>", "To: <sip:2@a>;tag=1"], "To"],
    [["Call-ID: a"], "From"],
    [Array.from({ length: 201 }, () => "X: y"), "200 headers"],
  ])("finds no single meaning in %s", (lines, word) => {
    expect(tapFrame(frame(...lines)).problem).toContain(word);
  });

  test("calls headers too slow that SIP.js would read for more than a slice", () => {
    expect(isTooSlow(tapFrame(invite()))).toBe(false);
    expect(isTooSlow(tapFrame(invite({ from: `"${"x".repeat(7000)}" <sip:1@a>;tag=1` })))).toBe(true);
    expect(isTooSlow(tapFrame(invite({ extra: [`X-Long: ${"x".repeat(7000)}`] })))).toBe(false);
  });

  test("reads the called number from To where the request URI is our own Contact", () => {
    const called = (uri: string, ...more: string[]) =>
      evidenceOf(tapFrame(frame("To: <sip:110@p>", ...more).replace("sip:112@x", uri)), "me").calledNumber;
    expect(called("sip:112@x")).toBe("112");
    expect(called("sip:me@x")).toBe("110");
    expect(called("sip:me@x", "P-Called-Party-ID: <sip:911@p>")).toBe("911");
  });

  test("knows no called number where a PBX writes our own Contact into the request URI and into To", () => {
    const called = (...more: string[]) =>
      evidenceOf(tapFrame(frame("To: <sip:me@p>", ...more).replace("sip:112@x", "sip:me@x")), "me").calledNumber;
    expect(called()).toBeNull();
    expect(called("P-Called-Party-ID: <sip:6000@p>")).toBe("6000");
  });

  test("never throws, whatever is done to a frame", () => {
    const base = invite({
      extra: ["Reason: SIP;cause=200", "P-Asserted-Identity: <tel:+49>, <sip:1@a>", "Alert-Info: <a>;x"],
    });
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        "\r\n",
        "\n",
        "\n ",
        ":",
        ";",
        '"',
        "\\",
        "<",
        ">",
        "%",
        "%zz",
        ",",
        "From:",
        "tag=",
        "\u0000",
        "SIP/2.0 ",
      ),
    );
    const mutation = fc.record({ at: fc.nat(base.length), cut: fc.nat(40), put: piece });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 12 }), (mutations) => {
        let text = base;
        for (const { at, cut, put } of mutations) text = text.slice(0, at) + put + text.slice(at + cut);
        const evidence = evidenceOf(tapFrame(text), "me");
        saysElsewhere(tapFrame(text).reason);
        redacted(text);
        for (const value of [evidence.number, evidence.displayName, evidence.assertedNumber, evidence.calledNumber]) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left.
          expect(value ?? "").not.toMatch(/[\u0000-\u001f\u007f]/);
          expect((value ?? "").length).toBeLessThanOrEqual(128);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("header pieces", () => {
  test.each([
    ['"Help \\"A\\", north" <sip:2014:pw@p;x=1>;tag=t;y', 'Help "A", north', "2014", "t"],
    ["Tunnel, north <sip:2014@p>;tag=t", "Tunnel, north", "2014", "t"],
    ["sip:2014@p;tag=t", null, "2014", "t"],
    ["<tel:+49-30-1;phone-context=x>;tag=t", null, "+49-30-1", "t"],
    ["<sip:a%20b@p>;tag=t", null, "a b", "t"],
    ["<sip:p.invalid>", null, null, ""],
    ['"open <sip:1@p>;tag=t', "open", "1", "t"],
    ["", null, null, ""],
  ])("an address: %s", (value, displayName, user, tag) => {
    expect(readAddress(value)).toMatchObject({ displayName, user, tag });
  });

  test("lists are split outside quotes and angle brackets", () => {
    expect(splitList('"a,b" <sip:x,y@p>, <sip:2@p>,,c')).toEqual(['"a,b" <sip:x,y@p>', "<sip:2@p>", "c"]);
  });

  test("text that turns the direction of writing loses that power", () => {
    expect(clean("Tunnel\u202e dros\u0007", 40)).toBe("Tunnel  dros");
    expect(userOf("sip:%00%0d1@p")).toBe("1");
  });

  test("only Reason SIP;cause=200 means another desk", () => {
    expect(saysElsewhere(['Q.850;cause=16, SIP;cause=200;text="Call completed elsewhere"'])).toBe(true);
    expect(saysElsewhere(["SIP ;cause=200"])).toBe(true);
    expect(saysElsewhere(["Q.850;cause=200"])).toBe(false);
    expect(saysElsewhere(["SIP;cause=487"])).toBe(false);
    expect(saysElsewhere([])).toBe(false);
  });

  test("redaction takes credentials and keys out, folded ones too, and leaves the rest", () => {
    const kept = redacted(
      "a\r\nProxy-Authorization: Digest secret,\r\n\tmore-secret\r\nTo: x\r\n\r\na=ice-ufrag:secret\r\na=crypto:1 secret\r\na=rtpmap:0 PCMU\r\n",
    );
    expect(kept).not.toContain("secret");
    expect(kept).toContain("To: x");
    expect(kept).toContain("a=rtpmap:0 PCMU");
  });
});
