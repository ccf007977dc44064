import type { Readable } from 'node:stream';
import exceljs from 'exceljs';

/** What of `WorkbookReader` its types leave out. */
interface Parsing {
  _parseWorkbook(entry: Readable): Promise<void>;
  _parseSharedStrings(entry: Readable): AsyncGenerator;
  _parseStyles(entry: Readable): Promise<void>;
  _parseWorksheet(chunks: AsyncIterable<Uint8Array>, sheet: string): Generator;
}

const Reader = exceljs.stream.xlsx.WorkbookReader as unknown as new (
  ...args: ConstructorParameters<typeof exceljs.stream.xlsx.WorkbookReader>
) => exceljs.stream.xlsx.WorkbookReader & Parsing;

/** Reads a workbook row by row. exceljs 4.4 decodes each chunk of UTF-8 by itself and spoils characters that two chunks share; here they are whole. */
export class WholeCharacterReader extends Reader {
  override async _parseWorkbook(entry: Readable): Promise<void> {
    await super._parseWorkbook(entry.setEncoding('utf8'));
  }

  override async *_parseSharedStrings(entry: Readable): AsyncGenerator {
    yield* super._parseSharedStrings(entry.setEncoding('utf8'));
  }

  override async _parseStyles(entry: Readable): Promise<void> {
    await super._parseStyles(entry.setEncoding('utf8'));
  }

  override *_parseWorksheet(chunks: AsyncIterable<Uint8Array>, sheet: string): Generator {
    yield* super._parseWorksheet(decoded(chunks) as unknown as AsyncIterable<Uint8Array>, sheet);
  }
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
}
