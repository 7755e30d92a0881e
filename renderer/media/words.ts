/** Foreign errors of the browser, translated once into words for the operator; the cause stays in the console log. */

/** Why there is no microphone. Names: W3C Media Capture, getUserMedia. */
export function microphoneWords(error: unknown): string {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return "The microphone is not allowed on this computer.";
    case "NotFoundError":
    case "OverconstrainedError":
      return "There is no microphone.";
    case "NotReadableError":
    case "AbortError":
      return "The microphone is in use by another program.";
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
