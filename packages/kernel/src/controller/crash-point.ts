/**
 * Ends the process as `kill -9` would when `DIZUO_CRASH_AT` names this point (`name`, or `name#3` for the third time it is passed).
 * Points stand between an external effect and its record, where a crash hurts most; without the variable they cost one comparison.
 */
export function crashPoint(name: string): void {
  if (wanted === undefined || wanted.name !== name) return;
  wanted.passes -= 1;
  if (wanted.passes > 0) return;
  process.kill(process.pid, 'SIGKILL');
}

const wanted = parse(process.env.DIZUO_CRASH_AT);

function parse(text: string | undefined): { name: string; passes: number } | undefined {
  if (!text) return undefined;
  const [name = '', nth = '1'] = text.split('#');
  return { name, passes: Number(nth) };
}
