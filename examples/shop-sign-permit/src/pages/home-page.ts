import { type Html, html } from '../html.ts';
import type { Application } from '../permit-store.ts';
import { formatTime, sizeText, statusTag } from './format.ts';
import { type PageContext, page } from './page.ts';

/** Where a shop keeper begins, and sees what became of earlier applications. */
export function homePage(context: PageContext, mine: readonly Application[], waiting: number): Html {
  const { base, identity } = context;
  const steps = ['在线填写店铺、位置、尺寸和文字，附一张照片', '审批人员核对是否符合户外招牌设置要求', '通过后发放许可编号，任何人可查验'];
  return page(
    context,
    '首页',
    html`<section class="hero">
  <div>
    <h1>给店铺换新招牌，在线申请就行</h1>
    <p>不用跑窗口、不用交纸质材料。提交后可随时回来看进度。</p>
    ${identity ? html`<a class="button large" href="${base}/apply">开始申请</a>` : html`<p class="note">登录后即可申请。</p>`}
    ${identity?.isClerk && html`<a class="button large ghost" href="${base}/review">去审批${waiting > 0 && html` <span class="count">${waiting}</span>`}</a>`}
  </div>
  <ol class="steps">${steps.map((step, i) => html`<li><span aria-hidden="true">${i + 1}</span>${step}</li>`)}</ol>
</section>
${identity && myApplications(base, mine)}`,
  );
}

function myApplications(base: string, mine: readonly Application[]): Html {
  if (mine.length === 0)
    return html`<section class="card"><h2>我的申请</h2><p class="empty">还没有申请。<a href="${base}/apply">提交第一份申请</a></p></section>`;
  return html`<section class="card"><h2>我的申请</h2><ul class="list">${mine.map(
    (application) => html`<li><a href="${base}/applications/${application.id}">
  <span class="list-main"><strong>${application.shopName}</strong><span>${application.address}</span></span>
  <span class="list-side">${statusTag(application.status)}<small>${sizeText(application)}</small><small>${formatTime(application.submittedAt)}</small></span>
</a></li>`,
  )}</ul></section>`;
}
