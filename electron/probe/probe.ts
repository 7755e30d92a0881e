/** Asks one PBX for everything that the console depends on, and leaves nothing behind: no registration, no call, no subscription. */
import type { PbxAccount } from "../host/ports.ts";
import { clean, readAddress, splitList } from "../sip/headers.ts";
import { registerForS } from "../sip/pace.ts";
import type { EventFacts, Facts, LinkFacts, RegistrationFacts, SelfCallFacts } from "./facts.ts";
import { type Answer, headerOf, type Line, openLine, wordsOf } from "./line.ts";
import { selfCall } from "./selfCall.ts";
import { testCall } from "./testCall.ts";

export interface ProbeOptions {
  /** Whose dialog events and presence are asked for, and whose conference; undefined: the site has none. */
  stationNumber: string | undefined;
  zoneNumber: string | undefined;
  correlation: string | undefined;
  /** Registers although another device is registered with the account. */
  beside: boolean;
  /** A real call is made to it. */
  callNumber: string | undefined;
  /** Wall clock, ms. */
  at: number;
  /** What is being done, in words. */
  onStep(words: string): void;
  /** True: somebody wants to stop; what was begun is ended properly. */
  isStopping(): boolean;
}

const roundTrips = 5;
const leaving = "leaving";

/** Stopped by whoever started it; everything has been left as it was. */
export class Stopped extends Error {}

/** Rejects with Stopped, and on faults of the probe itself. */
export async function probe(account: PbxAccount, given: ProbeOptions): Promise<Facts> {
  const options: ProbeOptions = {
    ...given,
    onStep(words) {
      if (given.isStopping() && words !== leaving) throw new Stopped();
      given.onStep(words);
    },
  };
  const line = openLine(account);
  let facts: Facts = {
    pbxId: account.id,
    at: options.at,
    link: {
      url: account.url,
      failure: null,
      connectMs: 0,
      certificate: null,
      echoesKeepAlive: false,
      roundTripsMs: [],
      software: [],
    },
    offers: null,
    registration: null,
    selfCall: null,
    dialogEvents: null,
    conferenceEvents: null,
    presence: null,
    testCall: null,
    callers: line.callers,
  };
  options.onStep("connecting");
  try {
    facts.link.connectMs = await line.connect();
  } catch (error) {
    facts.link.failure = error instanceof Error ? error.message : String(error);
    return facts;
  }
  const heard: string[] = [];
  try {
    options.onStep("round trips");
    const answers = await askLink(line, facts.link);
    heard.push(...answers.map(({ frame }) => frame));
    options.onStep("registering");
    const registering = await register(line, options.beside);
    heard.push(...registering.frames);
    facts = { ...facts, registration: registering.facts };
    try {
      if (registering.facts.tried?.listed === true)
        facts = await whileRegistered(facts, line, account, options, registering.facts);
      options.onStep("events");
      facts = { ...facts, ...(await askEvents(line, options)) };
    } finally {
      options.onStep(leaving);
      if (registering.facts.tried) registering.facts.gone = await registering.leave();
    }
    facts = { ...facts, offers: offersOf(answers.at(-1)?.status ?? 0, heard) };
  } finally {
    await line.close();
  }
  return facts;
}

async function askLink(line: Line, link: LinkFacts): Promise<Answer[]> {
  link.certificate = line.certificate;
  link.echoesKeepAlive = await line.echoes();
  const answers: Answer[] = [];
  for (let turn = 0; turn < roundTrips; turn += 1) {
    const answer = await line.ask("OPTIONS", line.registrar, ["Accept: application/sdp"]);
    answers.push(answer);
    // Four more silences would say nothing new.
    if (answer.status === 0) break;
  }
  const answered = answers.filter(({ status }) => status > 0);
  link.roundTripsMs = answered.map(({ ms }) => ms);
  const frames = answered.map(({ frame }) => frame);
  const names = [...wordsOf(frames, "server"), ...wordsOf(frames, "user-agent")];
  link.software = [...new Set(names)].map((name) => clean(name, 80) ?? "").filter((name) => name !== "");
  return answers;
}

interface Registering {
  facts: RegistrationFacts;
  frames: string[];
  /** True: the PBX no longer lists us. */
  leave(): Promise<boolean>;
}

