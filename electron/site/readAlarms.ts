/** The ways in of alarms without voice that a site opens, with their secrets and certificates. */
import { isIP } from "node:net";
import type { AlarmInputs, MqttInput, WebhookInput } from "../alarm/inputs.ts";
import type { Locate } from "./problem.ts";
import { type Environment, readSecret } from "./secret.ts";
import type { AlarmsFields } from "./shapes.ts";
import type { SiteFiles } from "./siteFiles.ts";
import { readPems } from "./tlsFiles.ts";

/** A shorter key is guessed sooner than the hash (RFC 2104, 3): 32 characters of a random text are enough. */
const shortestSecret = 32;

/** Null: the site opens none. What is wrong is noted. `stations`: ids that the site has. */
export async function readAlarms(
  fields: AlarmsFields | undefined,
  stations: ReadonlySet<string>,
  locate: Locate,
  files: SiteFiles,
  environment: Environment,
): Promise<AlarmInputs | null> {
  if (!fields) return null;
  const at =
    (part: keyof AlarmsFields): Locate =>
    (path) =>
      locate(["alarms", part, ...path]);
  return {
    webhook: fields.webhook ? await readWebhook(fields.webhook, at("webhook"), files, environment) : null,
    mqtt: fields.mqtt ? await readMqtt(fields.mqtt, stations, at("mqtt"), files, environment) : null,
    message: fields.message
      ? { from: fields.message.from, cleared: fields.message.cleared ?? null, class: fields.message.class ?? null }
      : null,
  };
}

async function readWebhook(
  fields: NonNullable<AlarmsFields["webhook"]>,
  locate: Locate,
  files: SiteFiles,
  environment: Environment,
): Promise<WebhookInput | null> {
  const { problems } = files;
  const { address, port, secretEnv, secretFile, timestampHeader, signatureHeader } = fields;
  if (isIP(address) === 0) problems.add(locate(["address"]), "an address of this machine, such as 127.0.0.1", address);
  if ((secretEnv === undefined) === (secretFile === undefined)) {
    const found = secretEnv === undefined ? "none" : "secretEnv and secretFile";
    problems.add(locate([]), "one of secretFile or secretEnv", found);
    return null;
  }
  const secret = await readSecret("secret", { env: secretEnv, file: secretFile }, locate, files, environment);
  if (secret === null) return null;
  if (secret.length < shortestSecret) {
    const where = locate([secretEnv === undefined ? "secretFile" : "secretEnv"]);
    problems.add(where, `a secret of at least ${shortestSecret} characters`, "a shorter one (not shown here)");
    return null;
  }
  return { address, port, secret, timestampHeader, signatureHeader, class: fields.class ?? null };
}

async function readMqtt(
  fields: NonNullable<AlarmsFields["mqtt"]>,
  stations: ReadonlySet<string>,
  locate: Locate,
  files: SiteFiles,
  environment: Environment,
): Promise<MqttInput | null> {
  const { problems } = files;
  const { url: text, user, passwordEnv, passwordFile, unencrypted } = fields;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "mqtt:" && url.protocol !== "mqtts:") || url.hostname === "") {
    problems.add(locate(["url"]), "an address such as mqtts://broker.example:8883", "something else (not shown here)");
    return null;
  }
  if (url.username !== "" || url.password !== "") {
    problems.add(
      locate(["url"]),
      "an address without a user and a password in it",
      "an address with them (not shown here)",
    );
    return null;
  }
  const here = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "mqtt:" && !here && !unencrypted) {
    const expected =
      "mqtts:// (mqtt:// is not encrypted: it is taken for this machine alone, or with unencrypted: yes)";
    problems.add(locate(["url"]), expected, JSON.stringify(url.origin === "null" ? `mqtt://${url.host}` : url.origin));
  }
  if (url.protocol === "mqtt:" && (fields.ca ?? fields.cert ?? fields.key) !== undefined) {
    problems.add(locate(["url"]), "mqtts://, because certificates are named", "mqtt://");
  }
  if (passwordEnv !== undefined && passwordFile !== undefined) {
    problems.add(locate(["passwordFile"]), "one of passwordFile or passwordEnv", "both");
  }
  const asked = passwordEnv !== undefined || passwordFile !== undefined;
  const secret = { env: passwordEnv, file: passwordFile };
  const password = asked ? await readSecret("password", secret, locate, files, environment) : null;
  const pems = await readPems({ value: fields, locate }, files);
  const topics = fields.topics.map(({ topic, station, class: className, ...rest }, i) => {
    const at = (path: string) => locate(["topics", i, path]);
    const levels = topic.split("/");
    // MQTT 3.1.1, 4.7.1.3: + stands for a whole level.
    if (
      levels.some((level) => level.includes("+") && level !== "+") ||
      levels.filter((one) => one === "+").length > 1
    ) {
      problems.add(at("topic"), "at most one +, which is a whole level of the topic", JSON.stringify(topic));
    }
    if (station !== undefined && !stations.has(station))
      problems.add(at("station"), "a station of the site", JSON.stringify(station));
    if (rest.raised === rest.cleared)
      problems.add(at("cleared"), "another word than raised", JSON.stringify(rest.cleared));
    return { topic, stationId: station ?? null, class: className ?? null, ...rest };
  });
  if (!pems || (asked && password === null)) return null;
  const { ca = null, cert = null, key = null } = pems;
  return { url: url.href, user: user ?? null, password, ca, cert, key, topics };
}
