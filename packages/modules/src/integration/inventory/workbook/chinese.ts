import { inventorySentences, type Said, type SaidWithin, Sentence, type Text } from '@dizuo/api';

const sentences: Readonly<Record<string, string>> = inventorySentences;

/** A sentence of the inventory in Chinese, for what stands in a workbook; English where it is not one of them. Pure. */
export function inChinese(text: Text): string {
  return text instanceof Sentence ? composed(text.said, String(text)) : text;
}

function composed({ code, params = [] }: Said, otherwise: string): string {
  const pattern = sentences[code];
  if (!pattern) return otherwise;
  return pattern.replace(/\{(\d+)\}/g, (_, at) => filled(params[Number(at)]));
}

function filled(value: string | SaidWithin | undefined): string {
  return typeof value === 'object' ? composed(value, value.message) : (value ?? '');
}
