// Opus packets out of a browser's WebM recording and into an Ogg file (RFC 3533, RFC 7845), without re-encoding.

const ID = { segment: 0x18538067, cluster: 0x1f43b675, tracks: 0x1654ae6b, track: 0xae, codecPrivate: 0x63a2,
  blockGroup: 0xa0, simpleBlock: 0xa3, block: 0xa1 };
const CONTAINERS = new Set([ID.segment, ID.cluster, ID.tracks, ID.track, ID.blockGroup]);
const BLOCK_HEAD_BYTES = 4; // track number, two bytes of time, flags
const MAX_SEGMENTS = 255;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

/** bytes of a WebM file with one Opus track -> bytes of an Ogg file */
export function webmToOgg(bytes) {
  const found = { head: null, packets: [] };
  collect(bytes, found);
  if (!found.head || found.packets.length === 0) throw new Error("the recording holds no sound");
  return oggFile(found.head, found.packets);
}

function collect(bytes, found) {
  let at = 0;
  while (at < bytes.length) {
    const id = variableInt(bytes, at, false);
    const size = variableInt(bytes, at + id.length, true);
    const start = at + id.length + size.length;
    if (size.unknown || CONTAINERS.has(id.value)) { // a live recording does not know the size of its parts
      at = start;
      continue;
    }
    const body = bytes.subarray(start, start + size.value);
    if (id.value === ID.codecPrivate) found.head = body;
    if (id.value === ID.simpleBlock || id.value === ID.block) found.packets.push(body.subarray(BLOCK_HEAD_BYTES));
    at = start + size.value;
  }
}

/** EBML's variable-length number: the first byte's leading zeros tell its length. */
function variableInt(bytes, at, dropMarker) {
  const length = Math.clz32(bytes[at]) - 23;
  let value = dropMarker ? bytes[at] & ((1 << (8 - length)) - 1) : bytes[at];
  let unknown = dropMarker && value === (1 << (8 - length)) - 1;
  for (let i = 1; i < length; i += 1) {
    value = value * 256 + bytes[at + i];
    unknown &&= bytes[at + i] === 0xff;
  }
  return { value, length, unknown };
}

function oggFile(head, packets) {
  const pages = [oggPage([head], 0, 0, FIRST_PAGE), oggPage([opusTags()], 0, 1, 0)];
  let samples = 0;
  let waiting = [];
  let segments = 0;
  const flush = (flags) => {
    pages.push(oggPage(waiting, samples, pages.length, flags));
    waiting = [];
    segments = 0;
  };
  for (const packet of packets) {
    const needed = Math.floor(packet.length / 255) + 1;
    if (segments + needed > MAX_SEGMENTS) flush(0);
    waiting.push(packet);
    segments += needed;
    samples += packetSamples(packet);
  }
  flush(LAST_PAGE);
  return new Uint8Array(pages.flatMap((page) => [...page]));
}

function opusTags() {
  const vendor = new TextEncoder().encode("training");
  return Uint8Array.from([...new TextEncoder().encode("OpusTags"), vendor.length, 0, 0, 0, ...vendor, 0, 0, 0, 0]);
}

/** Length of an Opus packet in samples of 48 kHz (RFC 6716, section 3.1). */
function packetSamples(packet) {
  const config = packet[0] >> 3;
  const frame = config < 12 ? [480, 960, 1920, 2880][config % 4]
    : config < 16 ? [480, 960][config % 2] : [120, 240, 480, 960][config % 4];
  const code = packet[0] & 3;
  const frames = code === 0 ? 1 : code === 3 ? packet[1] & 63 : 2;
  return frame * frames;
}

function oggPage(packets, samples, number, flags) {
  const lacing = packets.flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255]);
  const body = packets.flatMap((packet) => [...packet]);
  const page = new Uint8Array(27 + lacing.length + body.length);
  const view = new DataView(page.buffer);
  page.set([0x4f, 0x67, 0x67, 0x53, 0, flags]); // "OggS", version 0
  view.setUint32(6, samples, true); // the high half stays 0: a voice note is far below 2^32 samples
  view.setUint32(14, 1, true); // the stream's serial number
  view.setUint32(18, number, true);
  page[26] = lacing.length;
  page.set(lacing, 27);
  page.set(body, 27 + lacing.length);
  view.setUint32(22, checksum(page), true);
  return page;
}

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value & 0x80000000 ? 0x04c11db7 : 0);
  return value;
});

function checksum(page) {
  let value = 0;
  for (const byte of page) value = (value << 8) ^ CRC[((value >>> 24) ^ byte) & 255];
  return value >>> 0;
}
