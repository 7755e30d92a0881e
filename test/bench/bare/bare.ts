/** What a console would be without ours: SIP.js in a page, a card for each call. For comparison in the same run. */
import { Registerer, UserAgent } from "sip.js";

const query = new URLSearchParams(location.search);
const list = document.getElementById("list");
const count = document.getElementById("count");
let waiting = 0;

const agent = new UserAgent({
  uri: UserAgent.makeURI("sip:6000@bench.invalid") ?? fail(),
  transportOptions: { server: query.get("server") ?? "", traceSip: false },
  logBuiltinEnabled: false,
  noAnswerTimeout: 86_400,
  delegate: {
    onInvite(invitation) {
      const card = document.createElement("article");
      card.className = "card";
      card.dataset["eventId"] = invitation.request.callId;
      card.textContent = `${invitation.remoteIdentity.displayName} ${invitation.remoteIdentity.uri.user ?? ""}`;
      list?.append(card);
      waiting += 1;
      if (count) {
        count.textContent = `${waiting} waiting`;
        count.dataset["count"] = String(waiting);
      }
      invitation.delegate = {
        onCancel() {
          card.remove();
        },
      };
    },
  },
});

function fail(): never {
  throw new Error("no address");
}

await agent.start();
await new Registerer(agent).register();
