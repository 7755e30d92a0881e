/** It did not work; the message is for people and names no address, no header and nothing of the body. */
export class AskFailed extends Error {
  override name = "AskFailed";
  /** The device refuses the user or the password: asked again it would, at some, lock the user out. */
  readonly isRefusal: boolean;

  constructor(message: string, { isRefusal = false } = {}) {
    super(message);
    this.isRefusal = isRefusal;
  }
}
