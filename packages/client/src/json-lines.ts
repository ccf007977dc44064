/** The JSON values of a stream of lines. Ends with the stream; an unfinished last line is dropped, as the writer was cut off in it. */
export async function* jsonLines<T>(stream: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  for await (const line of textLines(stream, false)) if (line.trim() !== '') yield JSON.parse(line) as T;
}

/** The lines of a UTF-8 text stream, without their ends. `keepLast`: also the text after the last line end. */
export async function* textLines(stream: ReadableStream<Uint8Array>, keepLast: boolean): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
    if (keepLast && rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
