/**
 * MQTT on its way in. The packet parser holds a packet until it is whole, and a packet may have 256 MB (MQTT 3.1.1, 2.2.3):
 * too much for the process that carries the calls. A message that is longer than any alarm is cut here: what passes is
 * enough to say which topic it was and to acknowledge it, or the broker would send it again at each connection.
 */
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/** A topic as long as may be with its length, the message id, and more payload than any alarm may have. */
export const longestPacket = 2 + 65_535 + 2 + 16_001;
/** MQTT 3.1.1, 2.2.1. */
const publishType = 3;

/** Gives of each chunk what passes. Throws for what is no MQTT, and for another long packet than a message. */
export function createCut(longest = longestPacket): (chunk: Buffer) => Buffer {
  let header: number[] = [];
  let toPass = 0;
  let toDrop = 0;

  /** The fixed header is whole. */
  function beginPacket(): Buffer {
    const [first = 0, ...digits] = header;
    const length = digits.reduce((sum, digit, i) => sum + (digit & 127) * 128 ** i, 0);
    if (length > longest && first >> 4 !== publishType) throw noMqtt("it sends a packet that is far too long");
    header = [];
    toPass = Math.min(length, longest);
    toDrop = length - toPass;
    return Buffer.from([first, ...digitsOf(toPass)]);
  }

  return (chunk) => {
    const passed: Buffer[] = [];
    for (let at = 0; at < chunk.length; ) {
      if (toPass > 0) {
        const part = chunk.subarray(at, at + toPass);
        passed.push(part);
        toPass -= part.length;
        at += part.length;
      } else if (toDrop > 0) {
        const skipped = Math.min(toDrop, chunk.length - at);
        toDrop -= skipped;
        at += skipped;
      } else {
        const byte = chunk[at++] ?? 0;
        header.push(byte);
        const goesOn = header.length === 1 || byte >= 128;
        if (goesOn && header.length === 5) throw noMqtt("it sends something that is not MQTT");
        if (!goesOn) passed.push(beginPacket());
      }
    }
    return Buffer.concat(passed);
  };
}

/** The remaining length (MQTT 3.1.1, 2.2.3): seven bits a byte, the lowest first. */
function digitsOf(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) + 128, ...digitsOf(Math.floor(length / 128))];
}

/** With a code: the client tells of no other errors of its stream. */
const noMqtt = (words: string): Error => Object.assign(new Error(words), { code: "EPROTO" });

/** The connection, with what comes in cut. */
export function cutLong(socket: Socket): Duplex {
  const cut = createCut();
  const outer = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, encoding, done) => void socket.write(chunk, encoding, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk: Buffer) => {
    try {
      const passed = cut(chunk);
      if (passed.length > 0 && !outer.push(passed)) socket.pause();
    } catch (error) {
      outer.destroy(error as Error);
    }
  });
  socket.on("end", () => outer.push(null));
  socket.on("error", (error) => outer.destroy(error));
  socket.on("close", () => outer.destroy());
  return outer;
}
