import { type Html, type HtmlValue, html } from '../html.ts';
import type { Identity } from '../identity.ts';

/** What every page needs to know. */
export interface PageContext {
  /** Prefix of every link. */
  base: string;
  identity: Identity | undefined;
}

/** A whole page. */
export function page({ base, identity }: PageContext, title: string, content: HtmlValue, options: { live?: boolean } = {}): Html {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · 户外招牌设置许可</title>
<link rel="stylesheet" href="${base}/assets/style.css">
<link rel="icon" href="${base}/assets/mark.svg" type="image/svg+xml">
<script src="${base}/assets/form.js" defer></script>
${options.live && html`<script src="${base}/assets/live.js" defer></script>`}
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="bar">
  <div class="wide bar-in">
    <a class="brand" href="${base}/"><img src="${base}/assets/mark.svg" alt="" width="28" height="28"><span>户外招牌设置许可</span></a>
    <nav aria-label="主要">
      ${identity && html`<a href="${base}/apply">申请</a>`}
      ${identity?.isClerk && html`<a href="${base}/review">审批</a>`}
      <a href="${base}/permits">查验</a>
    </nav>
    <span class="who">${identity ? html`<span class="visually-hidden">当前用户：</span>${identity.name}` : '未登录'}</span>
  </div>
</header>
<main id="main" class="wide" tabindex="-1">
${content}
</main>
<footer class="wide foot">许可编号可在“查验”页核对真伪。设置招牌须与许可的位置、尺寸和内容一致。</footer>
</body>
</html>`;
}

/** A page that says one thing and the way on. */
export function messagePage(context: PageContext, title: string, text: string, way?: { href: string; label: string }): Html {
  return page(
    context,
    title,
    html`<section class="card narrow"><h1>${title}</h1><p>${text}</p>${way && html`<p><a class="button" href="${way.href}">${way.label}</a></p>`}</section>`,
  );
}
