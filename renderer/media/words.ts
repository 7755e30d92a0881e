/** Foreign errors of the browser, translated once into words for the operator; the cause stays in the console log. */

/**
 * Why there is no microphone, and what to do. Names: W3C Media Capture, getUserMedia. `unplugged`: label of the one that
 * was in use until now; "" when none was.
 */
export function microphoneWords(error: unknown, unplugged: string): string {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      // Chromium's own words tell the system's refusal from the browser's.
      return messageOf(error).includes("by system")
        ? "The system refuses the microphone to the browser: allow it in the system's privacy settings."
        : "The browser was refused the microphone: allow it for this page, at the left of the address bar.";
    case "NotFoundError":
    case "OverconstrainedError":
      return unplugged === ""
        ? "No microphone is connected: plug one in, it is taken by itself."
        : `“${unplugged}” was unplugged and there is no other microphone: plug one in, it is taken by itself.`;
    case "NotReadableError":
    case "AbortError":
      return "Another program holds the microphone: close that program, the microphone is then taken by itself.";
    default:
      return `The microphone cannot be opened: ${messageOf(error)}`;
  }
}

/** Why a description could not be made or taken. */
export function peerWords(error: unknown): string {
  switch (nameOf(error)) {
    case "InvalidAccessError":
    case "OperationError":
    case "RTCError":
    case "SyntaxError":
      return `The far end's offer of sound cannot be used: ${messageOf(error)}`;
    case "InvalidStateError":
      return `The sound of this call is not in a state for that: ${messageOf(error)}`;
    default:
      return messageOf(error);
  }
}

/** Some of Chromium's messages quote whole descriptions. */
const longest = 300;

function messageOf(error: unknown): string {
  const message = error instanceof Error || error instanceof DOMException ? error.message : String(error);
  return message.length > longest ? `${message.slice(0, longest)}…` : message;
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}
