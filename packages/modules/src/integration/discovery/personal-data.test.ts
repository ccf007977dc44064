import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditCheck, identityCheck, isBankCard, isCreditCode, isIdentityNumber } from './checked-numbers.ts';
import { type ColumnSeen, personalData } from './personal-data.ts';

const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));

describe('numbers that bear a check', () => {
  const identity = fc
    .tuple(
      fc.integer({ min: 110_000, max: 659_999 }),
      fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }),
      digits(3),
    )
    .map(([place, born, sequence]) => `${place}${born.toISOString().slice(0, 10).replaceAll('-', '')}${sequence}`)
    .map((first) => first + identityCheck(first));

  it('identity numbers pass, and with one digit wrong they do not', () =>
    fc.assert(
      fc.property(identity, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const wrong = number.slice(0, at) + ((Number(number[at]) + shift) % 10) + number.slice(at + 1);
        return isIdentityNumber(number) && !isIdentityNumber(wrong);
      }),
    ));

  it.each([
    ['a day that the calendar does not have', '310101198502300014'],
    ['a number of seventeen digits', '31010119850312001'],
    ['any eighteen digits', '123456789012345678'],
  ])('%s is no identity number', (_why, text) => expect(isIdentityNumber(text)).toBe(false));

  it('credit codes pass, and with one digit wrong they do not', () =>
    fc.assert(
      fc.property(digits(15), fc.nat(14), fc.integer({ min: 1, max: 9 }), (rest, at, shift) => {
        const first = `91${rest}`;
        const code = first + creditCheck(first);
        const wrong = code.slice(0, at + 2) + ((Number(code[at + 2]) + shift) % 10) + code.slice(at + 3);
        return isCreditCode(code) && !isCreditCode(wrong);
      }),
    ));

  it.each([
    ['6222020000000000003', isLuhn('6222020000000000003')],
    ['4111111111111111', true],
    ['4111111111111112', false],
    ['1234567812345670', false],
  ])('%s as a bank card', (text, expected) => expect(isBankCard(text)).toBe(expected));
});

/** Luhn as its specification writes it: from the left, on reversed digits. */
function isLuhn(text: string): boolean {
  const doubled = [...text].toReversed().map((digit, i) => (i % 2 === 1 ? String(Number(digit) * 2) : digit));
  return [...doubled.join('')].reduce((sum, digit) => sum + Number(digit), 0) % 10 === 0;
}

const person = (i: number) => {
  const first = `31010119850312${String(i).padStart(3, '0')}`;
  return first + identityCheck(first);
};
const many = (of: (i: number) => string) => Array.from({ length: 20 }, (_, i) => of(i));

describe('a column', () => {
  it.each<[why: string, column: ColumnSeen, expected: string | undefined]>([
    ['by its comment', { name: 'c1', type: 'text', comment: '申请人身份证号码' }, 'identityNumber'],
    ['by initials of pinyin', { name: 'SFZH', type: 'varchar(18)' }, 'identityNumber'],
    ['by camel case', { name: 'mobilePhone', type: 'text' }, 'phone'],
    ['by its values, whatever it is called', { name: 'c7', type: 'text', values: many(person) }, 'identityNumber'],
    ['mobile numbers in a column called remark', { name: 'remark', type: 'text', values: many((i) => `138001380${10 + i}`) }, 'phone'],
    ['cards', { name: 'acct', type: 'text', values: many(() => '4111111111111111') }, 'bankCard'],
    ['people’s names', { name: 'c2', type: 'text', values: many((i) => ['王小明', '李四', '张伟', '刘洋'][i % 4] ?? '') }, 'name'],
    ['addresses', { name: 'c3', type: 'text', values: many((i) => `示例区绿化路${i + 1}号`) }, 'address'],
    ['the name of a thing', { name: 'name', type: 'text', comment: '招牌名称' }, undefined],
    ['days alone are no birthdays', { name: 'created', type: 'date', values: many(() => '2024-05-06') }, undefined],
    ['days in a column of birthdays', { name: 'csrq', type: 'date', values: many(() => '1985-03-12') }, 'birthday'],
    ['a name that its values contradict', { name: 'tel', type: 'text', values: many(() => '示例单位') }, undefined],
    ['one value is not enough', { name: 'c9', type: 'text', values: ['王明'] }, undefined],
    ['nothing that says so', { name: 'amount', type: 'numeric', comment: '金额' }, undefined],
  ])('%s', (_why, column, expected) => expect(personalData(column)?.personal).toBe(expected));

  it('is the surer, the more speaks for it', () => {
    const byName = personalData({ name: 'sfzh', type: 'text' })?.confidence ?? 0;
    const byBoth = personalData({ name: 'sfzh', type: 'text', values: many(person) })?.confidence ?? 0;
    expect([byName, byBoth]).toEqual([0.6, 1]);
  });
});
