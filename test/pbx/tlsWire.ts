/** The wire between a console and a PBX's TLS port: passes all bytes on as they are, and says which TLS records the console sent. */
import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { loopback } from "./started.ts";

export interface TlsWire {
  /** The PBX's address, by way of this wire. */
  url: string;
  /** Connections that were let in. */
  connections(): number;
  /** The types of the records, connection by connection (RFC 8446, 5.1). */
  sent(): number[];
}

/** ClientHello and the like; and what is encrypted, be it a line of HTTP or of SIP. */
export const [handshake, applicationData] = [22, 23];

export async function startTlsWire(target: string): Promise<TlsWire> {
  const bytes: Buffer[][] = [];
  const open = new Set<Socket>();
  const server = createServer((host) => {
    const sent: Buffer[] = [];
    bytes.push(sent);
    const pbx = createConnection(Number(new URL(target).port), loopback);
    host.on("data", (data) => sent.push(data));
    for (const [one, other] of [
      [host, pbx],
      [pbx, host],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.once("error", () => other.destroy());
      one.once("close", () => open.delete(one));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    connections: () => bytes.length,
    sent: () => bytes.flatMap((sent) => recordsIn(Buffer.concat(sent))),
  };
}

/** Each record: its type, its version, the length of what follows. */
function recordsIn(bytes: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) types.push(bytes.readUInt8(at));
  return types;
}
