/** The PBXs that every test of this folder runs on. */
import { startAsterisk } from "./asterisk.ts";
import { startKamailio } from "./kamailio.ts";
import type { Pbx, PbxOptions } from "./pbx.ts";
import { whyNot } from "./programs.ts";
import { again } from "./started.ts";

export { pbxTest } from "./programs.ts";

const starters = { asterisk: startAsterisk, kamailio: startKamailio };
export const pbxs = Object.keys(starters) as (keyof typeof starters)[];

/** Only where it can run: the tests say why not (pbxTest). */
export async function startPbx(name: keyof typeof starters, options?: PbxOptions): Promise<Pbx> {
  return whyNot(name) === null ? again(() => starters[name](options)) : (undefined as never);
}
