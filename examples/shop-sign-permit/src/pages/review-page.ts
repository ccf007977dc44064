import { type Html, html } from '../html.ts';
import { type Application, type ApplicationStatus, pageSize } from '../permit-store.ts';
import { formatTime, sizeText, statusNames, statusTag } from './format.ts';
import { type PageContext, page } from './page.ts';

export interface ReviewPageInput {
  status: ApplicationStatus;
  page: number;
  applications: readonly Application[];
  counts: Record<ApplicationStatus, number>;
}

/** The clerk's list; the script keeps it up to date. */
export function reviewPage(context: PageContext, input: ReviewPageInput): Html {
  return page(
    context,
    '审批',
    html`<section class="card" data-live="${context.base}/review/events">
<div class="head"><h1>招牌设置申请</h1><p class="live" role="status" aria-live="polite" data-live-state>实时更新连接中…</p></div>
<div data-live-list>${reviewList(context, input)}</div>
</section>`,
    { live: true },
  );
}

/** What changes of the page. */
export function reviewList({ base }: PageContext, { status, page: number, applications, counts }: ReviewPageInput): Html {
  const shown = applications.slice(0, pageSize);
  const link = (to: number) => `${base}/review?status=${status}&page=${to}`;
  return html`<nav class="tabs" aria-label="按状态">${(Object.keys(statusNames) as ApplicationStatus[]).map(
    (name) =>
      html`<a href="${base}/review?status=${name}" ${name === status && html`aria-current="page"`}>${statusNames[name]} <span class="count">${counts[name]}</span></a>`,
  )}</nav>
${
  shown.length === 0
    ? html`<p class="empty">${status === 'submitted' ? '没有待审批的申请。有新申请时会自动出现在这里。' : '还没有这样的申请。'}</p>`
    : html`<ul class="list">${shown.map(
        (application) => html`<li><a href="${base}/review/${application.id}">
  <span class="list-main"><strong>${application.shopName}</strong><span>${application.address}</span></span>
  <span class="list-side">${statusTag(application.status)}<small>${sizeText(application)}</small><small>${formatTime(application.submittedAt)}</small></span>
</a></li>`,
      )}</ul>`
}
${
  (number > 1 || applications.length > pageSize) &&
  html`<nav class="pages" aria-label="翻页">${number > 1 && html`<a class="button ghost" href="${link(number - 1)}">上一页</a>`}<span>第 ${number} 页</span>${
    applications.length > pageSize && html`<a class="button ghost" href="${link(number + 1)}">下一页</a>`
  }</nav>`
}`;
}
