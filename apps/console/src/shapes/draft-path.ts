/** A value of an object that is being filled in. */
export type Draft = Readonly<Record<string, unknown>>;

type Step = string | number;

/** `a.b[0].c` as steps. */
function stepsOf(path: string): Step[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

/** The value at a path such as `limits[0].per`; undefined where nothing is. Pure. */
export function valueAt(draft: Draft, path: string): unknown {
  let value: unknown = draft;
  for (const step of stepsOf(path)) value = (value as Record<Step, unknown> | undefined)?.[step];
  return value;
}

/** The draft with `value` at the path; what is missing on the way is made. undefined and '' take the value away. Pure. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  return changed(draft, stepsOf(path), value === '' ? undefined : value) as Draft;
}

function changed(holder: unknown, [step, ...rest]: Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const items = Array.isArray(holder) ? [...holder] : [];
    items[step] = changed(items[step], rest, value);
    return items;
  }
  const { [step]: before, ...others } = (holder ?? {}) as Record<string, unknown>;
  const after = changed(before, rest, value);
  return after === undefined ? others : { ...(holder as object | undefined), [step]: after };
}
