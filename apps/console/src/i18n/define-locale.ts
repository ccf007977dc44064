/** The words of one feature in both languages. The English tree must have the shape of the Chinese one, or it does not compile. */
export function defineLocale<T extends Words>(locale: { zh: T; en: SameShape<T> }): { zh: T; en: SameShape<T> } {
  return locale;
}

export interface Words {
  [key: string]: string | Words;
}
type SameShape<T> = { [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> };

/** Dotted paths of the words in a tree. */
export type WordPath<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${WordPath<T[K]>}` }[keyof T & string];
