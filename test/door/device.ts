/** A device of the plant on a free port of loopback: a real HTTP server that answers as the test says, and dies with it. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Device {
  url: string;
  /** "POST /open", in order. */
  asked: string[];
  requests: IncomingMessage[];
}

export async function startDevice(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Device> {
  const device: Device = { url: "", asked: [], requests: [] };
  const server = createServer((request, response) => {
    device.asked.push(`${request.method} ${request.url}`);
    device.requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  device.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return device;
}
