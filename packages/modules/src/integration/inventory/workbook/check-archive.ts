import { inflateRawSync } from 'node:zlib';
import { say } from '@dizuo/api';
import { workbookTooLarge, workbookUnreadable } from './workbook.errors.ts';

/** Largest workbook as it is sent, and what its parts may unpack to: 5,000 systems with everything take about a tenth of it. */
export const largestWorkbookMiB = 10;
const largestUnpackedMiB = 120;
const mostParts = 500;
const mebibyte = 1024 * 1024;

/** ZIP file format (APPNOTE 6.3.10), sections 4.3.12 and 4.3.16. */
const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

/**
 * Refuses what is not a plain ZIP archive, or unpacks to more than its size allows. Every part is unpacked here once, under a limit: the
 * sizes that an archive names may be false. Throws `workbookUnreadable` and `workbookTooLarge`.
 */
export function checkArchive(file: Buffer): void {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (file.readUInt32LE(0) !== localSignature || end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== endSignature) {
    throw workbookUnreadable({ why: say('NotXlsx')`it is not an .xlsx file; save it as one` });
  }
  const parts = file.readUInt16LE(end + 10);
  if (parts > mostParts) throw workbookTooLarge({ what: 'parts', limit: mostParts });
  let at = file.readUInt32LE(end + 16);
  let unpacked = 0;
  for (let part = 0; part < parts; part++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== centralSignature) throw broken();
    if (file.readUInt16LE(at + 8) & 1)
      throw workbookUnreadable({ why: say('Encrypted')`it is protected by a password; take the password away` });
    unpacked += unpackedSize(file, at, largestUnpackedMiB * mebibyte - unpacked);
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
}

function unpackedSize(file: Buffer, central: number, allowed: number): number {
  const method = file.readUInt16LE(central + 10);
  const packed = file.readUInt32LE(central + 20);
  const local = file.readUInt32LE(central + 42);
  if (local + 30 > file.length || file.readUInt32LE(local) !== localSignature) throw broken();
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (start + packed > file.length) throw broken();
  if (method === 0) return limited(packed, allowed);
  if (method !== 8) throw broken();
  try {
    return inflateRawSync(file.subarray(start, start + packed), { maxOutputLength: Math.max(1, allowed) }).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return limited(allowed + 1, allowed);
    throw broken();
  }
}

function limited(size: number, allowed: number): number {
  if (size > allowed) throw workbookTooLarge({ what: 'MiB when unpacked', limit: largestUnpackedMiB });
  return size;
}

function broken() {
  return workbookUnreadable({ why: say('ArchiveBroken')`the archive is damaged; save it again` });
}
