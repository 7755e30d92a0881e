import { describe, expect, test } from "vitest";
import {
  permitApproval,
  permitCall,
  permitCallBack,
  permitHandle,
  permitHistory,
  permitPage,
  roleOf,
} from "../../shared/operator/permit.ts";
import type { Role, Site } from "../../shared/site/site.ts";
import { aSite, dispatcher } from "./aSite.ts";

const noon = { now: 0, localMinute: 12 * 60 };
const night = { now: 0, localMinute: 2 * 60 };
const plain = { allCall: false, approvedBy: null };
const withRole = (role: Partial<Role>): Site => ({
  ...aSite,
  roles: aSite.roles.map((one) => (one.id === "dispatcher" ? { ...dispatcher, ...role } : one)),
});

describe("deny by default", () => {
  test.each([null, "lost", "nobody", "guest", "constructor"])("%j may do nothing", (who) => {
    expect(permitHandle(aSite, who)).not.toBeNull();
    expect(permitCall(aSite, who, "101", noon)).not.toBeNull();
    expect(permitCallBack(aSite, who, "101", noon)).not.toBeNull();
    expect(permitPage(aSite, who, ["tubeA"], plain, noon)).not.toBeNull();
    expect(permitPage(aSite, who, [], { allCall: true, approvedBy: "ben" }, noon)).not.toBeNull();
    expect(permitHistory(aSite, who, false)).not.toBeNull();
  });

  test("with nobody signed in, the words say to sign in", () => {
    expect(permitCall(aSite, null, "101", noon)).toEqual({ code: "notSignedIn", words: "Sign in to call." });
    expect(permitHandle(aSite, null)?.code).toBe("notSignedIn");
    expect(roleOf(aSite, null)).toBeNull();
  });
});

describe("events", () => {
  test("a dispatcher handles them, an auditor is told who does", () => {
    expect(permitHandle(aSite, "anna")).toBeNull();
    expect(permitHandle(aSite, "eve")).toEqual({
      code: "notPermitted",
      words: "Not allowed: priority events need a dispatcher or a supervisor.",
    });
  });
});

