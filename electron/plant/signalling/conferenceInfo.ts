/** The package "conference" of RFC 4575: who is in a page, as application/conference-info+xml with full state. */

export type MemberState =
  | { is: "dialling" }
  | { is: "connected" }
  /** statusCode: SIP code it failed with; null: it left by itself. */
  | { is: "gone"; statusCode: number | null };

export interface ConferenceMember {
  number: string;
  name: string;
  state: MemberState;
}

const reasons: Readonly<Record<number, string>> = {
  404: "Not Found",
  480: "Temporarily Unavailable",
  486: "Busy Here",
};

export function conferenceInfo(
  domain: string,
  focus: { number: string; name: string; active: boolean },
  members: readonly ConferenceMember[],
  version: number,
): string {
  const connected = members.filter(({ state }) => state.is === "connected").length;
  const users = members.map(({ number, name, state }) => {
    const entity = `sip:${number}@${domain}`;
    return `<user entity="${escaped(entity)}" state="full"><display-text>${escaped(name)}</display-text>${endpoint(entity, state)}</user>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:${escaped(focus.number)}@${domain}" state="full" version="${version}">`,
    `<conference-description><display-text>${escaped(focus.name)}</display-text></conference-description>`,
    `<conference-state><user-count>${connected}</user-count><active>${focus.active}</active></conference-state>`,
    `<users state="full">${users.join("")}</users>`,
    "</conference-info>",
  ].join("\r\n");
}

function endpoint(entity: string, state: MemberState): string {
  const open = `<endpoint entity="${escaped(entity)}" state="full">`;
  if (state.is === "dialling") return `${open}<status>dialing-out</status></endpoint>`;
  if (state.is === "connected")
    return `${open}<status>connected</status><joining-method>dialed-out</joining-method></endpoint>`;
  const { statusCode } = state;
  const left = `${open}<status>disconnected</status>`;
  if (statusCode === null) return `${left}<disconnection-method>departed</disconnection-method></endpoint>`;
  // RFC 4575, 5.7.5 and 5.7.6: the reason is written as in a Reason header (RFC 3326).
  const method = statusCode === 486 ? "busy" : "failed";
  const reason = `SIP;cause=${statusCode};text="${reasons[statusCode] ?? "Failed"}"`;
  return `${left}<disconnection-method>${method}</disconnection-method><disconnection-info><reason>${escaped(reason)}</reason></disconnection-info></endpoint>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? "");
}
