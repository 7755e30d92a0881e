/**
 * Sends a request as the user whom the site file names: a Digest challenge (401) is answered, once. A device that answers
 * anything else may have acted, and is not asked again. Basic is never answered: it would show the password.
 */
import { randomBytes } from "node:crypto";
import { AskFailed } from "./askFailed.ts";
import { authorizationOf, type Digest, digestOf, type Login } from "./digest.ts";

/** A challenge that was answered: good for further requests to its address (RFC 7616, 3.6), each with the next count. */
interface Answered {
  digest: Digest;
  cnonce: string;
  count: number;
}

/**
 * By login and address; a new site begins anew. So a picture every 2 s is one request each time, not two. A nonce that the
 * device gives for next time (RFC 7616, 3.5) is not read: the one we have is then stale, which costs one request.
 */
const kept = new WeakMap<Login, Map<string, Answered>>();

/** `send`: the request itself, with the value of Authorization. */
export async function sendAs(
  { url, method, login }: { url: string; method: string; login: Login },
  send: (authorization?: string) => Promise<Response>,
): Promise<Response> {
  const ofLogin = kept.get(login) ?? new Map<string, Answered>();
  kept.set(login, ofLogin);
  const { pathname, search } = new URL(url);
  const sendSigned = (answered: Answered): Promise<Response> => {
    answered.count += 1;
    return send(authorizationOf({ ...answered, login, method, uri: pathname + search }));
  };

  let answered = ofLogin.get(url);
  let answer = await (answered ? sendSigned(answered) : send());
  for (let answers = 0; answer.status === 401; answers += 1) {
    ofLogin.delete(url);
    await answer.body?.cancel();
    const digest = digestOf(answer.headers.get("www-authenticate") ?? "");
    // RFC 7616, 3.3: stale says that user and password were not the reason. That is believed once.
    if (answers > 0 && !(answers === 1 && digest?.stale)) {
      throw new AskFailed("it refuses the user or password (401)", { isRefusal: true });
    }
    if (!digest) throw new AskFailed("it asks for a password in a way that is not known here");
    answered = begun(digest, answered);
    answer = await sendSigned(answered);
  }
  if (answered) ofLogin.set(url, answered);
  return answer;
}

/** RFC 7616, 3.4: the count is of all requests with this nonce. */
function begun(digest: Digest, before: Answered | undefined): Answered {
  if (before?.digest.nonce !== digest.nonce) return { digest, cnonce: randomBytes(16).toString("hex"), count: 0 };
  before.digest = digest;
  return before;
}
