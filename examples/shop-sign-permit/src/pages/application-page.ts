import { type Html, html } from '../html.ts';
import type { Application } from '../permit-store.ts';
import { formatTime, sizeText, statusTag } from './format.ts';
import { type PageContext, page } from './page.ts';

export interface ApplicationPageInput {
  application: Application;
  /** Set for whoever may decide now. */
  decide?: { csrf: string; error?: string; reason?: string };
}

/** One application, for its applicant and for clerks; with the decision to take or taken. */
export function applicationPage(context: PageContext, { application, decide }: ApplicationPageInput): Html {
  const { base } = context;
  const facts: [string, Html | string][] = [
    ['设置地址', application.address],
    ['招牌尺寸', sizeText(application)],
    ['文字内容', application.content],
    ['申请人', application.applicantName],
    ['联系电话', application.phone],
    ['提交时间', formatTime(application.submittedAt)],
  ];
  return page(
    context,
    application.shopName,
    html`<section class="card">
<p class="above"><span>申请编号 ${application.number}</span>${statusTag(application.status)}</p>
<h1>${application.shopName}</h1>
${outcome(base, application)}
<div class="split">
  <dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
  <figure><a href="${base}/applications/${application.id}/photo"><img src="${base}/applications/${application.id}/photo" alt="${application.shopName}的招牌照片，点击看原图"></a><figcaption>申请人提交的照片</figcaption></figure>
</div>
</section>
${decide && decisionForm(base, application, decide)}`,
  );
}

function outcome(base: string, application: Application): Html | undefined {
  const decided = application.decidedAt && html`${application.decidedByName} 于 ${formatTime(application.decidedAt)}`;
  if (application.status === 'approved') {
    return html`<div class="result approved"><p>许可编号</p><p class="code">${application.permitCode}</p>
<p><a href="${base}/permits/${application.permitCode}">打开公开查验页</a></p><p class="hint">${decided} 许可</p></div>`;
  }
  if (application.status === 'rejected') {
    return html`<div class="result rejected"><p><strong>未通过：</strong>${application.reason}</p><p class="hint">${decided} 作出决定</p>
<p><a class="button ghost" href="${base}/apply?from=${application.id}">修改后重新申请</a></p></div>`;
  }
  return undefined;
}

function decisionForm(base: string, application: Application, { csrf, error, reason }: NonNullable<ApplicationPageInput['decide']>): Html {
  return html`<section class="card"><h2>审批决定</h2>
<form method="post" action="${base}/review/${application.id}/decision" data-once>
  <input type="hidden" name="csrf" value="${csrf}">
  <div class="field ${error && 'wrong'}">
    <label for="reason">意见</label>
    <p class="hint" id="reason-hint">不通过时必填，申请人会看到</p>
    <textarea id="reason" name="reason" rows="3" maxlength="500" aria-describedby="reason-hint${error && ' reason-error'}" ${error && html`aria-invalid="true"`}>${reason}</textarea>
    ${error && html`<p class="error" id="reason-error" role="alert">${error}</p>`}
  </div>
  <div class="actions">
    <button class="button" name="outcome" value="approved" type="submit">许可</button>
    <button class="button danger" name="outcome" value="rejected" type="submit">不通过</button>
  </div>
</form></section>`;
}
