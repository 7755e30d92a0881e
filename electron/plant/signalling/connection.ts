/**
 * One client's connection: a SIP.js core of its own that plays the server. The core is a user agent's, so this file
 * gives it what a server needs besides: it takes requests for any number, answers keep-alives, and survives anything
 * that arrives.
 */
import { randomBytes } from "node:crypto";
import {
  Grammar,
  type IncomingInviteRequest,
  type IncomingMessageRequest,
  type IncomingRegisterRequest,
  IncomingRequestMessage,
  type IncomingResponseMessage,
  type IncomingSubscribeRequest,
  LoggerFactory,
  Parser,
  type URI,
  UserAgentCore,
} from "sip.js/lib/core/index.js";
import { quickenGrammar } from "../../sipGrammar/quickGrammar.ts";

/** What carries the sound of a client's calls. */
export type ClientKind = "webRtc" | "frames";

export interface ConnectionHandler {
  onInvite(connection: Connection, request: IncomingInviteRequest): void;
  onRegister(connection: Connection, request: IncomingRegisterRequest): void;
  onSubscribe(connection: Connection, request: IncomingSubscribeRequest): void;
  onMessage(connection: Connection, request: IncomingMessageRequest): void;
  /** A SUBSCRIBE inside a dialog: SIP.js has no notifier dialogs. True when it was one of ours. */
  onResubscribe(connection: Connection, message: IncomingRequestMessage): boolean;
  trouble(words: string): void;
}

export interface Connection {
  readonly kind: ClientKind;
  readonly core: UserAgentCore;
  /** The account this connection has proved to be, after its first good REGISTER. */
  user: string | null;
  /** Its socket is there. */
  readonly open: boolean;
  /** It is over, with all its dialogs. */
  readonly closed: boolean;
  /** Number that a request outside a dialog asks for. */
  numberAsked(message: IncomingRequestMessage): string;
  /** Runs `accept` while the core's Contact reads `contact` (a focus says ;isfocus in its own). */
  withContact<T>(contact: string, accept: () => T): T;
  contact(): string;
  receive(text: string): void;
  /** `lost` runs once when the socket goes away. The returned function forgets it. */
  whenLost(lost: () => void): () => void;
  /** Carries on the calls of an earlier connection of the same client, which has lost its socket. */
  adopt(earlier: Connection): void;
  /** Something of its own is under way: a dialog, or a request that waits for its answer. */
  readonly busy: boolean;
  /** The message belongs to a dialog or a request of this connection. */
  knows(message: Message): boolean;
  take(message: Message): void;
  /** What it sends leaves by another socket from now on. */
  sendBy(send: (text: string) => void): void;
  /** The socket is gone. A console's calls go on, as real exchanges do it, for the next connection to adopt. */
  lose(): void;
  close(): void;
}

export type Message = IncomingRequestMessage | IncomingResponseMessage;

/** Header that stands for "Contact: *", which the parser of SIP.js refuses together with its message. */
export const everyContact = "X-Every-Contact";

const withReadableStar = (text: string): string =>
  text.startsWith("REGISTER ") ? text.replace(/^(?:contact|m)[ \t]*:[ \t]*\*[ \t]*$/im, `${everyContact}: *`) : text;

let connections = 0;
quickenGrammar();

