/** Permissions: the microphone for our own pages, and nothing else for anybody. Electron's default is to grant. */
import type { Session } from "electron";
import { pageOrigin } from "./pageScheme.ts";

export function limitPermissions(
  session: Pick<Session, "setPermissionRequestHandler" | "setPermissionCheckHandler">,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const kinds = "mediaTypes" in details ? (details.mediaTypes ?? []) : [];
    // An empty list would be a request for neither sound nor picture.
    const soundOnly = kinds.length > 0 && kinds.every((kind) => kind === "audio");
    callback(permission === "media" && soundOnly && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    // Asked before enumerateDevices and setSinkId too, which give our page the names and the choice of loudspeakers.
    if (permission === "media") return details.mediaType === "audio" && isOurs(requestingOrigin);
    return (permission as string) === "speaker-selection" && isOurs(requestingOrigin);
  });
}

function isOurs(address: string | undefined): boolean {
  if (!address || !URL.canParse(address)) return false;
  const url = new URL(address);
  return `${url.protocol}//${url.host}` === pageOrigin;
}
