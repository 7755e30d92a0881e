/** Accounts at the PBXs: where each is reached and where its password comes from. A password is never part of a message. */
import type { PbxAccount } from "../host/ports.ts";
import type { Item } from "./items.ts";
import { readSecret } from "./secret.ts";
import type { PbxFields } from "./shapes.ts";
import type { SiteFiles } from "./siteFiles.ts";
import { readTls } from "./tlsFiles.ts";

/** As the site file names the plant that comes with the console; the shell fills in its address once it runs. */
const embedded = "embedded";

export interface Accounts {
  accounts: PbxAccount[];
  embeddedPlant: boolean;
}

/** `environment`: as process.env. */
export async function readAccounts(
  items: readonly Item<PbxFields>[],
  files: SiteFiles,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Accounts> {
  const embeddedPlant = items.some(({ value }) => value.address === embedded);
  const accounts: PbxAccount[] = [];
  for (const item of items) {
    const { value, locate } = item;
    if (embeddedPlant && value.address !== embedded) {
      files.problems.add(
        locate(["address"]),
        "embedded, as the other PBX: training and the real plant are never mixed",
        JSON.stringify(value.address),
      );
      continue;
    }
    const url = embeddedPlant ? null : readAddress(item, files);
    const password = await readPassword(item, files, environment);
    const tls = await readTls(item, files);
    if ((!embeddedPlant && url === null) || password === null || tls === null) continue;
    accounts.push({
      id: value.id,
      url: url?.href ?? "",
      domain: value.domain ?? url?.hostname ?? "plant.invalid",
      user: value.user,
      password,
      displayName: value.displayName ?? value.user,
      assertsIdentity: value.assertsIdentity,
      takesBackBy: value.takesBackBy,
      ...(value.checkWayIn && { checkNumber: value.number ?? value.user }),
      ...(tls && { tls }),
    });
  }
  return { accounts, embeddedPlant };
}

function readAddress({ value, locate }: Item<PbxFields>, { problems }: SiteFiles): URL | null {
  const where = locate(["address"]);
  const url = URL.canParse(value.address) ? new URL(value.address) : null;
  if (!url || (url.protocol !== "wss:" && url.protocol !== "ws:") || url.hostname === "") {
    problems.add(
      where,
      "embedded, or an address such as wss://pbx.example:8089/ws",
      JSON.stringify(value.address.slice(0, 40)),
    );
    return null;
  }
  if (url.username !== "" || url.password !== "") {
    problems.add(where, "an address without a user and a password in it", "an address with them (not shown here)");
    return null;
  }
  const here = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (value.unencrypted && (url.protocol === "wss:" || here)) {
    problems.add(locate(["unencrypted"]), "no, because nothing of it leaves this machine in the open", "yes");
    return null;
  }
  if (url.protocol === "ws:" && !here && !value.unencrypted) {
    problems.add(
      where,
      "wss:// (ws:// is not encrypted: it is taken for this machine alone, or with unencrypted: yes)",
      JSON.stringify(value.address.slice(0, 40)),
    );
    return null;
  }
  return url;
}

async function readPassword(
  { value, locate }: Item<PbxFields>,
  files: SiteFiles,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const { problems } = files;
  const given = (["password", "passwordEnv", "passwordFile"] as const).filter((name) => value[name] !== undefined);
  if (given.length !== 1) {
    problems.add(
      locate(given.slice(1, 2)),
      "one of passwordFile or passwordEnv",
      given.length === 0 ? "none" : given.join(" and "),
    );
    return null;
  }
  if (value.password !== undefined) {
    if (value.address === embedded) return value.password;
    const expected = "passwordFile or passwordEnv, because a site file is copied and mailed";
    problems.add(locate(["password"]), expected, "a password in the file (not shown here)");
    return null;
  }
  return readSecret("password", { env: value.passwordEnv, file: value.passwordFile }, locate, files, environment);
}