async function register(line: Line, beside: boolean): Promise<Registering> {
  const digests = new Set<string>();
  const frames: string[] = [];
  let cseq = 1;
  const callId = `probe-${line.instanceId}`;
  const fromTag = line.contactUser;

  async function ask(seconds: number | null): Promise<Answer> {
    // RFC 3261, 10.2.3: without a Contact the registrar lists what it has and changes nothing.
    const contact = `Contact: ${line.userAgent.contact.toString({ register: true })};+sip.instance="<urn:uuid:${line.instanceId}>";reg-id=1;expires=${seconds}`;
    const answer = await line.ask("REGISTER", line.registrar, seconds === null ? [] : [contact], {
      callId,
      fromTag,
      cseq,
    });
    // Digest raises it once.
    cseq += 2;
    frames.push(answer.frame);
    for (const challenge of line.challengesOf(callId)) digests.add(algorithmOf(challenge));
    return answer;
  }
  const contactsIn = ({ frame }: Answer) => headerOf(frame, "contact").flatMap(splitList);
  const oursIn = (answer: Answer) =>
    contactsIn(answer)
      .map(readAddress)
      .find(({ user }) => user === line.contactUser);

  const query = await ask(null);
  const others = query.status === 200 ? contactsIn(query).map((contact) => clean(contact, 120) ?? "") : null;
  const facts: RegistrationFacts = { digests: [], others, tried: null, gone: null };
  if (others === null || others.length === 0 || beside) {
    let answer = await ask(registerForS);
    const least = Number(headerOf(answer.frame, "min-expires")[0]);
    // RFC 3261, 10.2.8: again, with the time the registrar asks for.
    if (answer.status === 423 && least > 0 && least <= 3600) answer = await ask(least);
    const ours = oursIn(answer);
    const general = Number(headerOf(answer.frame, "expires")[0] ?? Number.NaN);
    const after = Number.parseInt(headerOf(answer.frame, "retry-after")[0] ?? "", 10);
    facts.tried = {
      status: answer.status,
      text: clean(answer.text, 120) ?? "",
      retryAfterMs: after >= 0 ? after * 1000 : null,
      listed: answer.status === 200 && ours !== undefined && ours.expires !== 0,
      grantedS: ours?.expires ?? (Number.isFinite(general) ? general : null),
    };
  }
  facts.digests = [...digests];
  return {
    facts,
    frames,
    async leave() {
      const answer = await ask(0);
      return answer.status === 200 && oursIn(answer) === undefined;
    },
  };
}

/** RFC 8760: MD5 where none is named. */
const algorithmOf = (challenge: string): string =>
  /\balgorithm\s*=\s*"?([\w-]{1,20})/i.exec(challenge)?.[1]?.toUpperCase() ?? "MD5";

async function whileRegistered(
  facts: Facts,
  line: Line,
  account: PbxAccount,
  options: ProbeOptions,
  { others }: RegistrationFacts,
): Promise<Facts> {
  let self: SelfCallFacts;
  const { checkNumber } = account;
  const notMade = (failure: string): SelfCallFacts => ({
    number: checkNumber ?? "",
    failure,
    made: false,
    ms: 0,
    known: false,
    called: null,
    headers: [],
    asserted: "",
    forged: "",
    refusedForgery: false,
    media: null,
    ownMedia: false,
  });
  if (checkNumber === undefined) self = notMade("the site file says checkWayIn: no");
  else if (others === null) self = notMade("the PBX does not tell who else is registered, and would ring there");
  else if (others.length > 0) self = notMade("it would ring at the other device of this account");
  else {
    options.onStep(`calling our own number ${checkNumber}`);
    self = await selfCall(line, checkNumber, options.correlation);
  }
  if (options.callNumber === undefined) return { ...facts, selfCall: self };
  options.onStep(`calling ${options.callNumber}`);
  return { ...facts, selfCall: self, testCall: await testCall(line, options.callNumber, options.isStopping) };
}

async function askEvents(line: Line, { stationNumber, zoneNumber }: ProbeOptions) {
  const ask = async (number: string | undefined, event: string, accept: string): Promise<EventFacts | null> => {
    if (number === undefined) return null;
    const headers = [`Event: ${event}`, "Expires: 60", `Accept: ${accept}`, `Contact: ${line.contact}`];
    // Its NOTIFY finds no subscription here and gets 481, by which the PBX forgets it (RFC 6665, 4.2.2).
    const { status, text } = await line.ask("SUBSCRIBE", line.addressOf(number), headers);
    return { number, status, text: clean(text, 120) ?? "" };
  };
  return {
    dialogEvents: await ask(stationNumber, "dialog", "application/dialog-info+xml"),
    conferenceEvents: await ask(zoneNumber, "conference", "application/conference-info+xml"),
    presence: await ask(stationNumber, "presence", "application/pidf+xml"),
  };
}

function offersOf(optionsStatus: number, frames: readonly string[]): Facts["offers"] {
  const words = (name: string) => wordsOf(frames, name).map((word) => clean(word, 40) ?? "");
  return {
    optionsStatus,
    allow: words("allow").map((word) => word.toUpperCase()),
    supported: words("supported").map((word) => word.toLowerCase()),
  };
}
