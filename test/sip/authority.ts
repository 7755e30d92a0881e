/** A certificate authority of the test's own, made with openssl in a temporary directory. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Identity {
  cert: string;
  key: string;
}

export interface Authority {
  ca: string;
  /** `names`: as a subjectAltName, "DNS:pbx.example" or "IP:127.0.0.1". `days`: how long it is good for. */
  issue(names: string, days?: number): Identity;
  remove(): void;
}

export function newAuthority(name: string): Authority {
  const dir = mkdtempSync(join(tmpdir(), "authority-"));
  const at = (file: string): string => join(dir, file);
  const read = (file: string): string => readFileSync(at(file), "utf8");
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "3650",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.pem"),
  );
  let issued = 0;
  return {
    ca: read("ca.pem"),
    issue(names, days = 365) {
      issued += 1;
      const [key, request, cert, extensions] = ["key", "csr", "pem", "ext"].map((end) => `${issued}.${end}`) as [
        string,
        string,
        string,
        string,
      ];
      writeFileSync(at(extensions), `subjectAltName=${names}\n`);
      openssl("req", ...newKey, "-subj", `/CN=issued ${issued}`, "-keyout", at(key), "-out", at(request));
      const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-extfile", at(extensions)];
      openssl("x509", "-req", "-in", at(request), ...signed, "-days", String(days), "-out", at(cert));
      return { cert: read(cert), key: read(key) };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
