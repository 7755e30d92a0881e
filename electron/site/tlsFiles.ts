/** What the site says of TLS towards a PBX: authority, our own certificate and key, pins. Keys never go into a message. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { resolve } from "node:path";
import type { PbxTls } from "../host/ports.ts";
import type { Item } from "./items.ts";
import type { Locate } from "./problem.ts";
import type { PbxFields } from "./shapes.ts";
import { readBytes, type SiteFiles, shortName } from "./siteFiles.ts";

const mostBytes = 500_000;
const fields = ["ca", "cert", "key", "pin"] as const;
type FileField = "ca" | "cert" | "key";

/** Null: something is wrong and was noted. Undefined: the site says nothing of TLS here. */
export async function readTls(item: Item<PbxFields>, files: SiteFiles): Promise<PbxTls | undefined | null> {
  const { value, locate } = item;
  const given = fields.filter((name) => value[name] !== undefined);
  const [first] = given;
  if (first === undefined) return undefined;
  if (!value.address.toLowerCase().startsWith("wss:")) {
    files.problems.add(locate([first]), "an address with wss:// beside it", JSON.stringify(value.address.slice(0, 40)));
    return null;
  }
  const pems = await readPems(item, files);
  return pems && { ...pems, pins: value.pin ?? [] };
}

/** Authority, our own certificate and its key. Null: something is wrong and was noted. */
export async function readPems(item: PemFields, files: SiteFiles): Promise<Omit<PbxTls, "pins"> | null> {
  const { value, locate } = item;
  if ((value.cert === undefined) !== (value.key === undefined)) {
    const missing = value.cert === undefined ? "cert" : "key";
    files.problems.add(locate([missing]), "cert and key together", `no ${missing}`);
    return null;
  }
  const ca = await readPem(item, "ca", files, isCertificates, "certificates as PEM");
  const cert = await readPem(item, "cert", files, isCertificates, "a certificate as PEM");
  const key = await readPem(item, "key", files, isKey, "a private key as PEM, without a passphrase");
  if (ca === null || cert === null || key === null) return null;
  if (cert !== undefined && key !== undefined && !new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    files.problems.add(locate(["key"]), "the key of the certificate in cert", "the key of another one");
    return null;
  }
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

/** Files and their place; anything that names PEM files has it. */
export interface PemFields {
  value: { ca?: string | undefined; cert?: string | undefined; key?: string | undefined };
  locate: Locate;
}

/** Undefined: the site names none. Null: what is wrong was noted. */
export async function readPem(
  { value, locate }: PemFields,
  name: FileField,
  files: SiteFiles,
  isGood: (pem: string) => boolean,
  expected: string,
): Promise<string | undefined | null> {
  const file = value[name];
  if (file === undefined) return undefined;
  // Like a password, a key may stand outside the site's directory, where only the console's user can read.
  const path = resolve(files.dir, file);
  const bytes = await readBytes(files, path, locate([name]), mostBytes);
  if (!bytes) return null;
  const pem = bytes.toString("latin1");
  if (isGood(pem)) return pem;
  files.problems.add(locate([name]), expected, `${shortName(files, path)}, which is something else`);
  return null;
}

function isCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.length > 0 && blocks.every((block) => parses(() => new X509Certificate(block)));
}

const isKey = (pem: string): boolean => parses(() => createPrivateKey(pem));

function parses(read: () => X509Certificate | KeyObject): boolean {
  try {
    read();
    return true;
  } catch {
    // The parser's words speak of its own insides; the caller says what was expected.
    return false;
  }
}
