/** Puts the telephone exchange together: directory, digest, registrar, calls, pages and their subscriptions. */
import type { IncomingInviteRequest } from "sip.js/lib/core/index.js";
import { createFrameEnd } from "../media/frameEnd.ts";
import type { FramePath } from "../media/framePath.ts";
import { createWebRtcEnd } from "../media/webRtcEnd.ts";
import type { PlantSetup } from "../setup.ts";
import { connectCall, provedCaller } from "./call.ts";
import { conferenceInfo } from "./conferenceInfo.ts";
import { type ClientKind, type Connection, type ConnectionHandler, createConnection } from "./connection.ts";
import { createDigest } from "./digest.ts";
import type { Exchange } from "./exchange.ts";
import { createNotifier } from "./notifier.ts";
import { type Page, startPage } from "./page.ts";
import { createRegistrar, type Registrar } from "./registrar.ts";
import { relayMessage } from "./relayMessage.ts";
import { replaceCall } from "./replaceCall.ts";

export interface ExchangeService {
  registrar: Registrar;
  attach(kind: ClientKind, send: (text: string) => void): Connection;
  stop(): void;
}

export interface ExchangeOptions {
  setup: PlantSetup;
  path: FramePath;
  /** Passwords of stations and contacts. */
  stationPassword: string;
  onRegistration(user: string, isRegistered: boolean): void;
  trouble(words: string): void;
}

export function createExchange({
  setup,
  path,
  stationPassword,
  onRegistration,
  trouble,
}: ExchangeOptions): ExchangeService {
  const accounts = new Map(setup.accounts.map(({ user, password }) => [user, password]));
  const stations = new Map([...setup.stations, ...setup.contacts].map(({ number, name }) => [number, name]));
  const zones = new Map(setup.zones.map((zone) => [zone.number, zone]));
  const pages = new Map<string, Page>();
  const connections = new Set<Connection>();
  /** Consoles whose socket is gone and whose calls go on, by account. */
  const orphans = new Map<string, Connection[]>();

  const digest = createDigest(
    setup.domain,
    (user) => accounts.get(user) ?? (stations.has(user) ? stationPassword : undefined),
  );
  const exchange: Exchange = {
    domain: setup.domain,
    digest,
    registrar: createRegistrar(digest, onRegistration),
    rings: (number) => (exchange.nameOf(number) === null ? (setup.anyone ?? number) : number),
    nameOf: (number) => stations.get(number) ?? zones.get(number)?.name ?? (accounts.has(number) ? "" : null),
    createEnd: ({ kind }) => (kind === "frames" ? createFrameEnd(path) : createWebRtcEnd(trouble)),
    attempt(what, act) {
      try {
        act();
      } catch (error) {
        trouble(`${what}: ${String(error)}`);
      }
    },
    trouble,
    dialogs: new Map(),
  };
  const notifier = createNotifier(exchange, (number, version) => {
    const zone = zones.get(number);
    if (zone === undefined || !zone.reportsMembers) return null;
    const page = pages.get(number);
    return conferenceInfo(
      setup.domain,
      { number, name: zone.name, active: page !== undefined },
      page?.members() ?? [],
      version,
    );
  });

  function receiveInvite(connection: Connection, request: IncomingInviteRequest): void {
    const caller = provedCaller(exchange, connection, request);
    if (caller === null) return;
    if (request.message.hasHeader("replaces")) return replaceCall(exchange, connection, request, caller);
    const zone = zones.get(connection.numberAsked(request.message));
    if (zone === undefined) return connectCall(exchange, connection, request, caller);
    if (pages.has(zone.number)) return void request.reject({ statusCode: 486 });
    const changed = () => notifier.changed(zone.number, false);
    const page = startPage(exchange, zone, connection, request, caller, changed, () => {
      // The last document still lists who was there.
      notifier.changed(zone.number, true);
      pages.delete(zone.number);
    });
    if (page !== null) pages.set(zone.number, page);
  }

  const handler: ConnectionHandler = {
    onInvite: receiveInvite,
    onRegister(connection, request) {
      exchange.registrar.register(connection, request);
      const { user } = connection;
      if (user === null) return;
      for (const orphan of orphans.get(user) ?? []) connection.adopt(orphan);
      orphans.delete(user);
    },
    onMessage: (connection, request) => relayMessage(exchange, connection, request),
    onSubscribe: (connection, request) => notifier.subscribe(connection, request),
    onResubscribe: (connection, message) => notifier.resubscribe(connection, message),
    trouble,
  };

  return {
    registrar: exchange.registrar,
    attach(kind, send) {
      const connection = createConnection(kind, setup.domain, send, handler);
      connections.add(connection);
      connection.whenLost(() => {
        connections.delete(connection);
        const { user } = connection;
        if (user !== null) orphans.set(user, [...(orphans.get(user) ?? []).filter((one) => one.busy), connection]);
        if (user !== null && exchange.registrar.bindings(user).length === 0) onRegistration(user, false);
      });
      return connection;
    },
    stop() {
      notifier.stop();
      for (const connection of [...connections, ...[...orphans.values()].flat()]) connection.close();
    },
  };
}
