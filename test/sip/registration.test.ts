import { createServer } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { inDialog, invite, provesPassword } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let open: Border | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

const quick = { retryMs: 20, retrySpreadMs: 5, slowRetryMs: [30, 60] as const, proofMs: 30 };

async function prepared(pace = {}): Promise<Border> {
  open = await startBorder({ ...quick, ...pace }, false);
  return open;
}

describe("registration", () => {
  test("answers a digest challenge, and a 200 that lists our Contact is the proof", async () => {
    const bench = await prepared();
    const { pbx } = bench;
    pbx.onRegister = (request) => {
      if (provesPassword(request, "6000", "secret")) {
        pbx.reply(request, "200 OK", [`Contact: ${request.header("contact")}`]);
      } else {
        pbx.reply(request, "401 Unauthorized", [
          'WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth", algorithm=MD5',
        ]);
      }
    };
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    expect(bench.all("pbx").map(({ state }) => state)).toEqual(["connecting", "registering", "registered"]);
    expect(bench.proofs[0]).toEqual({ pbxId: "a", at: bench.clock.at });
    const register = await pbx.until(({ kind }) => kind === "REGISTER");
    expect(register.header("contact")).toContain("expires=120");
    expect(register.header("contact")).toContain("urn:uuid:6f1c2b7e-0d3a-4a7e-9d0e-2f6b1c9a4e55");
  });

  test("is proved again and again on the same connection", async () => {
    const bench = await prepared();
    bench.border.start();
    await bench.pbx.until(({ kind, header }) => kind === "REGISTER" && Number.parseInt(header("cseq"), 10) >= 3);
    expect(bench.proofs.length).toBeGreaterThanOrEqual(2);
    expect(
      new Set(bench.pbx.received.filter(({ kind }) => kind === "REGISTER").map((one) => one.header("call-id"))).size,
    ).toBe(1);
  });

  test("is not proved by a 200 that lists somebody else only, and says so in words", async () => {
    const bench = await prepared();
    bench.pbx.onRegister = (request) =>
      bench.pbx.reply(request, "200 OK", ["Contact: <sip:other@phone.invalid>;expires=120"]);
    bench.border.start();
    const { why } = await bench.until("pbx", ({ state }) => state === "lost");
    expect(why).toContain("does not list this console");
    await bench.pbx.until(({ kind, header }) => kind === "REGISTER" && header("cseq") === "3 REGISTER");
    expect(bench.proofs).toEqual([]);
  });

  test("is not wedged by a 200 without any Contact: it asks again and is registered once the PBX lists us", async () => {
    const bench = await prepared();
    let first = true;
    bench.pbx.onRegister = (request) => {
      bench.pbx.reply(request, "200 OK", first ? [] : [`Contact: ${request.header("contact")}`]);
      first = false;
    };
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    expect(bench.all("pbx").map(({ state }) => state)).toEqual(["connecting", "registering", "lost", "registered"]);
  });

  test("a Contact without ;expires= is taken as granted, and does not start a storm of REGISTERs", async () => {
    const bench = await prepared({ proofMs: 60_000 });
    bench.pbx.onRegister = (request) =>
      bench.pbx.reply(request, "200 OK", [`Contact: ${request.header("contact").replace(/;expires=\d+/, "")}`]);
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    // A round trip later the storm would be under way.
    bench.pbx.send(
      "OPTIONS sip:6000@c.invalid SIP/2.0\r\nVia: SIP/2.0/WS p.invalid;branch=z9hG4bKo\r\nFrom: <sip:p@p.invalid>;tag=1\r\nTo: <sip:6000@p.invalid>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n",
    );
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("call-id") === "o");
    expect(bench.pbx.received.filter(({ kind }) => kind === "REGISTER").length).toBe(1);
  });

  test("another phone's Contact that SIP.js cannot read does not hide our own", async () => {
    const bench = await prepared();
    bench.pbx.onRegister = (request) =>
      bench.pbx.reply(request, "200 OK", [
        "Contact: <sip:phone@under_score>;expires=10",
        `Contact: ${request.header("contact")}`,
      ]);
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
  });

  test("a wrong password is retried slowly, without end, with words that name the account", async () => {
    const bench = await prepared();
    bench.pbx.onRegister = (request) =>
      bench.pbx.reply(request, "401 Unauthorized", ['WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth"']);
    bench.border.start();
    const { why } = await bench.until("pbx", ({ state }) => state === "lost");
    expect(why).toContain("password of 6000");
    await bench.pbx.until(({ header }) => Number.parseInt(header("cseq"), 10) >= 6);
    bench.pbx.onRegister = (request) => bench.pbx.reply(request, "200 OK", [`Contact: ${request.header("contact")}`]);
    await bench.until("pbx", ({ state }) => state === "registered");
  });

  test("423 is followed by a REGISTER with the time that the registrar asks for", async () => {
    const bench = await prepared();
    bench.pbx.onRegister = (request) => {
      if (request.header("contact").includes("expires=300")) {
        bench.pbx.reply(request, "200 OK", [`Contact: ${request.header("contact")}`]);
      } else bench.pbx.reply(request, "423 Interval Too Brief", ["Min-Expires: 300"]);
    };
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
  });

  test("a closed socket is opened again and registered anew, with a new Call-ID", async () => {
    const bench = await prepared();
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    bench.pbx.drop();
    await bench.pbx.until(({ kind, connection }) => kind === "REGISTER" && connection === 2);
    await bench.until("pbx", ({ state }) => state === "lost");
    const registers = bench.pbx.received.filter(({ kind }) => kind === "REGISTER");
    const callIds = new Set(registers.map((one) => `${one.connection} ${one.header("call-id")}`));
    expect(callIds.size).toBe(2);
    expect(new Set(registers.map((one) => one.header("contact"))).size).toBe(1);
  });

  test("a PBX that falls silent is noticed, cut and tried again", async () => {
    const bench = await prepared({ probeMs: 30, probeLimitMs: 30, proofMs: 60_000 });
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    await bench.pbx.until(({ kind }) => kind === "OPTIONS");
    bench.pbx.alive = false;
    const { why } = await bench.until("pbx", ({ state }) => state === "lost");
    expect(why).toContain("no longer answers");
    await bench.pbx.until(({ connection }) => connection === 2);
  });

  test("a PBX that is not there is tried until it is", async () => {
    const bench = await prepared();
    const port = Number(new URL(bench.pbx.url).port);
    await bench.pbx.stop();
    bench.border.start();
    const { why } = await bench.until("pbx", ({ state }) => state === "lost");
    expect(why).toContain("nothing listens");
    const { WebSocketServer } = await import("ws");
    const late = new WebSocketServer({ host: "127.0.0.1", port, handleProtocols: () => "sip" });
    await new Promise((resolve) => late.once("connection", resolve));
    for (const client of late.clients) client.terminate();
    late.close();
  });

  test("a PBX that refuses the WebSocket by HTTP is named so, and tried again", async () => {
    const bench = await prepared();
    await bench.pbx.stop();
    const server = createServer();
    let attempts = 0;
    const twice = new Promise<void>((resolve) => {
      server.on("upgrade", (_, socket) => {
        attempts += 1;
        socket.on("error", () => socket.destroy());
        socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        if (attempts === 2) resolve();
      });
    });
    await new Promise<void>((resolve) => server.listen(Number(new URL(bench.pbx.url).port), "127.0.0.1", resolve));
    bench.border.start();
    expect((await bench.until("pbx", ({ state }) => state === "lost")).why).toContain("HTTP 403");
    await twice;
    server.close();
  });

  test("a registrar that asks for longer and longer times is not followed, and said so in words", async () => {
    const bench = await prepared();
    let asked = 300;
    bench.pbx.onRegister = (request) => {
      asked += 100;
      bench.pbx.reply(request, "423 Interval Too Brief", [`Min-Expires: ${asked}`]);
    };
    bench.border.start();
    expect((await bench.until("pbx", ({ state }) => state === "lost")).why).toContain("423");
    expect(bench.pbx.received.filter(({ kind }) => kind === "REGISTER")).toHaveLength(2);
  });

  test("403 is said in words that name the account", async () => {
    const bench = await prepared();
    bench.pbx.onRegister = (request) => bench.pbx.reply(request, "403 Forbidden");
    bench.border.start();
    expect((await bench.until("pbx", ({ state }) => state === "lost")).why).toContain("forbids 6000 to register (403)");
  });

  test("a PBX that refuses and hangs up keeps its words, and is not asked again on each new connection", async () => {
    const bench = await prepared({ slowRetryMs: [600_000, 600_000] });
    bench.pbx.onRegister = (request) => bench.pbx.reply(request, "403 Forbidden");
    bench.border.start();
    const { why } = await bench.until("pbx", ({ state }) => state === "lost");
    expect(why).toContain("403");
    for (const count of [2, 3]) {
      bench.pbx.drop();
      await bench.pbx.untilConnections(count);
    }
    expect(bench.pbx.received.filter(({ kind }) => kind === "REGISTER")).toHaveLength(1);
    expect(bench.all("pbx").at(-1)).toMatchObject({ state: "lost", why });
  });

  test("a registration that nobody has confirmed for too long counts no more, whatever was said before", async () => {
    const bench = await prepared({ staleMs: 60, proofMs: 30, registerWithinMs: 60_000 });
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    bench.pbx.onRegister = () => undefined;
    expect((await bench.until("pbx", ({ state }) => state === "lost")).why).toContain("has not confirmed");
  });

  test("a PBX whose keep-alives still come, but no SIP, is cut once it has shown that it can answer", async () => {
    const bench = await prepared({ probeMs: 30, probeLimitMs: 30, proofMs: 60_000 });
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    await bench.pbx.until(({ kind }) => kind === "OPTIONS");
    bench.pbx.answersOptions = false;
    expect((await bench.until("pbx", ({ state }) => state === "lost")).why).toContain("no longer answers");
  });

  test("is proved at once when the host says that the computer may have slept", async () => {
    const bench = await prepared({ proofMs: 60_000, probeMs: 60_000 });
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    bench.border.prove();
    await bench.pbx.until(({ kind }) => kind === "OPTIONS");
    await bench.pbx.until(({ kind, header }) => kind === "REGISTER" && header("cseq") === "2 REGISTER");
  });

  test("503 with Retry-After is obeyed for a minute at most", async () => {
    const bench = await prepared();
    let first = true;
    bench.pbx.onRegister = (request) => {
      if (first) bench.pbx.reply(request, "503 Service Unavailable", ["Retry-After: 0"]);
      else bench.pbx.reply(request, "200 OK", [`Contact: ${request.header("contact")}`]);
      first = false;
    };
    bench.border.start();
    expect((await bench.until("pbx", ({ state }) => state === "lost")).why).toContain("503");
    await bench.until("pbx", ({ state }) => state === "registered");
  });

  test("stop takes our Contact away and says BYE to nobody, so that a restarted host can take its calls back", async () => {
    const bench = await prepared();
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    bench.pbx.send(invite());
    const { callId } = await bench.until("callTaken");
    bench.border.order({ type: "answerCall", callId });
    const ok = await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "1 INVITE");
    bench.pbx.send(inDialog("ACK", ok, 1));
    await bench.until("callEstablished");
    await bench.border.stop();
    await bench.pbx.until(({ kind, header }) => kind === "REGISTER" && header("contact").includes("expires=0"));
    expect(bench.pbx.received.some(({ kind }) => kind === "BYE")).toBe(false);
    expect(bench.all("pbx").at(-1)?.state).toBe("down");
  });
});
