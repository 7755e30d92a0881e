import { describe, expect, test } from "vitest";
import { type Member, readConferenceInfo, withDocument } from "../../electron/sip/conferenceInfo.ts";

const endpoint = (status: string, more = ""): string =>
  `<endpoint entity="e"><status>${status}</status>${more}</endpoint>`;
const user = (number: string, inner: string): string => `<user entity="sip:${number}@p.invalid">${inner}</user>`;
const document = (users: string, attributes = 'state="full" version="3"'): string =>
  `<?xml version="1.0"?>\r\n<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:71@p" ${attributes}><users>${users}</users></conference-info>`;
const statuses = (xml: string) => readConferenceInfo(xml)?.users.map(({ status }) => status);

describe("a conference-info document", () => {
  test("tells where each member is", () => {
    const users = [
      user("1", endpoint("connected")),
      user("2", endpoint("dialing-out")),
      user("3", endpoint("disconnected", "<disconnection-method>departed</disconnection-method>")),
      user("4", endpoint("disconnected", "<disconnection-method>busy</disconnection-method>")),
      user("5", endpoint("disconnected", "<disconnection-info><reason>SIP;cause=480</reason></disconnection-info>")),
      user("6", endpoint("disconnected") + endpoint("connected")),
      user("7", "<display-text>no endpoint</display-text>"),
    ];
    expect(readConferenceInfo(document(users.join("")))?.version).toBe(3);
    expect(statuses(document(users.join("")))).toEqual(["joined", "joining", "left", "busy", "failed", "joined", null]);
  });

  test("may use a namespace prefix, and may be empty", () => {
    const xml = document(user("1", endpoint("connected"))).replace(/<(\/?)([a-z])/g, "<$1ci:$2");
    expect(statuses(xml)).toEqual(["joined"]);
    expect(statuses(document(""))).toEqual([]);
  });

  test("in part leaves the others as they were; in full lets the missing go", () => {
    const before = new Map<string, Member>([
      ["1", { number: "1", status: "joined" }],
      ["2", { number: "2", status: "busy" }],
    ]);
    const listAfter = (attributes: string) => {
      const read = readConferenceInfo(document(user("3", endpoint("connected")), attributes));
      return read && [...withDocument(before, read).values()].map(({ number, status }) => `${number} ${status}`);
    };
    expect(listAfter('state="partial" version="1"')).toEqual(["1 joined", "2 busy", "3 joined"]);
    expect(listAfter('state="full" version="1"')).toEqual(["1 left", "2 busy", "3 joined"]);
  });

  test.each([
    [
      "entities",
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${document(user("&b;", endpoint("connected")))}`,
    ],
    ["an external entity", `<!DOCTYPE x SYSTEM "file:///etc/passwd">${document("")}`],
    ["too much", document(user("1", `<display-text>${"x".repeat(300_000)}</display-text>`))],
    ["no end of depth", "<conference-info>".repeat(30_000)],
    ["another document", "<html><users><user entity='sip:1@p'/></users></html>"],
    ["no XML at all", "\u0000<<<>>>"],
    ["nothing", ""],
  ])("of a hostile kind gives nothing: %s", (_, xml) => {
    expect(readConferenceInfo(xml)).toBe(null);
  });

  test("cannot touch the prototype of anything", () => {
    readConferenceInfo(
      document("<__proto__><polluted>1</polluted></__proto__><constructor><prototype/></constructor>"),
    );
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
  });
});
