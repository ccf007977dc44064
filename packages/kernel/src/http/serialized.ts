import type { KubeObject } from '@dizuo/api';

const texts = new WeakMap<KubeObject, string>();

/** The object as JSON text. A change that a thousand watchers see is written out once: the feed hands all of them the same object. */
export function serialized(object: KubeObject): string {
  let text = texts.get(object);
  if (text === undefined) {
    text = JSON.stringify(object);
    texts.set(object, text);
  }
  return text;
}
