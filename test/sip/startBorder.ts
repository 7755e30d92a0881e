/** A SIP border under test with what it reports, a media page of fixed SDP, and a clock that the test moves. */
import type { ServerOptions } from "node:https";
import type { KeptLeg, PbxAccount, SipBorder, SipOptions } from "../../electron/host/ports.ts";
import type { Pace } from "../../electron/sip/pace.ts";
import { createSip } from "../../electron/sip/sip.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import type { MediaAsk } from "../../shared/link/mediaLink.ts";
import { answered, type FakePbx, type Frame, inDialog, sdp, startFakePbx } from "./fakePbx.ts";

type Type = Report["type"];
type Of<T extends Type> = Extract<Report, { type: T }>;

export interface Border {
  pbx: FakePbx;
  border: SipBorder;
  reports: Report[];
  proofs: { pbxId: string; at: number }[];
  asked: MediaAsk[];
  /** What the border had kept of its legs. */
  kept: Map<string, KeptLeg>;
  closed: string[];
  /** What the media page does when asked; by default it gives `sdp`. */
  media: { answer: (ask: MediaAsk) => Promise<string | null> };
  clock: { at: number };
  /** Called with each report, while it is being made. */
  onReport: (report: Report) => void;
  isLifeSafety: SipOptions["isLifeSafety"];
  /** The first report of this type, come or to come, that the test asks for. */
  until<T extends Type>(type: T, wanted?: (report: Of<T>) => boolean): Promise<Of<T>>;
  all<T extends Type>(type: T): Of<T>[];
  stop(): Promise<void>;
}

export const account: Omit<PbxAccount, "url"> = {
  id: "a",
  domain: "pbx.invalid",
  user: "6000",
  password: "secret",
  displayName: "Control room",
  assertsIdentity: true,
  takesBackBy: "replaces",
};

export interface BorderOptions {
  /** The PBX speaks wss:// so. */
  tls?: ServerOptions;
  /** What the account has beside the usual; `url` in place of the PBX's own. */
  account?: Partial<PbxAccount>;
  /** What an earlier life of the host had kept. */
  kept?: readonly KeptLeg[];
  /** What becomes of a SIP MESSAGE. */
  message?: SipOptions["message"];
}

/** Starts a PBX and a border registered there, unless `register` is false. */
export async function startBorder(
  pace: Partial<Pace> = {},
  register = true,
  given: BorderOptions = {},
): Promise<Border> {
  const pbx = await startFakePbx(given.tls ?? null);
  const waiting = new Set<{ wanted: (report: Report) => boolean; found: (report: never) => void }>();
  const reports: Report[] = [];
  const proofs: { pbxId: string; at: number }[] = [];
  const asked: MediaAsk[] = [];
  const kept = new Map<string, KeptLeg>(given.kept?.map((leg) => [leg.callId, leg]));
  const closed: string[] = [];
  const media: Border["media"] = { answer: async (ask) => (ask.op === "offer" || ask.op === "answer" ? sdp : null) };
  const clock = { at: 1_000_000 };
  const border = createSip(
    {
      accounts: [{ ...account, url: pbx.url, ...given.account }],
      media: {
        ask(ask) {
          asked.push(ask);
          return media.answer(ask);
        },
        close: (callId) => closed.push(callId),
      },
      instanceId: "6f1c2b7e-0d3a-4a7e-9d0e-2f6b1c9a4e55",
      clock: { now: () => clock.at, wall: () => clock.at },
      kept: given.kept ?? [],
      keep: (callId, leg) => void (leg ? kept.set(callId, leg) : kept.delete(callId)),
      report(report) {
        reports.push(report);
        bench.onReport(report);
        for (const one of waiting) {
          if (!one.wanted(report)) continue;
          waiting.delete(one);
          one.found(report as never);
        }
      },
      proof: (pbxId, at) => proofs.push({ pbxId, at }),
      isLifeSafety: (evidence, pbxId) => bench.isLifeSafety(evidence, pbxId),
      correlation: () => "session-id",
      ...(given.message && { message: given.message, takesMessages: () => true }),
    },
    pace,
  );
  const bench: Border = {
    pbx,
    border,
    reports,
    proofs,
    asked,
    kept,
    closed,
    media,
    clock,
    isLifeSafety: () => false,
    onReport: () => undefined,
    all: <T extends Type>(type: T) => reports.filter((report): report is Of<T> => report.type === type),
    until<T extends Type>(type: T, wanted: (report: Of<T>) => boolean = () => true): Promise<Of<T>> {
      const fits = (report: Report): boolean => report.type === type && wanted(report as Of<T>);
      const come = reports.find(fits);
      if (come) return Promise.resolve(come as Of<T>);
      return new Promise((found) => waiting.add({ wanted: fits, found }));
    },
    async stop() {
      await border.stop();
      await pbx.stop();
    },
  };
  if (register) {
    border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
  }
  return bench;
}

/** A caller's INVITE is taken, answered, acknowledged: our 200 opened the dialog. */
export async function talkingOn({ pbx, border, until }: Border, frame: string): Promise<{ callId: string; ok: Frame }> {
  pbx.send(frame);
  const { callId } = await until("callTaken");
  border.order({ type: "answerCall", callId });
  const ok = await pbx.until(answered("200", "INVITE"));
  pbx.send(inDialog("ACK", ok, 1));
  await until("callEstablished");
  return { callId, ok };
}
