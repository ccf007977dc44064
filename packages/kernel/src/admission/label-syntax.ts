import { type Sentence, say } from '@dizuo/api';

/** Syntax of names, labels and annotations. Kubernetes apimachinery, pkg/util/validation and pkg/api/validation. */

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** What is wrong with the name of an object, or undefined. RFC 1123 subdomain. */
export function nameProblem(name: string): Sentence | undefined {
  if (name.length > 253) return say('NameTooLong')`must be at most 253 characters`;
  if (subdomain.test(name)) return undefined;
  return say(
    'NameForm',
  )`must be lower-case letters, digits, "-" or ".", starting and ending with a letter or digit, such as "green-city.2" (RFC 1123 subdomain)`;
}

/** What is wrong with a namespace's name, or undefined. RFC 1123 label. */
export function namespaceProblem(name: string): Sentence | undefined {
  if (name.length > 63) return say('LabelNameTooLong')`must be at most 63 characters`;
  if (dnsLabel.test(name)) return undefined;
  return say(
    'NamespaceForm',
  )`must be lower-case letters, digits or "-", starting and ending with a letter or digit, such as "t-green" (RFC 1123 label)`;
}

/** What is wrong with a label key, annotation key or finalizer (`prefix/name` or `name`), or undefined. */
export function qualifiedNameProblem(key: string): Sentence | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > 253 || !subdomain.test(prefix))) {
    return say(
      'KeyPrefixForm',
    )`the prefix before "/" must be a DNS subdomain of at most 253 characters, such as "apps.dizuo/${name || 'name'}"`;
  }
  if (name.length > 63) return say('KeyTooLong')`the name part must be at most 63 characters`;
  if (qualifiedPart.test(name)) return undefined;
  return say('KeyForm')`must be letters, digits, "-", "_" or ".", starting and ending with a letter or digit, optionally after "prefix/"`;
}

/** What is wrong with the value of a label, or undefined. */
export function labelValueProblem(value: string): Sentence | undefined {
  if (value === '') return undefined;
  if (value.length > 63) return say('LabelTooLong')`must be at most 63 characters; put longer text into an annotation`;
  if (qualifiedPart.test(value)) return undefined;
  return say(
    'LabelValueForm',
  )`must be empty, or letters, digits, "-", "_" or ".", starting and ending with a letter or digit; put other text into an annotation`;
}
