/** How loud a stream is, for the level bars. */

export interface Meter {
  /** 0…1: -60 dBFS and below is 0, full scale is 1. */
  level(): number;
  close(): void;
}

const floorDb = -60;

export function createMeter(context: AudioContext, stream: MediaStream): Meter {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  // 85 ms at 48 kHz: a level ten times a second misses nothing.
  analyser.fftSize = 4096;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    close() {
      source.disconnect();
      analyser.disconnect();
    },
  };
}

export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / samples.length);
  const db = 20 * Math.log10(rms);
  return Math.max(0, Math.min(1, 1 - db / floorDb));
}
