import { inflateRawSync } from 'node:zlib';

const centralEntry = 0x02014b50;
const endOfDirectory = 0x06054b50;

/** All files of a zip archive as one text (APPNOTE 4.3: the central directory knows sizes and places). */
export function zipText(archive: Buffer): string {
  let at = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (at < 0 || archive.readUInt32LE(at) !== endOfDirectory) throw new Error('this is no zip archive');
  at = archive.readUInt32LE(at + 16);
  const texts: string[] = [];
  while (archive.readUInt32LE(at) === centralEntry) {
    const method = archive.readUInt16LE(at + 10);
    const packed = archive.readUInt32LE(at + 20);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(start, start + packed);
    texts.push((method === 0 ? content : inflateRawSync(content)).toString());
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return texts.join('\n');
}
