/** SIP.js transport of a station: messages go straight into the exchange, one at a time, without a socket. */
import { type Emitter, type Transport, TransportState } from "sip.js";
import { EmitterImpl } from "sip.js/lib/api/emitter.js";
import type { Connection } from "../signalling/connection.ts";

/** Opens a connection of the exchange that sends to `receive`. */
export type Plug = (receive: (text: string) => void) => Connection;

export class MemoryTransport implements Transport {
  readonly protocol = "WS";
  readonly stateChange: Emitter<TransportState>;
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  state = TransportState.Disconnected;
  readonly #emitter = new EmitterImpl<TransportState>();
  readonly #plug: Plug;
  #connection: Connection | null = null;

  constructor(_logger: unknown, { plug }: { plug: Plug }) {
    this.#plug = plug;
    this.stateChange = this.#emitter;
  }

  #become(state: TransportState): void {
    this.state = state;
    this.#emitter.emit(state);
  }

  async connect(): Promise<void> {
    if (this.#connection !== null) return;
    this.#become(TransportState.Connecting);
    // Not in the sender's own call: as on a socket, an answer never comes before the sender has finished.
    this.#connection = this.#plug((text) => setImmediate(() => this.onMessage?.(text)));
    this.#become(TransportState.Connected);
    this.onConnect?.();
  }

  async disconnect(): Promise<void> {
    const connection = this.#connection;
    if (connection === null) return;
    this.#become(TransportState.Disconnecting);
    this.#connection = null;
    connection.close();
    this.#become(TransportState.Disconnected);
    this.onDisconnect?.();
  }

  isConnected(): boolean {
    return this.state === TransportState.Connected;
  }

  async send(message: string): Promise<void> {
    const connection = this.#connection;
    if (connection === null) throw new Error("The station is off line.");
    setImmediate(() => connection.receive(message));
  }

  async dispose(): Promise<void> {
    await this.disconnect();
  }
}
