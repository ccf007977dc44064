import { type Html, html } from '../html.ts';
import type { Application } from '../permit-store.ts';
import { formatDate, sizeText } from './format.ts';
import { type PageContext, page } from './page.ts';

/** Where anybody types a code. */
export function permitSearchPage(context: PageContext, typed: string, problem?: string): Html {
  return page(
    context,
    '查验许可',
    html`<section class="card narrow"><h1>查验许可</h1>
<form method="get" action="${context.base}/permits">
  <div class="field ${problem && 'wrong'}">
    <label for="code">许可编号</label>
    <p class="hint" id="code-hint">形如 ZP-2026-7K3M-Q9XF，大小写和短横线不影响查验</p>
    <input id="code" name="code" value="${typed}" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-hint${problem && ' code-error'}" ${problem && html`aria-invalid="true"`}>
    ${problem && html`<p class="error" id="code-error" role="alert">${problem}</p>`}
  </div>
  <button class="button" type="submit">查验</button>
</form></section>`,
  );
}

/** What everybody may know of a permit: nothing about the applicant's person. */
export function permitPage(context: PageContext, permit: Application): Html {
  const facts: [string, Html | string][] = [
    ['店铺名称', permit.shopName],
    ['设置地址', permit.address],
    ['招牌尺寸', sizeText(permit)],
    ['文字内容', permit.content],
    ['许可日期', permit.decidedAt ? formatDate(permit.decidedAt) : ''],
  ];
  return page(
    context,
    `许可 ${permit.permitCode}`,
    html`<section class="card narrow permit"><p class="seal"><span aria-hidden="true">✓</span>许可有效</p>
<h1 class="code">${permit.permitCode}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p class="hint">现场招牌与上述内容不一致的，不在许可范围内。</p></section>`,
  );
}
