/** What a photograph may be. */
export const largestPhotoBytes = 5 * 1024 * 1024;

export type PhotoType = 'image/jpeg' | 'image/png';

/** The type by what is in the file, whatever its name or sender says. Undefined: neither JPEG nor PNG. Pure. */
export function photoType(content: Uint8Array): PhotoType | undefined {
  const startsWith = (bytes: readonly number[]) => content.length > bytes.length && bytes.every((byte, i) => content[i] === byte);
  // JFIF, EXIF and raw JPEG all begin with start-of-image and another marker. Phones append data after the end marker.
  if (startsWith([0xff, 0xd8, 0xff])) return 'image/jpeg';
  // PNG specification, 5.2 "PNG signature".
  if (startsWith([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  return undefined;
}
