// npm run setup:pbx: unpacks the PBXs and telephones that the tests in test/pbx/ run: Asterisk 22, Kamailio 5.6 with rtpengine, baresip and
// SIPp. They are Debian's own signed packages, fetched by apt from the mirror this machine already uses, with every library they
// need, into a cache of this user. Nothing is installed in the system, nothing needs root, no daemon is started.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fail, root, say } from "./steps.mjs";

/** Asterisk is in no stable Debian; Kamailio 5.6 is in bookworm. Each set brings its own C library, so the machine may be another Debian. */
const sets = [
  {
    name: "asterisk",
    suite: "sid",
    packages: ["asterisk=1:22.*", "asterisk-modules=1:22.*"],
    programs: { asterisk: "usr/sbin/asterisk" },
  },
  {
    name: "kamailio",
    suite: "bookworm",
    packages: [
      "kamailio",
      "kamailio-websocket-modules",
      "kamailio-tls-modules",
      "rtpengine-daemon",
      "baresip-core",
      "sip-tester",
    ],
    programs: {
      kamailio: "usr/sbin/kamailio",
      rtpengine: "usr/bin/rtpengine",
      baresip: "usr/bin/baresip",
      sipp: "usr/bin/sipp",
    },
  },
];
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const link = path.join(root, ".pbx");

const architecture = output("dpkg", ["--print-architecture"]).trim();
const mirror = findMirror();
const key = createHash("sha256")
  .update(JSON.stringify([1, architecture, sets]))
  .digest("hex")
  .slice(0, 12);
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "priority-console/pbx", key);
for (const set of sets) provide(set);
rmSync(link, { force: true });
symlinkSync(cache, link);
say(`PBXs for the tests: ready in ${cache}.`);

function findMirror() {
  if (!existsSync(keyring) || architecture === "")
    fail(
      "PBXs for the tests: they are unpacked from Debian's packages, and this is not a Debian machine. The tests in test/pbx/ cannot run here.",
    );
  const format = ["indextargets", "--format", "$(REPO_URI)", "Identifier: Packages", "Origin: Debian"];
  const found = output("apt-get", format).split("\n").filter(Boolean);
  // Without lists (apt-get update was never run) the sources are still known, but not their origin.
  const sources = found.length > 0 ? found : output("apt-get", format.slice(0, 4)).split("\n").filter(Boolean);
  const address = sources.find((one) => !/security|debug/.test(one) && /\/debian\/?$/.test(one));
  if (!address)
    fail("PBXs for the tests: apt knows no Debian mirror. Name one in /etc/apt/sources.list, then try again.");
  return address;
}

