/** Asterisk, with the configuration of docs/pbx/asterisk.md. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { domain, type Pbx, type PbxOptions, password, plantIn, stationNumbers } from "./pbx.ts";
import { fileOf, folderOf, modulesOf, outsideAddress } from "./programs.ts";
import { adapted, recipeOf } from "./recipe.ts";
import { freeTcpPort, freeUdpPort, loopback, ready, sipAnswers, start, tcpAnswers } from "./started.ts";

/** modules.conf: only what the recipe needs, so that it starts in a second. confbridge.conf: `Page` mixes by it. */
const ownFiles = fileURLToPath(new URL("asterisk", import.meta.url));

export async function startAsterisk({ ringS = 20 }: PbxOptions = {}): Promise<Pbx> {
  const recipe = recipeOf("asterisk.md");
  const dir = mkdtempSync(path.join(tmpdir(), "asterisk-"));
  const plant = plantIn(dir);
  const [sipPort, webPort, tlsPort] = [await freeUdpPort(), await freeTcpPort(), await freeTcpPort()];
  const firstRtp = 30_000 + 400 * Math.floor(Math.random() * 50);
  const files: Record<string, string> = {
    "asterisk.conf": ownConf(dir),
    "logger.conf": "[general]\n[logfiles]\nconsole => notice,warning,error,verbose\n",
    "http.conf": adapted(recipe.get("http.conf"), [
      ["bindport=8088", `bindport=${webPort}`],
      ["tlsbindaddr=0.0.0.0:8089", `tlsbindaddr=${loopback}:${tlsPort}`],
      ["/etc/asterisk/keys", `${dir}/keys`],
    ]),
    "pjsip.conf": `${adapted(recipe.get("pjsip.conf"), [
      ["bind=0.0.0.0:5060", `bind=${loopback}:${sipPort}`],
      ["protocol=wss\nbind=0.0.0.0", `protocol=wss\nbind=${loopback}`],
      ["pbx.plant.example", domain],
    ])}${otherStations(recipe.get("pjsip.conf") ?? "")}`,
    "extensions.conf": adapted(recipe.get("extensions.conf"), [
      ["RING_S=20", `RING_S=${ringS}`],
      ["pbx.plant.example", domain],
    ]),
    // Sound stays on this machine: the address that Asterisk would offer is given out as 127.0.0.1.
    "rtp.conf": `${adapted(recipe.get("rtp.conf"), [
      ["rtpstart=10000", `rtpstart=${firstRtp}`],
      ["rtpend=20000", `rtpend=${firstRtp + 399}`],
    ])}[ice_host_candidates]\n${outsideAddress()} => ${loopback}\n`,
  };
  for (const folder of ["etc", "var", "spool", "run", "log", "cache"]) mkdirSync(path.join(dir, folder));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, "etc", name), text);
  cpSync(ownFiles, path.join(dir, "etc"), { recursive: true });
  const program = start(fileOf("asterisk"), ["-C", path.join(dir, "etc/asterisk.conf"), "-f", "-n", "-vvv"], {
    dir,
    log: path.join(dir, "words"),
    env: { HOME: dir },
  });
  const end = async (how: () => Promise<void>): Promise<void> => {
    await how();
    plant.remove();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const ports = async (): Promise<boolean> => (await tcpAnswers(webPort)) && (await tcpAnswers(tlsPort));
    await ready(program, "Asterisk", async () => (await sipAnswers(sipPort)) && (await ports()));
  } catch (error) {
    await end(program.kill);
    throw error;
  }
  return {
    name: "asterisk",
    url: `ws://${loopback}:${webPort}/ws`,
    wssUrl: `wss://${loopback}:${tlsPort}/ws`,
    plant,
    sipPort,
    log: program.log,
    stop: () => end(program.stop),
    kill: () => end(program.kill),
    freeze: program.freeze,
    thaw: program.thaw,
  };
}

const ownConf = (dir: string): string => `[directories]
astetcdir => ${dir}/etc
astmoddir => ${modulesOf("asterisk")}
astdatadir => ${folderOf("asterisk", "usr/share/asterisk")}
astvarlibdir => ${dir}/var
astdbdir => ${dir}/var
astkeydir => ${dir}/var
astagidir => ${dir}/var
astspooldir => ${dir}/spool
astrundir => ${dir}/run
astlogdir => ${dir}/log
astcachedir => ${dir}/cache
[options]
nocolor = yes
`;

/** "The other stations are written like 214, each from its own template, and telephones without message_context." */
function otherStations(shown: string): string {
  const block = shown.slice(shown.indexOf("[214](sos)"));
  const like = (template: string, number: string): string =>
    block
      .replace("SOS 214", `Station ${number}`)
      .replace(template === "telephone" ? "message_context=says-214\n" : "", "")
      .replaceAll("214", number)
      .replace("(sos)", `(${template})`);
  return Object.entries(stationNumbers)
    .flatMap(([template, numbers]) => numbers.map((number) => like(template, number)))
    .filter((text) => !text.startsWith("[214]"))
    .join("\n")
    .replaceAll("password=right", `password=${password}`);
}
