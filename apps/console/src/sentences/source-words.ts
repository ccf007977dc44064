import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A sentence in the source: its code, its English with `{0}` for values, and where it stands. */
export interface SourceSentence {
  code: string;
  english: string;
  values: number;
  at: string;
}

export interface SourceWords {
  sentences: SourceSentence[];
  /** Reasons of events and types of conditions. */
  headings: Set<string>;
  /** Words for people that have no code. */
  bare: string[];
}

const root = join(import.meta.dirname, '..', '..', '..', '..');
/** What a person may read in the console; the protocol of the API itself (`kernel/src/http`) speaks to programmers. */
const places = ['packages/api/src', 'packages/kernel/src', 'packages/modules/src'];
const protocol = /^packages\/kernel\/src\/(http|patch|store|secrets|audit|controller|client)\//;

/** Functions of field errors and refusals whose second argument people read. */
const tellers = new Set(['wrong', 'notSupported', 'refuse', 'forbidden']);

/** Reads the server's source and collects every sentence that it makes for people. */
export function readSourceWords(): SourceWords {
  const found: SourceWords = { sentences: [], headings: new Set(), bare: [] };
  for (const place of places)
    for (const name of readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.endsWith('.d.ts')) continue;
      const path = `${place}/${name}`;
      const file = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
      visit(file, path, file, found);
    }
  return found;
}

function visit(node: ts.Node, path: string, file: ts.SourceFile, found: SourceWords): void {
  const at = () => `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  if (ts.isTaggedTemplateExpression(node)) addSentence(node, at(), found);
  if (ts.isObjectLiteralExpression(node) && !protocol.test(path) && isBareToPeople(node)) found.bare.push(at());
  if (ts.isCallExpression(node)) addCall(node, at(), found);
  ts.forEachChild(node, (child) => visit(child, path, file, found));
}

function addSentence({ tag, template }: ts.TaggedTemplateExpression, at: string, found: SourceWords): void {
  if (!ts.isCallExpression(tag) || tag.expression.getText() !== 'say') return;
  const [code] = tag.arguments;
  if (!code || !ts.isStringLiteral(code)) return;
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const head = ts.isTemplateExpression(template) ? template.head.text : template.text;
  const english = spans.reduce((text, span, i) => `${text}{${i}}${span.literal.text}`, head);
  found.sentences.push({ code: code.text, english, values: spans.length, at });
}

/** `{ reason, message: '…' }` and `{ why: '…' }` thrown at a caller, and the message of an error, without `say`. */
function isBareToPeople(node: ts.ObjectLiteralExpression): boolean {
  const property = (name: string) =>
    node.properties.find((p): p is ts.PropertyAssignment => ts.isPropertyAssignment(p) && p.name.getText() === name)?.initializer;
  const has = (name: string) => node.properties.some((p) => p.name?.getText() === name);
  const message = property('message');
  if (message && has('reason') && isBare(message)) return true;
  const why = property('why');
  return why !== undefined && ts.isCallExpression(node.parent) && isBare(why);
}

function addCall(node: ts.CallExpression, at: string, found: SourceWords): void {
  const name = node.expression.getText().split('.').at(-1);
  const [first, second, third, fourth] = node.arguments;
  if (name === 'event') {
    if (third && ts.isStringLiteral(third)) found.headings.add(third.text);
    if (fourth && isBare(fourth)) found.bare.push(at);
  }
  if (!protocol.test(at) && name && tellers.has(name) && second && isBare(second)) found.bare.push(at);
  if (name === 'withCondition' && second && ts.isObjectLiteralExpression(second))
    for (const property of second.properties)
      if (ts.isPropertyAssignment(property) && property.name.getText() === 'type' && ts.isStringLiteral(property.initializer))
        found.headings.add(property.initializer.text);
  if (name === 'set' && /conditions/.test(first?.getText() ?? '') && second && ts.isStringLiteral(second)) found.headings.add(second.text);
}

/** English in quotes, straight or behind a choice or an arrow. */
function isBare(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isBare(node.expression);
  if (ts.isArrowFunction(node)) return !ts.isBlock(node.body) && isBare(node.body);
  if (ts.isConditionalExpression(node)) return isBare(node.whenTrue) || isBare(node.whenFalse);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return /[a-z]/i.test(node.text);
  return ts.isTemplateExpression(node);
}
