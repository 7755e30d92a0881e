/** What the cameras of the scenes see: a gate under a lamp, drawn here, as a PNG. */
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

const width = 320;
const height = 180;

function greyAt(x: number, y: number): number {
  const lamp = Math.max(0, 1 - Math.hypot(x - 160, y - 30) / 150);
  const gate = y > 70 && y < 150 && x > 40 && x < 280 && (x % 24 < 5 || y % 38 < 5);
  const ground = y > 150 ? 50 : 24;
  return Math.round((gate ? 70 : ground) + lamp * 130);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function draw(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, grey; the rest of the header is 0.
  header[8] = 8;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = greyAt(x, y);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export const picture = draw();
export const pictureHash = createHash("sha256").update(picture).digest("hex");
