/** WAV files of one channel and 16 bits (PCM): what the host plays and writes, and what a site may name. Pure. */

export interface WavSound {
  /** Samples a second. */
  rate: number;
  /** −1…1. */
  samples: Float32Array<ArrayBuffer>;
}

const headBytes = 44;

export function writeWav({ rate, samples }: { rate: number; samples: Float32Array }): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headBytes + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const name = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) view.setUint8(at + i, letters.charCodeAt(i));
  };
  name(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  name(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    view.setInt16(headBytes + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
  });
  return bytes;
}

/** The sound, or in words what the file is instead. Chunks that other programs add are passed over. */
export function readWav(bytes: Uint8Array): WavSound | { wrong: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nameAt = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || nameAt(0) !== "RIFF" || nameAt(8) !== "WAVE") return { wrong: "no WAV file" };
  let rate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = nameAt(at);
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (start + length > bytes.length) return { wrong: "a WAV file that is cut off" };
    if (name === "fmt ") {
      if (length < 16) return { wrong: "a WAV file without its format" };
      const wrong = wrongFormat(view, start);
      if (wrong !== null) return { wrong };
      rate = view.getUint32(start + 4, true);
    } else if (name === "data") {
      if (rate === 0) return { wrong: "a WAV file without its format" };
      const samples = new Float32Array(length >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(start + i * 2, true) / 32_768;
      return { rate, samples };
    }
    // Chunks of odd length are followed by a byte of padding.
    at = start + length + (length & 1);
  }
  return { wrong: "a WAV file without sound" };
}

function wrongFormat(view: DataView, at: number): string | null {
  const coding = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const bits = view.getUint16(at + 14, true);
  if (coding !== 1) return "a compressed WAV file, or one of floating point";
  if (channels !== 1) return `${channels} channels`;
  return bits === 16 ? null : `${bits} bits`;
}
