/** It did not work; the message is for people and names no address, no header and nothing of the body. */
export class AskFailed extends Error {
  override name = "AskFailed";
}
