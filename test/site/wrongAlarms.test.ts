/** Ways in of alarms that a site opens: what is taken, and each kind of wrong one with its place and what was expected. */
import { expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { problemWords, SiteError } from "../../electron/site/problem.ts";
import { siteOnDisk, siteYaml } from "./siteOnDisk.ts";

const secret = "0123456789abcdef0123456789abcdef";
const siteWith = (alarms: string, files: Record<string, string> = {}) =>
  siteOnDisk({ "site.yaml": `alarms:\n${alarms}\n${siteYaml}`, "webhook.key": `${secret}\n`, ...files });

async function problemsOf(alarms: string, files: Record<string, string> = {}): Promise<string[]> {
  const error = await loadSite(await siteWith(alarms, files)).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteError)) throw error ?? new Error("the site was not refused");
  return error.problems.map(problemWords);
}

test("a site opens nothing by itself", async () => {
  const loaded = await loadSite(await siteOnDisk());
  expect(loaded.alarms).toBeNull();
});

test("all three ways, with their defaults; no secret is in what consoles get", async () => {
  const { alarms, site, files } = await loadSite(
    await siteWith(`  webhook: { port: 8787, secretFile: webhook.key }
  mqtt:
    url: mqtts://broker.example:8883
    user: desk
    passwordFile: password.txt
    topics:
      - topic: plant/+/alarm
      - { topic: fire, station: sos-1, raised: "1", cleared: "0", class: life safety, fields: { text: message } }
  message: { cleared: "OFF" }`),
  );
  expect(alarms).toEqual({
    webhook: {
      address: "127.0.0.1",
      port: 8787,
      secret,
      timestampHeader: "X-Timestamp",
      signatureHeader: "X-Signature",
      class: null,
    },
    mqtt: {
      url: "mqtts://broker.example:8883",
      user: "desk",
      password: "sesame",
      ca: null,
      cert: null,
      key: null,
      topics: [
        {
          topic: "plant/+/alarm",
          stationId: null,
          fields: { station: "station", text: "text", id: "id", kind: "kind" },
          raised: "raised",
          cleared: "cleared",
          class: null,
        },
        {
          topic: "fire",
          stationId: "sos-1",
          fields: { station: "station", text: "message", id: "id", kind: "kind" },
          raised: "1",
          cleared: "0",
          class: "lifeSafety",
        },
      ],
    },
    message: { from: "asserted", cleared: "OFF", class: null },
  });
  expect(JSON.stringify(site)).not.toContain(secret);
  expect(JSON.stringify(site)).not.toContain("sesame");
  expect(files.map((one) => one.split("/").at(-1))).toContain("webhook.key");
});

const webhook = (fields: string) => `  webhook: { port: 8787, ${fields} }`;
const mqtt = (fields: string) => `  mqtt: { ${fields} }`;
const topics = "topics: [{ topic: fire }]";

test.each([
  [webhook(""), "site.yaml line 2, alarms.webhook: expected one of secretFile or secretEnv, found none"],
  [
    webhook("secretFile: webhook.key, secretEnv: X"),
    "site.yaml line 2, alarms.webhook: expected one of secretFile or secretEnv, found secretEnv and secretFile",
  ],
  [
    webhook("secretFile: none.key"),
    "site.yaml line 2, alarms.webhook.secretFile: expected a file that can be read, found none.key: no such file",
  ],
  [
    webhook("secretFile: password.txt"),
    "site.yaml line 2, alarms.webhook.secretFile: expected a secret of at least 32 characters, found a shorter one (not shown here)",
  ],
  [
    webhook("secretEnv: NOT_SET_ANYWHERE"),
    "site.yaml line 2, alarms.webhook.secretEnv: expected an environment variable that is set, found NOT_SET_ANYWHERE, which is not",
  ],
  [
    webhook("secretFile: webhook.key, address: 1.2.3"),
    "site.yaml line 2, alarms.webhook.address: expected an address of this machine, such as 127.0.0.1, found 1.2.3",
  ],
  [
    "  webhook: { secretFile: webhook.key }",
    "site.yaml line 2, alarms.webhook.port: expected a whole number from 0 to 65535, found nothing",
  ],
  [
    mqtt(`url: "http://broker", ${topics}`),
    "site.yaml line 2, alarms.mqtt.url: expected an address such as mqtts://broker.example:8883, found something else (not shown here)",
  ],
  [
    mqtt(`url: "mqtts://desk:sesame@broker", ${topics}`),
    "site.yaml line 2, alarms.mqtt.url: expected an address without a user and a password in it, found an address with them (not shown here)",
  ],
  [
    mqtt(`url: "mqtt://broker.example", ${topics}`),
    'site.yaml line 2, alarms.mqtt.url: expected mqtts:// (mqtt:// is not encrypted: it is taken for this machine alone, or with unencrypted: yes), found "mqtt://broker.example"',
  ],
  [
    mqtt(`url: "mqtt://127.0.0.1", ca: plan.svg, ${topics}`),
    "site.yaml line 2, alarms.mqtt.url: expected mqtts://, because certificates are named, found mqtt://",
  ],
  [mqtt('url: "mqtts://broker"'), "site.yaml line 2, alarms.mqtt.topics: expected a list of topics, found nothing"],
  [
    mqtt('url: "mqtts://broker", topics: [{ topic: "plant/#" }]'),
    'site.yaml line 2, alarms.mqtt.topics[0].topic: expected a topic; a + may stand for one level, # is not used here, found "plant/#"',
  ],
  [
    mqtt('url: "mqtts://broker", topics: [{ topic: "a/+/+" }]'),
    'site.yaml line 2, alarms.mqtt.topics[0].topic: expected at most one +, which is a whole level of the topic, found "a/+/+"',
  ],
  [
    mqtt('url: "mqtts://broker", topics: [{ topic: fire, station: sos-9 }]'),
    'site.yaml line 2, alarms.mqtt.topics[0].station: expected a station of the site, found "sos-9"',
  ],
  [
    mqtt('url: "mqtts://broker", topics: [{ topic: fire, cleared: raised }]'),
    'site.yaml line 2, alarms.mqtt.topics[0].cleared: expected another word than raised, found "raised"',
  ],
  [
    "  message: { from: anybody }",
    'site.yaml line 2, alarms.message.from: expected asserted or claimed, found "anybody"',
  ],
  ["  email: {}", 'site.yaml line 2, alarms.email: expected one of the fields webhook, mqtt, message, found "email"'],
])("%s", async (alarms, words) => {
  const problems = await problemsOf(alarms);
  expect(problems).toContain(words);
  expect(problems.join()).not.toContain("sesame");
});
