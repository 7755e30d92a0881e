/** WSS with a plant's own authority: what is believed, what is not, and in which words. */
import { X509Certificate } from "node:crypto";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { PbxTls } from "../../electron/host/ports.ts";
import { expiryWords, pinOf } from "../../electron/sip/tls.ts";
import { type Authority, newAuthority } from "./authority.ts";
import { type Border, type BorderOptions, startBorder } from "./startBorder.ts";

let plant: Authority;
let stranger: Authority;
beforeAll(() => {
  plant = newAuthority("Plant CA");
  stranger = newAuthority("Somebody's CA");
}, 30_000);
afterAll(() => {
  plant.remove();
  stranger.remove();
});
let open: Border | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

const here = "IP:127.0.0.1";

async function towards(server: NonNullable<BorderOptions["tls"]>, tls: PbxTls): Promise<Border> {
  const pace = { retryMs: 20, retrySpreadMs: 5, slowRetryMs: [30, 60] as const };
  open = await startBorder(pace, false, { tls: server, account: { tls } });
  open.border.start();
  return open;
}

/** Waits for the refusal; not one byte of SIP may have gone out. */
async function refusal(bench: Border): Promise<string> {
  const { why } = await bench.until("pbx", ({ state }) => state === "lost");
  expect(bench.pbx.received).toEqual([]);
  return why;
}

describe("a PBX over wss://", () => {
  test("is believed when the authority that the site names has signed for its name", async () => {
    const bench = await towards(plant.issue(here), { ca: plant.ca });
    await bench.until("pbx", ({ state }) => state === "registered");
    expect((await bench.pbx.until(({ kind }) => kind === "REGISTER")).header("via")).toContain("SIP/2.0/WSS");
  });

  test("is refused when somebody else has signed, and when the site names no authority", async () => {
    const bench = await towards(stranger.issue(here), { ca: plant.ca });
    expect(await refusal(bench)).toContain("signed by an unknown authority: name its CA in the site file");
    await bench.stop();
    expect(await refusal(await towards(plant.issue(here), {}))).toContain("unknown authority");
  });

  test("is refused when its certificate is for another name, with both names", async () => {
    const bench = await towards(plant.issue("DNS:pbx.example,IP:10.0.0.5"), { ca: plant.ca });
    expect(await refusal(bench)).toBe("the certificate is for pbx.example, 10.0.0.5, not for 127.0.0.1");
  });

  test("is refused when its key is not the one that is pinned, and taken when it is one of two", async () => {
    const identity = plant.issue(here);
    const pin = pinOf(new X509Certificate(identity.cert));
    const other = pinOf(new X509Certificate(plant.ca));
    const bench = await towards(identity, { ca: plant.ca, pins: [other] });
    expect(await refusal(bench)).toContain(`pin differs: its key is sha256/${pin}`);
    await bench.stop();
    await (await towards(identity, { ca: plant.ca, pins: [other, pin] })).until(
      "pbx",
      ({ state }) => state === "registered",
    );
  });

  test("that is pinned is still refused under another name: a pin adds to the check", async () => {
    const identity = plant.issue("DNS:pbx.example");
    const bench = await towards(identity, { ca: plant.ca, pins: [pinOf(new X509Certificate(identity.cert))] });
    expect(await refusal(bench)).toContain("not for 127.0.0.1");
  });

  test("that wants a certificate of ours gets it, and without one the words say what is missing", async () => {
    const server = { ...plant.issue(here), ca: plant.ca, requestCert: true, rejectUnauthorized: true };
    const bench = await towards(server, { ca: plant.ca });
    expect(await refusal(bench)).toContain("wants a certificate of ours");
    await bench.stop();
    const ours = plant.issue("DNS:console-1");
    await (await towards(server, { ca: plant.ca, ...ours })).until("pbx", ({ state }) => state === "registered");
  });

  test("is refused once its certificate has expired", async () => {
    const bench = await towards(plant.issue(here, 0), { ca: plant.ca });
    expect(await refusal(bench)).toContain("expired");
  });

  test("is told from a port that speaks no TLS", async () => {
    const plain = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    const address = plain.address();
    const port = typeof address === "object" ? address?.port : 0;
    open = await startBorder({ retryMs: 20, retrySpreadMs: 5 }, false, {
      account: { url: `wss://127.0.0.1:${port}`, tls: {} },
    });
    open.border.start();
    expect(await refusal(open)).toContain("does not speak TLS");
    plain.close();
  });

  test("whose certificate ends soon is a fault in words while it works, and ours beside it", async () => {
    const identity = plant.issue(here, 20);
    const pace = { retryMs: 20, retrySpreadMs: 5 };
    open = await startBorder(pace, false, {
      tls: identity,
      account: { tls: { ca: plant.ca, ...plant.issue("DNS:c", 5) } },
    });
    open.clock.at = Date.now();
    open.border.start();
    const { words, subject } = await open.until("fault", ({ fault }) => fault === "certificateExpiring");
    expect(subject).toBe("a");
    expect(words).toContain("The certificate of a ends within 30 days, on ");
    expect(words).toContain("Our certificate for a ends within 7 days, on ");
    await open.until("pbx", ({ state }) => state === "registered");
  });
});

test("the end of a certificate is spoken of at 60, 30 and 7 days", () => {
  const day = 24 * 3_600_000;
  const at = (days: number) => expiryWords("It", 100 * day, (100 - days) * day)?.match(/within (\d+)/)?.[1];
  expect([61, 60, 31, 30, 8, 7, 0].map(at)).toEqual([undefined, "60", "60", "30", "30", "7", "7"]);
});
