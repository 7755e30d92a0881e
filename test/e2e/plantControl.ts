/** The field side of a test: presses buttons of the embedded plant, and listens at its stations, over its control. */

export interface HeardTone {
  /** Amplitude of the asked frequency, 0…1. */
  amplitude: number;
  rms: number;
  packets: number;
}

export interface StationCall {
  direction: "in" | "out";
  state: string;
  peer: string;
  isPage: boolean;
  digits: string;
}
export interface FieldStation {
  number: string;
  name: string;
  isOnline: boolean;
  calls: readonly StationCall[];
}

export interface FieldPlace {
  latitude: number;
  longitude: number;
  radiusM?: number;
}

export interface Plant {
  /** Presses a station's button. `headers`: "Name: value" lines in its INVITE. */
  press(
    number: string,
    more?: { times?: number; headers?: readonly string[]; to?: string; at?: FieldPlace },
  ): Promise<void>;
  burst(count: number, more?: { everyMs?: number; type?: string }): Promise<void>;
  offline(number: string): Promise<void>;
  online(number: string): Promise<void>;
  hangup(number: string): Promise<void>;
  /** Presses a key in the call that the station is in. */
  key(number: string, digit: string, how?: "events" | "tone" | "info"): Promise<void>;
  /** What the station hears now of one frequency; 1000 Hz is the fake microphone. */
  heard(number: string, hz?: number): Promise<HeardTone>;
  state(): Promise<readonly FieldStation[]>;
  station(number: string): Promise<FieldStation>;
  /** Addresses of the running plant. */
  address: { sip: string; control: string; panel: string };
}

export function plantAt(address: Plant["address"]): Plant {
  async function ask(path: string, body?: object): Promise<unknown> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(address.control + path, init);
    const answer = (await response.json()) as { error?: string };
    if (!response.ok) throw new Error(`The plant refused ${path}: ${answer.error ?? response.status}`);
    return answer;
  }
  const state = async () => ((await ask("/state")) as { stations: FieldStation[] }).stations;
  return {
    address,
    press: async (number, more = {}) => void (await ask("/press", { number, ...more })),
    burst: async (count, more = {}) => void (await ask("/burst", { count, ...more })),
    offline: async (number) => void (await ask("/offline", { number })),
    online: async (number) => void (await ask("/online", { number })),
    hangup: async (number) => void (await ask("/hangup", { number })),
    key: async (number, digit, how = "events") => void (await ask("/key", { number, digit, how })),
    heard: async (number, hz = 1000) => (await ask(`/heard?number=${number}&hz=${hz}`)) as HeardTone,
    state,
    async station(number) {
      const found = (await state()).find((one) => one.number === number);
      if (!found) throw new Error(`The plant has no station ${number}.`);
      return found;
    },
  };
}