describe("calls", () => {
  test.each(["101", "7002", "05121234", "0512 12-34", "112"])("a dispatcher may call %s", (number) =>
    expect(permitCall(aSite, "anna", number, noon)).toBeNull(),
  );

  test.each(["+4312345", "0043 12345", "00*21#"])("a pattern 0* does not reach abroad with %s", (number) =>
    expect(permitCall(aSite, "anna", number, noon)).toEqual({
      code: "notPermitted",
      words: number.includes("*")
        ? "Not allowed: international calls are given to no role of this site."
        : "Not allowed: international calls need a supervisor.",
    }),
  );

  test("+* and 00* are the same international right", () => {
    expect(permitCall(aSite, "ben", "004312345", noon)).toBeNull();
    expect(
      permitCall(withRole({ call: { stations: false, contacts: false, numbers: ["0043*"] } }), "anna", "+431", noon),
    ).toBeNull();
    expect(
      permitCall(withRole({ call: { stations: false, contacts: false, numbers: ["*"] } }), "anna", "+431", noon),
    ).not.toBeNull();
  });

  test("no feature code hides behind the star", () => {
    expect(permitCall(aSite, "anna", "0*72*0900", noon)?.code).toBe("notPermitted");
    expect(permitCall(aSite, "anna", "1121", noon)?.words).toBe(
      "Not allowed: calls to 1121 are given to no role of this site.",
    );
  });

  test("a contact's right covers a contact abroad", () => {
    expect(permitCall(aSite, "anna", "+41445550142", noon)).toBeNull();
    expect(permitCall(aSite, "mia", "7002", noon)?.words).toBe(
      "Not allowed: calls to contacts need a dispatcher or a supervisor.",
    );
  });

  test("a zone is paged, never called, whatever the patterns say", () => {
    const site = withRole({ call: { stations: true, contacts: true, numbers: ["*"] } });
    expect(permitCall(site, "anna", "80 1", noon)?.words).toBe(
      "Not allowed: 801 is the zone Tube A all. Page it instead.",
    );
  });

  test("the desk does not call itself, nor what is no number", () => {
    const site = withRole({ call: { stations: true, contacts: true, numbers: ["*"] } });
    expect(permitCall(site, "anna", "6000", noon)?.words).toBe("Not allowed: 6000 is this desk's own number.");
    expect(permitCall(site, "anna", "sip:101@x", noon)?.code).toBe("unknownTarget");
  });

  test("areas and hours are respected, in words", () => {
    expect(permitCall(aSite, "mia", "101", noon)).toBeNull();
    expect(permitCall(aSite, "mia", "201", noon)).toEqual({
      code: "outsideArea",
      words: "Not allowed: Station b1 is outside the areas of Maintenance.",
    });
    expect(permitCall(aSite, "mia", "101", night)).toEqual({
      code: "outsideHours",
      words: "Not allowed now: Maintenance may call from 06:00 to 22:00.",
    });
  });

  test("hours begin with their first minute, end before their last, and may pass midnight", () => {
    const at = (role: Partial<Role>, localMinute: number) =>
      permitCall(withRole(role), "anna", "101", { now: 0, localMinute });
    const day = { hours: { from: "06:00", to: "22:00" } };
    expect([359, 360, 1319, 1320].map((minute) => at(day, minute) === null)).toEqual([false, true, true, false]);
    const late = { hours: { from: "22:00", to: "06:00" } };
    expect([1319, 1320, 0, 359, 360].map((minute) => at(late, minute) === null)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(at({ hours: { from: "6", to: "22:00" } }, 720)?.code).toBe("outsideHours");
  });

  test("who handles events may call back a station at any hour, but no number that a caller only claimed", () => {
    const site = withRole({
      call: { stations: false, contacts: false, numbers: [] },
      hours: { from: "06:00", to: "07:00" },
    });
    expect(permitCallBack(site, "anna", "101", night)).toBeNull();
    expect(permitCallBack(site, "anna", "09001234", noon)?.code).toBe("notPermitted");
    expect(permitCallBack(site, "anna", "801", noon)?.code).toBe("notPermitted");
    expect(permitCallBack(site, "mia", "101", noon)?.code).toBe("notPermitted");
  });
});

describe("pages", () => {
  test("a role pages the zones it names", () => {
    expect(permitPage(aSite, "anna", ["tubeA"], plain, noon)).toBeNull();
    expect(permitPage(aSite, "ben", ["tubeB"], plain, noon)).toBeNull();
    expect(permitPage(aSite, "mia", ["tubeA"], plain, noon)).toEqual({
      code: "notPermitted",
      words: "Not allowed: pages to Tube A all need a dispatcher or a supervisor.",
    });
  });

  test("one zone that is not permitted refuses the page", () => {
    expect(permitPage(withRole({ page: ["tubeA"], allCall: false }), "anna", ["tubeB"], plain, noon)?.words).toBe(
      "Not allowed: pages to Tube B all need a supervisor.",
    );
  });

  test("no zone and an unknown zone are refused", () => {
    expect(permitPage(aSite, "anna", [], plain, noon)?.code).toBe("nothingToDo");
    expect(permitPage(aSite, "anna", ["tubeA", "tubeX"], plain, noon)?.words).toBe("The site has no zone tubeX.");
  });

  test("areas and hours hold for pages too", () => {
    expect(permitPage(withRole({ areas: ["tubeA"] }), "anna", ["tubeB"], plain, noon)?.code).toBe("outsideArea");
    expect(
      permitPage(withRole({ hours: { from: "06:00", to: "22:00" } }), "anna", ["tubeA"], plain, night)?.words,
    ).toBe("Not allowed now: Dispatcher may page from 06:00 to 22:00.");
  });
});

describe("all call", () => {
  const approved = { allCall: true, approvedBy: "ben" };

  test("needs the right and the PIN of another operator who may approve", () => {
    expect(permitPage(aSite, "anna", [], approved, noon)).toBeNull();
    expect(permitPage(aSite, "anna", [], { allCall: true, approvedBy: null }, noon)).toEqual({
      code: "needsApproval",
      words: "An all call needs the PIN of a second operator: a supervisor.",
    });
    expect(permitPage(withRole({ allCall: false }), "anna", [], approved, noon)?.words).toBe(
      "Not allowed: all calls need a supervisor.",
    );
  });

  test("nobody approves for himself, nor without the right to approve", () => {
    expect(permitPage(aSite, "ben", [], approved, noon)?.code).toBe("needsApproval");
    expect(permitApproval(aSite, "anna", "eve")?.words).toBe(
      "This operator may not approve an all call: it needs the PIN of a supervisor.",
    );
    expect(permitApproval(aSite, "anna", "nobody")?.code).toBe("needsApproval");
  });

  test("is an all call too when a marked zone, or every zone one by one, is chosen", () => {
    expect(permitPage(aSite, "ben", ["all"], plain, noon)?.code).toBe("needsApproval");
    expect(permitPage(aSite, "ben", ["tubeA", "tubeB"], plain, noon)?.code).toBe("needsApproval");
    expect(permitPage(aSite, "anna", ["all"], { allCall: false, approvedBy: "ben" }, noon)).toBeNull();
  });

  test("is refused to a role that is limited to some areas", () => {
    expect(permitPage(withRole({ areas: ["tubeA"] }), "anna", [], approved, noon)?.code).toBe("outsideArea");
  });
});

describe("history", () => {
  test("reading and exporting are two rights", () => {
    expect(permitHistory(aSite, "anna", false)).toBeNull();
    expect(permitHistory(aSite, "anna", true)?.words).toBe(
      "Not allowed: exports of the history need a supervisor or an auditor.",
    );
    expect(permitHistory(aSite, "eve", true)).toBeNull();
    expect(permitHistory(aSite, "mia", false)?.code).toBe("notPermitted");
  });
});
