/** Watches how long the certificates of one PBX are good for: its own, and ours where we have one. Told at 60, 30 and 7 days. */
import { X509Certificate } from "node:crypto";
import type { PbxAccount, SipOptions } from "../host/ports.ts";
import { expiryWords } from "./tls.ts";

/** A link may stay up for months. */
const lookEveryMs = 6 * 3_600_000;

export interface Certificates {
  /** The PBX showed one that ends then, ms since the epoch. */
  shown(endsAt: number): void;
  stop(): void;
}

export function watchCertificates({ report, clock }: SipOptions, { id, tls }: PbxAccount): Certificates {
  const ours = tls?.cert === undefined ? null : new X509Certificate(tls.cert).validToDate.getTime();
  let theirs: number | null = null;
  let told: string | null = null;

  function look(): void {
    const wall = clock.wall();
    const words = [
      theirs === null ? null : expiryWords(`The certificate of ${id}`, theirs, wall),
      ours === null ? null : expiryWords(`Our certificate for ${id}`, ours, wall),
    ]
      .filter((one) => one !== null)
      .join(" ");
    if (words === (told ?? "")) return;
    const fault = { type: "fault", fault: "certificateExpiring", subject: id } as const;
    // A fault keeps the words it was raised with.
    if (told) report({ ...fault, present: false, words: "" });
    if (words !== "") report({ ...fault, present: true, words });
    told = words;
  }

  const looking = setInterval(look, lookEveryMs);
  looking.unref();
  return {
    shown(endsAt) {
      theirs = endsAt;
      look();
    },
    stop: () => clearInterval(looking),
  };
}
