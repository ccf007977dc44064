import { expect, test } from 'vitest';
import { emptyForm, type FormValues, readForm } from './application-form.ts';
import { html } from './html.ts';
import { newPermitCode, normalizePermitCode } from './permit-code.ts';
import { photoType } from './photo.ts';
import { readSettings } from './settings.ts';

const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(20)]);
const good: FormValues = {
  shopName: '老街面馆',
  address: '示例路 1 号',
  content: '老街面馆',
  widthCm: '300',
  heightCm: '80',
  phone: '13800000000',
};

test.each<[why: string, content: Uint8Array, type: string | undefined]>([
  ['JPEG with JFIF', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'image/jpeg'],
  ['JPEG with EXIF, as phones make it', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 16]), 'image/jpeg'],
  ['PNG', png, 'image/png'],
  ['a page that calls itself a picture', Buffer.from('<html><script>alert(1)</script>'), undefined],
  ['SVG can run scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), undefined],
  ['GIF is not asked for', Buffer.from('GIF89a......'), undefined],
  ['the mark alone is no picture', Buffer.from([0xff, 0xd8, 0xff]), undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('photo: %s', (_why, content, type) => expect(photoType(content)).toBe(type));

test.each<[why: string, values: FormValues, photo: Uint8Array | 'too-large' | undefined, wrong: string[]]>([
  ['complete', good, png, []],
  ['empty', emptyForm, undefined, ['shopName', 'address', 'content', 'widthCm', 'heightCm', 'phone', 'photo']],
  ['blanks are nothing', { ...good, shopName: '   ' }, png, ['shopName']],
  ['characters are counted, not code units', { ...good, shopName: '𠮷'.repeat(60) }, png, []],
  ['one too many', { ...good, shopName: '店'.repeat(61) }, png, ['shopName']],
  ['a fraction of a centimetre', { ...good, widthCm: '30.5' }, png, ['widthCm']],
  ['no such thing as nothing high', { ...good, heightCm: '0' }, png, ['heightCm']],
  ['exponents are no numbers people write', { ...good, widthCm: '1e3' }, png, ['widthCm']],
  ['a land line', { ...good, phone: '021-12345678' }, png, []],
  ['a short number', { ...good, phone: '12345' }, png, ['phone']],
  ['a large photograph', good, 'too-large', ['photo']],
])('form: %s', (_why, values, photo, wrong) => {
  const { errors, application } = readForm(values, photo);
  expect(Object.keys(errors).sort()).toEqual([...wrong].sort());
  expect(application !== undefined).toBe(wrong.length === 0);
});

test.each<[why: string, typed: string, code: string | undefined]>([
  ['as printed', 'ZP-2026-7K3M-Q9XF', 'ZP-2026-7K3M-Q9XF'],
  ['small letters and spaces', ' zp 2026 7k3m q9xf ', 'ZP-2026-7K3M-Q9XF'],
  ['without its letters', '20267K3MQ9XF', 'ZP-2026-7K3M-Q9XF'],
  ['look-alikes', 'ZP-2O26-OIL1-0000', 'ZP-2026-0111-0000'],
  ['too short', 'ZP-2026-7K3M', undefined],
  ['U is in no code', 'ZP-2026-UUUU-0000', undefined],
  ['something else', "' or 1=1", undefined],
])('code: %s', (_why, typed, code) => expect(normalizePermitCode(typed)).toBe(code));

test('new codes are well-formed and differ', () => {
  const codes = Array.from({ length: 100 }, () => newPermitCode(2026));
  expect(codes.every((code) => normalizePermitCode(code) === code)).toBe(true);
  expect(new Set(codes).size).toBe(100);
});

test('what people typed is text in a page, whatever it is', () => {
  const typed = `<img src=x onerror="alert('1')">&`;
  expect(html`<p title="${typed}">${[typed, null, false, html`<b>ok</b>`]}</p>`.text).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;<b>ok</b></p>',
  );
});

const env = {
  DATABASE_URL: 'postgresql:///x',
  PORT: '80',
  DIZUO_JWKS_URL: 'http://127.0.0.1/jwks',
  DIZUO_ISSUER: 'i',
  CLERK_POSITION: 'c',
};
test.each<[why: string, env: NodeJS.ProcessEnv, error: RegExp]>([
  ['all that is missing is named', {}, /DATABASE_URL, PORT, DIZUO_JWKS_URL, DIZUO_ISSUER, CLERK_POSITION/],
  ['no port', { ...env, PORT: 'http' }, /PORT is "http"/],
  ['a path is a path', { ...env, BASE_PATH: 'permits' }, /BASE_PATH/],
])('settings: %s', (_why, given, error) => expect(() => readSettings(given)).toThrow(error));

test('a slash at the end of the base path does not matter', () =>
  expect(readSettings({ ...env, BASE_PATH: '/permits/' }).basePath).toBe('/permits'));
