import type { PersonalDataKind } from '@dizuo/api';
import { isBankCard, isCreditCode, isDay, isIdentityNumber, isMobileNumber } from './checked-numbers.ts';

export interface ColumnSeen {
  name: string;
  type: string;
  comment?: string;
  /** Values of some rows, as text; absent where none were looked at. */
  values?: readonly string[];
}

export interface LikelyPersonal {
  personal: PersonalDataKind;
  /** 0 to 1. */
  confidence: number;
}

interface Sign {
  kind: PersonalDataKind;
  /** In names of columns: English, pinyin initials and whole pinyin, as old systems write them. */
  name: RegExp;
  /** In comments of columns. */
  comment: RegExp;
  /** Whether a value is one. */
  value(text: string): boolean;
  /** How much it says that nearly all values are one: 1 where they bear a check, less where other things look alike. */
  proof: number;
}

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';

/** The first that fits decides where names are alike: an identity number before a name. */
const signs: readonly Sign[] = [
  {
    kind: 'identityNumber',
    name: /(^|_)(id_?card(_?no)?|id_?no|id_?number|identity(_?(no|card|number))?|cert_?(no|num|code)|sfz(h|hm)?|zjhm|gmsfhm|shenfenzheng(hao)?)(_|$)/,
    comment: /身份证|公民身份号码|证件号/,
    value: isIdentityNumber,
    proof: 1,
  },
  {
    kind: 'creditCode',
    name: /(^|_)(credit_?code|uscc|tyshxydm|shxydm|xydm|social_?credit(_?code)?)(_|$)/,
    comment: /社会信用代码|信用代码/,
    value: isCreditCode,
    proof: 1,
  },
  {
    kind: 'bankCard',
    name: /(^|_)(bank_?(card|account|no)(_?no)?|card_?no|yhk(h|hm)?|yhzh|kahao)(_|$)/,
    comment: /银行卡|银行账号|银行帐号|卡号/,
    value: isBankCard,
    proof: 0.9,
  },
  {
    kind: 'phone',
    name: /(^|_)(mobile(_?(no|phone|number))?|(tele)?phone(_?(no|number))?|tel(_?no)?|cell(_?phone)?|sj(h|hm)|lxdh|dh(hm)?|shoujihao?)(_|$)/,
    comment: /手机|电话|联系方式/,
    value: isMobileNumber,
    proof: 0.95,
  },
  {
    kind: 'email',
    name: /(^|_)(e_?mail|mail(_?box)?|dzyx|youxiang)(_|$)/,
    comment: /邮箱|电子邮件/,
    value: (text) => /^[^\s@]{1,64}@[^\s@]+\.[a-z]{2,}$/i.test(text),
    proof: 0.95,
  },
  {
    kind: 'birthday',
    name: /(^|_)(birth(_?(day|date))?|date_?of_?birth|csrq|sr|shengri)(_|$)/,
    comment: /出生|生日/,
    value: (text) => isDay(text.slice(0, 10).replaceAll(/\D/g, '')),
    proof: 0.3,
  },
  {
    kind: 'address',
    name: /(^|_)(addr(ess)?|home_?addr(ess)?|live_?addr(ess)?|dz|zz|hjdz|jtzz|jtdz|txdz|zhuzhi|dizhi)(_|$)/,
    comment: /住址|住所|地址|户籍地/,
    value: (text) => text.length >= 6 && /[省市区县镇乡村路街道弄巷].*(\d|号|栋|幢|室)/.test(text),
    proof: 0.8,
  },
  {
    kind: 'name',
    name: /(^|_)(xm|xingming|real_?name|full_?name|person_?name|user_?name|contact(_?name)?|lxr(xm)?|applicant(_?name)?|sqr(xm)?|owner_?name|fr(xm)?|legal_?person)(_|$)/,
    comment: /姓名|联系人|申请人|负责人|法定代表人|户主/,
    value: (text) => /^[\p{Script=Han}]{2,4}$/u.test(text) && surnames.includes(text[0] ?? ''),
    proof: 0.7,
  },
];

/** What a comment or a name alone says. */
const byComment = 0.75;
const byName = 0.6;
/** From here on a column counts as personal. */
export const likely = 0.5;
/** Fewer values say little. */
const enough = 5;

/** What a column likely holds of people, by its name, its comment and, where they were looked at, its values. Pure. */
export function personalData(column: ColumnSeen): LikelyPersonal | undefined {
  const name = snake(column.name);
  const found = signs.flatMap((sign) => {
    const named = Math.max(sign.comment.test(column.comment ?? '') ? byComment : 0, sign.name.test(name) ? byName : 0);
    const confidence = withValues(named, sign, column.values);
    return confidence >= likely ? [{ personal: sign.kind, confidence: Math.round(confidence * 100) / 100 }] : [];
  });
  return found.toSorted((a, b) => b.confidence - a.confidence)[0];
}

function withValues(named: number, sign: Sign, values: readonly string[] | undefined): number {
  const present = (values ?? []).map((value) => value.trim()).filter(Boolean);
  if (present.length === 0) return named;
  const share = present.filter(sign.value).length / present.length;
  const weight = Math.min(1, present.length / enough);
  const seen = share * sign.proof * weight;
  const both = 1 - (1 - named) * (1 - seen);
  // Values that are something else speak against the name.
  return share === 0 ? named * (1 - 0.5 * weight) : both;
}

/** `homeAddr` and `HOME_ADDR` alike. */
function snake(name: string): string {
  return name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
}
