/**
 * Run as a process of its own: appends to the journal named in the first argument and prints "recorded <seq>" for every
 * confirmation, at once. Mode "fast": in bursts of random size, each when the former is on disk, with snapshots on the way.
 * Mode "steady": small bursts that do not wait. Ends when its standard input does.
 */
import { writeSync } from "node:fs";
import { openJournal } from "../../electron/host/journal.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { happening, stamped } from "./journalEntries.ts";

const [, , file = "", mode] = process.argv;
// Written straight to the pipe: what is in a stream's buffer dies with the process.
const print = (line: string) => writeSync(1, `${line}\n`);

let recorded = 0;
let wanted = 0;
let goOn: () => void = () => undefined;
const journal = await openJournal({
  file,
  position: "1",
  onRecorded(seq) {
    recorded = seq;
    print(`recorded ${seq}`);
    if (seq >= wanted) goOn();
  },
  onTrouble: (present, words) => print(`trouble ${present} ${words}`),
});
let { desk } = journal.loaded;
print(`loaded ${desk.seq}`);
let snapshotAt = desk.seq;
// Numbers that no earlier life of this journal used.
let number = desk.seq;

function burst(count: number): void {
  for (let made = 0; made < count; made++) {
    const { entries, attachments } = stamped(happening(number++), desk.seq + 1);
    journal.append(entries, attachments);
    desk = entries.reduce(reduce, desk);
  }
  if (desk.seq - snapshotAt < 300) return;
  journal.saveSnapshot(desk);
  snapshotAt = desk.seq;
}

let stopping = false;
process.stdin.on("end", () => {
  stopping = true;
});
process.stdin.resume();
while (!stopping) {
  if (mode === "steady") {
    burst(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
  } else {
    burst(1 + Math.floor(Math.random() * 6));
    wanted = desk.seq;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      if (recorded >= wanted) resolve();
    });
  }
}
await journal.close();
