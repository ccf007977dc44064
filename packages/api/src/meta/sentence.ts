import Type from 'typebox';

/** What a sentence says, apart from its language: a stable code, and the values that fill its gaps in order. */
export interface Said {
  /** Stable CamelCase code, unique to the wording's meaning. */
  code: string;
  params?: (string | SaidWithin)[];
}

/** A sentence inside another one; `message` is for readers who do not know its code. */
export interface SaidWithin extends Said {
  message: string;
}

/** Beside `message` wherever people are told something: lets a reader compose the same in another language. */
export const SaidSchema = Type.Unsafe<Said>({
  type: 'object',
  description: 'What message says, apart from its language: code and params',
  'x-kubernetes-preserve-unknown-fields': true,
});

/** A sentence for people: English as it is, any language by its code. In a template and in JSON it is its English text. */
export class Sentence {
  readonly said: Said;
  readonly #text: string;

  constructor(said: Said, text: string) {
    this.said = said;
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

/** Words for people: a sentence, or plain text where it comes from elsewhere (a server's answer, what a person wrote). */
export type Text = string | Sentence;

/** Makes the English sentence of a code. The console has a Chinese one for every code in the source; a test holds them together. */
export function say(code: string) {
  return (parts: TemplateStringsArray, ...values: (Text | number | undefined)[]): Sentence => {
    const text = parts.reduce((all, part, i) => `${all}${values[i - 1] ?? ''}${part}`);
    return new Sentence(values.length > 0 ? { code, params: values.map(paramOf) } : { code }, text);
  };
}

function paramOf(value: Text | number | undefined): string | SaidWithin {
  return value instanceof Sentence ? { ...value.said, message: String(value) } : String(value ?? '');
}

/** Words as they travel: `message` in English, and what it says beside it. */
export function spoken(text: Text): { message: string; said?: Said } {
  return text instanceof Sentence ? { message: String(text), said: text.said } : { message: text };
}

/** Words that were stored by `spoken`, as they were. */
export function recalled({ message = '', said }: { message?: string; said?: Said }): Text {
  return said ? new Sentence(said, message) : message;
}
