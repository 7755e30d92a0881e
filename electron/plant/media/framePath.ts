/**
 * How sound travels between the plant and its stations: numbered ports in one process that take G.711 frames, as UDP
 * ports would take RTP, without DTLS or sockets. Ports are named in ordinary RTP/AVP descriptions.
 */

export interface SoundFrame {
  /** sound: 160 µ-law bytes (20 ms). digit: one RFC 4733 event block. */
  kind: "sound" | "digit";
  payload: Uint8Array;
  /** RTP timestamp; tells a repeated digit from a new one. */
  timestamp: number;
}

export interface FramePath {
  /** Opens a port: an even number from 20000 on, free at this moment. */
  open(receive: (frame: SoundFrame) => void): number;
  close(port: number): void;
  /** A frame to a port nobody listens on is lost, as on a network. */
  send(port: number, frame: SoundFrame): void;
}

const firstPort = 20_000;
const lastPort = 65_534;

export function createFramePath(): FramePath {
  const listeners = new Map<number, (frame: SoundFrame) => void>();
  let next = firstPort;
  return {
    open(receive) {
      if (listeners.size > (lastPort - firstPort) / 2) throw new Error("All frame ports of the plant are in use.");
      while (listeners.has(next)) next = next >= lastPort ? firstPort : next + 2;
      const port = next;
      next = next >= lastPort ? firstPort : next + 2;
      listeners.set(port, receive);
      return port;
    },
    close: (port) => void listeners.delete(port),
    send: (port, frame) => listeners.get(port)?.(frame),
  };
}
