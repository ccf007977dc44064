/** What the gateway itself says, in Chinese and English. */
const texts = {
  'bad-request': {
    zh: '请求格式不正确',
    en: 'The request is malformed',
    do: { zh: '请检查地址后重试。', en: 'Check the address and try again.' },
  },
  'not-found': {
    zh: '没有应用使用这个地址',
    en: 'No application has this address',
    do: { zh: '请检查网址，或联系提供该链接的部门。', en: 'Check the address, or ask whoever gave you the link.' },
  },
  misdirected: {
    zh: '连接与访问的站点不符',
    en: 'The connection belongs to another site',
    do: { zh: '请关闭浏览器后重新打开该地址。', en: 'Open the address on a new connection.' },
  },
  'sign-in': {
    zh: '请先登录',
    en: 'Sign in first',
    do: { zh: '请在浏览器中打开该应用并登录。', en: 'Open the application in a browser and sign in.' },
  },
  'wrong-credentials': {
    zh: '调用凭据无效',
    en: 'The credentials are not valid',
    do: { zh: '请检查密钥、签名或令牌后重试。', en: 'Check the key, the signature or the token.' },
  },
  'too-many-requests': {
    zh: '请求过于频繁',
    en: 'Too many requests',
    do: { zh: '请稍后重试。', en: 'Try again in a moment.' },
  },
  'not-allowed': {
    zh: '您没有访问此应用的权限',
    en: 'You may not use this application',
    do: { zh: '请联系应用所属部门开通权限。', en: 'Ask the department that runs the application.' },
  },
  'sign-in-unavailable': {
    zh: '登录服务暂时不可用',
    en: 'Sign-in is not available at the moment',
    do: { zh: '请稍后重试。', en: 'Try again in a moment.' },
  },
  'sign-in-failed': {
    zh: '登录没有完成',
    en: 'Sign-in was not completed',
    do: { zh: '登录链接已失效，请重新打开应用。', en: 'The link is used up or too old: open the application again.' },
  },
  'signed-out': {
    zh: '您已退出此应用',
    en: 'You have left this application',
    do: { zh: '如需退出平台，请在平台首页退出登录。', en: 'To end your session everywhere, sign out on the platform.' },
  },
  misconfigured: {
    zh: '应用的路由配置有误',
    en: "The application's route is misconfigured",
    do: { zh: '请联系应用的维护人员。', en: 'Tell the people who run the application.' },
  },
  'bad-gateway': {
    zh: '应用没有正确应答',
    en: 'The application did not answer properly',
    do: { zh: '请稍后重试。', en: 'Try again in a moment.' },
  },
  unavailable: {
    zh: '应用暂时不可用',
    en: 'The application is not available at the moment',
    do: { zh: '请稍后重试。', en: 'Try again in a moment.' },
  },
  timeout: {
    zh: '应用没有及时应答',
    en: 'The application took too long to answer',
    do: { zh: '请稍后重试。', en: 'Try again in a moment.' },
  },
} as const;

export type Problem = keyof typeof texts;

/** What is wrong and what to do, in English. */
export function problemText(problem: Problem): string {
  return `${texts[problem].en}. ${texts[problem].do.en}`;
}

/** The body of an answer that the gateway itself gives. */
export function problemBody(problem: Problem, status: number, requestId: string, wantsHtml: boolean): { type: string; body: string } {
  const text = texts[problem];
  if (!wantsHtml) {
    const body = { status, reason: problem, message: problemText(problem), messageZh: `${text.zh}。${text.do.zh}`, requestId };
    return { type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
  }
  const body = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text.zh}</title>
<style>body{font:16px/1.7 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f1f1f;background:#f5f5f5;margin:0;display:grid;place-items:center;min-height:100vh}main{background:#fff;padding:2.5rem 3rem;border-radius:8px;max-width:32rem;margin:1rem}h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:.25rem 0}.en{color:#595959}small{color:#6b6b6b}</style></head>
<body><main><h1>${text.zh}</h1><p>${text.do.zh}</p><p class="en" lang="en">${text.en}. ${text.do.en}</p><p><small>${status} · ${requestId}</small></p></main></body></html>`;
  return { type: 'text/html; charset=utf-8', body };
}
