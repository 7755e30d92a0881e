/** Bugs that a hurried change could make in the desk, each by one small edit of its source. `npm run planted` has the tests find them. */
export interface Bug {
  /** What would be wrong. */
  name: string;
  file: string;
  from: string;
  to: string;
}

export const bugs: readonly Bug[] = [
  {
    name: "a second press of a station opens nothing and counts nothing",
    file: "shared/priority/decideArrival.ts",
    from: '[{ kind: "eventRepeated", by, data: { eventId, targetMs } }, offered]',
    to: "[offered]",
  },
  {
    name: "a claimed identity folds into another's open event",
    file: "shared/priority/decideArrival.ts",
    from: "const open = asserted && station ?",
    to: "const open = station ?",
  },
  {
    name: "the other PBX's copy of a press is a press of its own",
    file: "shared/priority/decideArrival.ts",
    from: "const copied = pressOf(context, report, asserted ? station : null);",
    to: "const copied = pressOf(context, { ...report, readable: false }, asserted ? station : null);",
  },
  {
    name: "copies join long after the press",
    file: "shared/priority/decideArrival.ts",
    from: "const copyWithinMs = 3_000;",
    to: "const copyWithinMs = 3_000_000;",
  },
  {
    name: "a caller who gave up counts as answered elsewhere",
    file: "shared/priority/decideArrival.ts",
    from: 'kind: elsewhere ? "answeredElsewhere" : "abandoned"',
    to: 'kind: "answeredElsewhere"',
  },
  {
    name: "a ringing life-safety call can be acknowledged without answering it",
    file: "shared/priority/decideEvent.ts",
    from: 'if (ringing && event.class === "lifeSafety")',
    to: "if (ringing && false)",
  },
  {
    name: "an event is closed with the caller on the line",
    file: "shared/priority/decideEvent.ts",
    from: "if (event.callIds.some((id) => desk.calls[id])) {",
    to: "if (event.callIds.length < 0) {",
  },
  {
    name: "an event is closed over open mandatory steps",
    file: "shared/priority/decideEvent.ts",
    from: 'if (open.length > 0 && said === "")',
    to: "if (open.length < 0)",
  },
  {
    name: "a close can be undone for ever",
    file: "shared/priority/decideEvent.ts",
    from: "const undoWithinMs = 10_000;",
    to: "const undoWithinMs = 10_000_000;",
  },
  {
    name: "an unknown caller who claims an emergency passes for life safety",
    file: "shared/priority/classify.ts",
    from: 'return { class: "urgent", why: [...claims, { kind: "unknownCaller", text: "" }] };',
    to: 'return { class: "lifeSafety", why: [...claims, { kind: "unknownCaller", text: "" }] };',
  },
  {
    name: "a repeat leaves the event acknowledged",
    file: "shared/priority/reduceEvent.ts",
    from: "const waitingAgain = (at: number, targetMs: number) => ({\n  acknowledged: false,",
    to: "const waitingAgain = (at: number, targetMs: number) => ({\n  acknowledged: true,",
  },
  {
    name: "a repeat does not add to the presses",
    file: "shared/priority/reduceEvent.ts",
    from: "presses: [...event.presses, at],",
    to: "presses: event.presses,",
  },
  {
    name: "a note puts off an event that nobody is at for ever",
    file: "shared/priority/reduceEvent.ts",
    from: "(event.stalledDueAt === null ? null : dueAt)",
    to: "(event.stalledDueAt === null || dueAt > 0 ? null : dueAt)",
  },
  {
    name: "a new life-safety press does not end the silence",
    file: "shared/priority/reduceEvent.ts",
    from: 'event?.class === "lifeSafety" ? { ...desk, silencedUntil: null } : desk;',
    to: "event === undefined ? { ...desk, silencedUntil: null } : desk;",
  },
  {
    name: "a closed event is reopened with its close",
    file: "shared/priority/reduceEvent.ts",
    from: "{ ...event, closed: null, stalledDueAt: at + undoneStalledMs }",
    to: "{ ...event, stalledDueAt: at + undoneStalledMs }",
  },
  {
    name: "an acknowledged event that nobody is at never sounds again",
    file: "shared/desk/decideTick.ts",
    from: "if (!due(event.stalledDueAt)) continue;",
    to: "if (!due(event.stalledDueAt) || event.acknowledged) continue;",
  },
  {
    name: "a held caller is never asked about again",
    file: "shared/desk/decideTick.ts",
    from: "} else if (due(call.returnDueAt) && call.eventId !== null) {",
    to: "} else if (due(call.returnDueAt) && call.eventId === null) {",
  },
  {
    name: "an order that nobody confirms stays under way for ever",
    file: "shared/desk/decideTick.ts",
    from: "if (due(call.orderDueAt)) {",
    to: "if (due(call.orderDueAt) && call.ending) {",
  },
  {
    name: "the host sleeps through the return timer",
    file: "shared/desk/decideTick.ts",
    from: "    sooner(call.returnDueAt);\n",
    to: "",
  },
  {
    name: "answering holds an equal call without being asked twice",
    file: "shared/call/decideAnswer.ts",
    from: "rankOf(desk, otherLive) <= rankOf(desk, offered) && !command.holdEqual",
    to: "rankOf(desk, otherLive) < rankOf(desk, offered) && !command.holdEqual",
  },
  {
    name: "answering leaves the lower call live",
    file: "shared/call/decideAnswer.ts",
    from: '...holdOthers(context, [offered.id], command.holdEqual ? by : "rule:answerHoldsLower"),',
    to: "",
  },
  {
    name: "the leg of the PBX with the stalest proof is answered",
    file: "shared/call/decideAnswer.ts",
    from: "provedAt(call) > provedAt(surest)",
    to: "provedAt(call) < provedAt(surest)",
  },
  {
    name: "a held caller hears the microphone",
    file: "shared/call/planSound.ts",
    from: 'if (call.state === "held") return { microphone: false, speaker: false, clip: "hold" };',
    to: 'if (call.state === "held") return { microphone: true, speaker: false, clip: "hold" };',
  },
  {
    name: "the microphone reaches the caller while a page is on air",
    file: "shared/call/planSound.ts",
    from: "microphone: !call.muted && !call.listenOnly && !onAir",
    to: "microphone: !call.muted && !call.listenOnly",
  },
  {
    name: "the microphone opens by itself after a restart",
    file: "shared/call/planSound.ts",
    from: "microphone: !call.muted && !call.listenOnly && !onAir",
    to: "microphone: !call.muted && !onAir",
  },
  {
    name: "the ring is of the oldest event, whatever its class",
    file: "shared/call/planSound.ts",
    from: "return rank < 0 || (rank === 0 && a.waitingSince < b.waitingSince);",
    to: "return rank < -9 || a.waitingSince < b.waitingSince;",
  },
  {
    name: "a deaf console is silent when nothing else rings",
    file: "shared/call/planSound.ts",
    from: 'if (desk.faults["deaf:"]) return',
    to: 'if (desk.faults["deaf:"] && Object.keys(desk.events).length > 0) return',
  },
  {
    name: "life safety can be turned down to nothing",
    file: "shared/call/planSound.ts",
    from: '...(best.class === "lifeSafety" && { atLeast: floorOf(site) }),',
    to: "",
  },
  {
    name: "a call goes out by a PBX that nothing proves",
    file: "shared/call/decideDial.ts",
    from: 'desk.pbxs[pbxId]?.state === "registered" && moment.now - (moment.proofs[pbxId] ?? 0) < provedForMs;',
    to: 'desk.pbxs[pbxId]?.state === "registered";',
  },
  {
    name: "a call-back goes to any number that a caller claims to have",
    file: "shared/operator/permit.ts",
    from: 'kind === "station" || kind === "contact" ? null : permitCall(site, operatorId, number, moment);',
    to: 'kind === "station" || kind === "contact" || kind === "number" ? null : permitCall(site, operatorId, number, moment);',
  },
  {
    name: "a lost call is forgotten at a restart",
    file: "shared/desk/decideHost.ts",
    from: "if (calls.length === 0 || calls.some((call) => healing.has(call.id))) continue;",
    to: "if (calls.length >= 0) continue;",
  },
  {
    name: "one PBX of two gone makes the console deaf",
    file: "shared/desk/decideHost.ts",
    from: 'const reachable = site.pbxs.some((pbx) => after[pbx.id]?.state === "registered");',
    to: 'const reachable = site.pbxs.every((pbx) => after[pbx.id]?.state === "registered");',
  },
  {
    name: "an operator leaves open urgent events without a second one",
    file: "shared/shift/decideShift.ts",
    from: "if (open.length === 0) return done([signedOut]);",
    to: "if (open.length >= 0) return done([signedOut]);",
  },
  {
    name: "who takes over unsigned is said to have signed",
    file: "shared/shift/decideShift.ts",
    from: "signed: desk.handover !== null",
    to: "signed: true",
  },
  {
    name: "a stranger's claim makes life safety",
    file: "shared/priority/classify.ts",
    from: 'return { ...found, class: found.class === "lifeSafety" ? "urgent" : found.class };',
    to: "return found;",
  },
  {
    name: "a stranger's claim is not flagged",
    file: "shared/priority/classify.ts",
    from: "const unverified: Weighed[] = isClaim ? [",
    to: "const unverified: Weighed[] = isClaim && false ? [",
  },
  {
    name: "From counts before the identity that the PBX asserts",
    file: "shared/priority/caller.ts",
    from: "const number = asserted ? evidence.assertedNumber : evidence.number;",
    to: "const number = evidence.number ?? evidence.assertedNumber;",
  },
  {
    name: "an answer by itself acknowledges the event",
    file: "shared/call/decideProgress.ts",
    from: "if (!event.acknowledged && !isUntaken(call)) {",
    to: "if (!event.acknowledged) {",
  },
  {
    name: "a desk in use answers by itself",
    file: "shared/autoAnswer/autoAnswer.ts",
    from: 'if (!moment.operator.idle || operatorIn(by) !== null) return "active";',
    to: 'if (operatorIn(by) !== null) return "active";',
  },
  {
    name: "a desk with nobody signed in answers by itself",
    file: "shared/autoAnswer/autoAnswer.ts",
    from: "if (signedIn === null || permitHandle(site, signedIn.operatorId) !== null)",
    to: "if (signedIn !== null && permitHandle(site, signedIn.operatorId) !== null)",
  },
  {
    name: "a busy desk answers by itself",
    file: "shared/autoAnswer/autoAnswer.ts",
    from: 'return isBusy ? "busy" : null;',
    to: "return isBusy ? null : null;",
  },
  {
    name: "an announced answer is made at once",
    file: "shared/autoAnswer/autoAnswer.ts",
    from: "return pending.dueAt <= moment.now ?",
    to: "return pending.dueAt <= moment.now + 3_000 ?",
  },
  {
    name: "a veto is forgotten",
    file: "shared/autoAnswer/autoAnswer.ts",
    from: "autoAnswer !== true || event.autoAnswerVetoed) return nothing;",
    to: "autoAnswer !== true) return nothing;",
  },
];