export function createConnection(
  kind: ClientKind,
  domain: string,
  ownSend: (text: string) => void,
  handler: ConnectionHandler,
): Connection {
  connections += 1;
  const uri = Grammar.URIParse(`sip:plant@${domain};transport=ws`);
  if (uri === undefined) throw new Error(`"${domain}" cannot be a SIP domain.`);
  const loggerFactory = new LoggerFactory();
  loggerFactory.builtinEnabled = false;
  const parserLog = loggerFactory.getLogger("plant.parser");
  const asked = new WeakMap<IncomingRequestMessage, URI>();
  const lost = new Set<() => void>();
  let contact = `<${uri}>`;
  let send = ownSend;
  let open = true;
  let closed = false;
  let earlier: Connection[] = [];

  const core = new UserAgentCore(
    {
      aor: uri,
      contact: { uri, pubGruu: undefined, tempGruu: undefined, toString: () => contact },
      displayName: "",
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: randomBytes(4).toString("hex"),
      supportedOptionTags: ["outbound"],
      supportedOptionTagsResponse: ["outbound"],
      userAgentHeaderFieldValue: "Embedded plant",
      viaForceRport: false,
      viaHost: `c${connections}.${domain}`,
      authenticationFactory: () => undefined,
      transportAccessor: () => ({ protocol: "WS", send: async (text: string) => send(text) }),
    },
    {
      onInvite: (request) => handler.onInvite(connection, request),
      onRegister: (request) => handler.onRegister(connection, request),
      onSubscribe: (request) => handler.onSubscribe(connection, request),
      onMessage: (request) => handler.onMessage(connection, request),
    },
  );

  function refuse(message: IncomingRequestMessage, statusCode: number): void {
    // RFC 3261, 17.1.1.3: nobody answers an ACK.
    if (message.method === "ACK" || message.via === undefined) return;
    try {
      core.replyStateless(message, { statusCode });
    } catch (error) {
      handler.trouble(`a ${message.method} that cannot even be refused: ${String(error)}`);
    }
  }

  function receiveRequest(message: IncomingRequestMessage): void {
    // RFC 3261, 8.1.1: what a request must carry, and 20.14: a body as long as it says.
    const isWhole = ["via", "from", "to", "call-id", "cseq"].every((name) => message.hasHeader(name));
    const length = Number(message.getHeader("content-length") ?? 0);
    if (!isWhole || length > Buffer.byteLength(message.body ?? "")) return refuse(message, 400);
    if (message.method === "SUBSCRIBE" && message.toTag && handler.onResubscribe(connection, message)) return;
    if (message.ruri !== undefined) asked.set(message, message.ruri);
    // The core answers 404 to whatever is not its own address.
    message.ruri = uri;
    core.receiveIncomingRequestFromTransport(message);
  }

  const connection: Connection = {
    kind,
    core,
    user: null,
    get open() {
      return open;
    },
    get closed() {
      return closed;
    },
    get busy() {
      return core.dialogs.size > 0 || core.userAgentClients.size > 0;
    },
    numberAsked: (message) => asked.get(message)?.user ?? "",
    withContact(other, accept) {
      const own = contact;
      contact = other;
      try {
        return accept();
      } finally {
        contact = own;
      }
    },
    contact: () => contact,
    receive(text) {
      if (closed) return;
      // RFC 5626, 3.5.1: a double CRLF is a ping, a single one its pong.
      if (/^(\r\n)+$/.test(text)) return send("\r\n");
      let message: Message | undefined;
      earlier = earlier.filter((one) => one.busy || void one.close());
      try {
        message = Parser.parseMessage(withReadableStar(text), parserLog);
        if (message === undefined) handler.trouble("a frame that is not SIP");
        else (earlier.find((one) => message && one.knows(message)) ?? connection).take(message);
      } catch (error) {
        handler.trouble(`a frame the core could not take: ${String(error)}`);
        // A stray PRACK throws in the core; RFC 3261, 8.2.1 wants 405.
        if (message instanceof IncomingRequestMessage) refuse(message, message.method === "PRACK" ? 405 : 500);
      }
    },
    whenLost(listener) {
      lost.add(listener);
      return () => void lost.delete(listener);
    },
    knows(message) {
      if (message instanceof IncomingRequestMessage) {
        return core.dialogs.has(message.callId + message.toTag + message.fromTag);
      }
      return core.userAgentClients.has(message.viaBranch + message.method);
    },
    take(message) {
      if (message instanceof IncomingRequestMessage) receiveRequest(message);
      else core.receiveIncomingResponseFromTransport(message);
    },
    sendBy(other) {
      send = other;
      for (const one of earlier) one.sendBy(other);
    },
    adopt(other) {
      earlier.push(other);
      other.sendBy(send);
    },
    lose() {
      if (!open) return;
      open = false;
      for (const listener of [...lost]) listener();
      lost.clear();
      if (kind === "frames" || connection.user === null) connection.close();
    },
    close() {
      if (closed) return;
      closed = true;
      connection.lose();
      core.dispose();
      for (const one of earlier) one.close();
    },
  };
  return connection;
}
