/** Kamailio with rtpengine, with the configuration of docs/pbx/kamailio.md. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { domain, type Pbx, type PbxOptions, plantIn } from "./pbx.ts";
import { fileOf, modulesOf } from "./programs.ts";
import { adapted, recipeOf } from "./recipe.ts";
import { freeTcpPort, freeUdpPort, loopback, ready, sipAnswers, start, tcpAnswers, udpAnswers } from "./started.ts";

/** "Take the # away where …" */
const certificateLines = ["verify_certificate", "require_certificate", "ca_list"].map(
  (name) => [`#${name} =`, `${name} =`] as const,
);

const inDialog = "    if (has_totag()) route(IN_DIALOG);\n";
const challenged = `    if (is_method("BYE") && $proto =~ "ws") route(WHO);\n${inDialog}`;

export async function startKamailio({
  ringS = 20,
  wantsCertificate = false,
  challengesBye = false,
}: PbxOptions = {}): Promise<Pbx> {
  const recipe = recipeOf("kamailio.md");
  const dir = mkdtempSync(path.join(tmpdir(), "kamailio-"));
  const plant = plantIn(dir);
  const [sipPort, ngPort] = [await freeUdpPort(), await freeUdpPort()];
  const [webPort, tlsPort] = [await freeTcpPort(), await freeTcpPort()];
  const firstRtp = 50_000 + 400 * Math.floor(Math.random() * 25);
  const configuration = adapted(recipe.get("kamailio.cfg"), [
    ["pbx.plant.example", domain],
    ["define RING_MS 20000", `define RING_MS ${ringS * 1000}`],
    ["listen=udp:0.0.0.0:5060", `listen=udp:${loopback}:${sipPort}`],
    ["listen=tcp:127.0.0.1:8088", `listen=tcp:${loopback}:${webPort}\nmpath="${modulesOf("kamailio")}/"`],
    ["listen=tls:0.0.0.0:8089", `listen=tls:${loopback}:${tlsPort}`],
    ["/etc/kamailio/tls.cfg", `${dir}/tls.cfg`],
    ["udp:127.0.0.1:2223", `udp:${loopback}:${ngPort}`],
    ["children=4\ntcp_children=4", "children=2\ntcp_children=2"],
    [inDialog, challengesBye ? challenged : inDialog],
    ['include_file "accounts.cfg"', `include_file "${dir}/accounts.cfg"`],
  ]);
  writeFileSync(path.join(dir, "kamailio.cfg"), configuration);
  writeFileSync(path.join(dir, "accounts.cfg"), adapted(recipe.get("accounts.cfg"), []));
  const tls = adapted(recipe.get("tls.cfg"), [["/etc/kamailio/keys", `${dir}/keys`]]);
  writeFileSync(path.join(dir, "tls.cfg"), wantsCertificate ? adapted(tls, certificateLines) : tls);

  const rtpengine = start(
    fileOf("rtpengine"),
    [
      "--config-file=none",
      "--foreground",
      "--log-stderr",
      "--log-level=5",
      "--table=-1",
      `--interface=${loopback}`,
      `--listen-ng=${loopback}:${ngPort}`,
      `--port-min=${firstRtp}`,
      `--port-max=${firstRtp + 399}`,
      `--pidfile=${dir}/rtpengine.pid`,
      // One: two threads may take the packets of one DTLS handshake in the wrong order, and it fails.
      "--num-threads=1",
    ],
    { dir, log: path.join(dir, "rtpengine.words") },
  );
  const both = [rtpengine];
  const end = async (how: "stop" | "kill"): Promise<void> => {
    await Promise.all(both.map((one) => one[how]()));
    plant.remove();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    // First: Kamailio does without it for some seconds when it is not there at its start.
    await ready(rtpengine, "rtpengine", () => udpAnswers(ngPort, "1_1 d7:command4:pinge"));
    const kamailio = start(
      fileOf("kamailio"),
      [
        "-DD",
        "-E",
        "-f",
        `${dir}/kamailio.cfg`,
        "-m",
        "32",
        "-M",
        "4",
        "-P",
        `${dir}/kamailio.pid`,
        "-Y",
        dir,
        "-w",
        dir,
      ],
      { dir, log: path.join(dir, "kamailio.words"), hasChildren: true },
    );
    both.push(kamailio);
    const ports = async (): Promise<boolean> => (await tcpAnswers(webPort)) && (await tcpAnswers(tlsPort));
    await ready(kamailio, "Kamailio", async () => (await sipAnswers(sipPort)) && (await ports()));
  } catch (error) {
    await end("kill");
    throw error;
  }
  return {
    name: "kamailio",
    url: `ws://${loopback}:${webPort}/`,
    wssUrl: `wss://${loopback}:${tlsPort}/`,
    plant,
    sipPort,
    log: () => both.map((one) => one.log()).join("\n"),
    stop: () => end("stop"),
    kill: () => end("kill"),
    freeze() {
      for (const one of both) one.freeze();
    },
    thaw() {
      for (const one of both) one.thaw();
    },
  };
}
