import { type Html, html } from '../html.ts';
import type { Application, ApplicationStatus } from '../permit-store.ts';

const timeFormat = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Shanghai' });
const dateFormat = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'Asia/Shanghai' });

export const statusNames: Record<ApplicationStatus, string> = { submitted: '待审批', approved: '已许可', rejected: '未通过' };

export function formatTime(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${timeFormat.format(at)}</time>`;
}

export function formatDate(at: Date): Html {
  return html`<time datetime="${at.toISOString()}">${dateFormat.format(at)}</time>`;
}

export function statusTag(status: ApplicationStatus): Html {
  return html`<span class="tag ${status}">${statusNames[status]}</span>`;
}

export function sizeText({ widthCm, heightCm }: Pick<Application, 'widthCm' | 'heightCm'>): string {
  return `${widthCm} × ${heightCm} 厘米（${((widthCm * heightCm) / 10_000).toFixed(2)} 平方米）`;
}