function provide(set) {
  const target = path.join(cache, set.name);
  if (existsSync(target)) return say(`${words(set)}: unpacked already.`);
  say(`${words(set)}: fetching from Debian ${set.suite} and unpacking; half a minute to a minute, some 100 MB.`);
  const from = performance.now();
  mkdirSync(cache, { recursive: true });
  const work = path.join(cache, `.${set.name}.${process.pid}`);
  const apt = path.join(work, ".apt");
  try {
    fetchPackages(set, apt);
    unpack(path.join(apt, "cache/archives"), work);
    rmSync(apt, { recursive: true });
    for (const part of ["usr/share/doc", "usr/share/man", "usr/share/locale"])
      rmSync(path.join(work, part), { recursive: true, force: true });
    writeLaunchers(set, work);
    // Whole or not at all; another setup may have been quicker.
    if (!existsSync(target)) renameSync(work, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`${words(set)}: unpacked in ${((performance.now() - from) / 1000).toFixed(0)} s.`);
}

/** apt with lists, status and cache of its own: the machine's are neither read nor written, so each package comes with all it needs. */
function fetchPackages({ suite, packages }, apt) {
  for (const folder of ["etc/apt.conf.d", "etc/preferences.d", "state/lists/partial", "cache/archives/partial"])
    mkdirSync(path.join(apt, folder), { recursive: true });
  writeFileSync(path.join(apt, "status"), "");
  // sid moves daily, and a mirror's release file may be past its date; its signature is verified all the same.
  const options = `check-valid-until=no signed-by=${keyring}`;
  writeFileSync(path.join(apt, "etc/sources.list"), `deb [${options}] ${mirror} ${suite} main\n`);
  const conf = path.join(apt, "apt.conf");
  writeFileSync(
    conf,
    `Dir::Etc "${apt}/etc"; Dir::Etc::sourcelist "${apt}/etc/sources.list"; Dir::Etc::sourceparts "-"; Dir::Etc::parts "${apt}/etc/apt.conf.d";
Dir::State "${apt}/state"; Dir::State::status "${apt}/status"; Dir::Cache "${apt}/cache"; Debug::NoLocking "1";
APT::Sandbox::User ""; APT::Install-Recommends "0"; Acquire::Languages "none"; Acquire::PDiffs "0"; APT::Architecture "${architecture}";
`,
  );
  const env = { ...process.env, APT_CONFIG: conf, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["-y", "--download-only", "install", ...packages]]) {
    const { status, stdout, stderr } = spawnSync("apt-get", ["-q", ...args], { env, encoding: "utf8" });
    if (status !== 0)
      fail(
        `${stdout}${stderr}\nPBXs for the tests: apt-get ${args.join(" ")} (Debian ${suite}) failed; its own words stand above. It needs the Debian mirror that this machine uses.`,
      );
  }
}

function unpack(archives, target) {
  for (const file of readdirSync(archives).filter((name) => name.endsWith(".deb"))) {
    const { status, stderr } = spawnSync("dpkg-deb", ["-x", path.join(archives, file), target], { encoding: "utf8" });
    if (status !== 0) fail(`PBXs for the tests: ${file} could not be unpacked: ${stderr}`);
  }
}

/** A launcher starts its program with the loader and the libraries of its own set. */
function writeLaunchers({ programs }, tree) {
  const triple = readdirSync(path.join(tree, "usr/lib")).find((name) => name.endsWith("-linux-gnu"));
  const folders = ["lib", "usr/lib"]
    .map((name) => path.join(name, triple))
    .filter((name) => existsSync(path.join(tree, name)));
  const loader = folders
    .flatMap((folder) => readdirSync(path.join(tree, folder)).map((name) => path.join(folder, name)))
    .find((file) => /\/ld-linux.*\.so\.\d$/.test(file));
  // Where Debian keeps libraries apart and links them by a script that is not run here.
  const apart = ["blas", "lapack", "asterisk", "pulseaudio", "kamailio"].map((name) =>
    path.join("usr/lib", triple, name),
  );
  const libraries = [...folders, ...apart].map((folder) => `$tree/${folder}`).join(":");
  mkdirSync(path.join(tree, "bin-of-tests"));
  for (const [name, program] of Object.entries(programs)) {
    const file = path.join(tree, "bin-of-tests", name);
    writeFileSync(
      file,
      `#!/bin/sh\ntree=$(dirname "$(dirname "$(readlink -f "$0")")")\nexec "$tree/${loader}" --library-path "${libraries}" "$tree/${program}" "$@"\n`,
    );
    chmodSync(file, 0o755);
    const { stdout, stderr } = spawnSync(file, [name === "asterisk" ? "-V" : "-h"], { encoding: "utf8" });
    const missing = /error while loading shared libraries.*/.exec(`${stdout}${stderr}`)?.[0];
    if (missing) fail(`PBXs for the tests: ${name} does not run: ${missing}`);
  }
  symlinkSync(path.join("usr/lib", triple), path.join(tree, "libraries"));
}

function words({ programs }) {
  return Object.keys(programs).join(", ");
}

/** What a program prints; "" when it is not there or fails. */
function output(command, args) {
  return spawnSync(command, args, { encoding: "utf8" }).stdout ?? "";
}
