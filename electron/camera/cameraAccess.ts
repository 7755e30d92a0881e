import type { Login } from "../ask/digest.ts";

/** How the picture of a station's camera is fetched. With secrets: none of this leaves the host. */
export interface CameraAccess {
  snapshot: string;
  headers: Readonly<Record<string, string>>;
  /** null: it does not ask. */
  digest: Login | null;
}
