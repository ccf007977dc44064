import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import { BadIdentity } from './identity.ts';
import { type AppParts, contextOf, PageError, sendPage } from './page-request.ts';
import { messagePage } from './pages/page.ts';
import { largestPhotoBytes } from './photo.ts';
import { installApplicantRoutes } from './routes/applicant-routes.ts';
import { installAssetRoutes } from './routes/asset-routes.ts';
import { installClerkRoutes } from './routes/clerk-routes.ts';
import { installPermitRoutes } from './routes/permit-routes.ts';

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

/** The application without its listener. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { basePath, store } = parts;
  const app = Fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    // A data plane that has not heard of our end yet is served to the last.
    return503OnClosing: false,
    // The gateway may pass the public path or strip it: both are understood.
    rewriteUrl: ({ url = '/' }) =>
      basePath && (url === basePath || url.startsWith(`${basePath}/`)) ? url.slice(basePath.length) || '/' : url,
  });
  let closing = false;
  let sweep: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    closing = true;
    // Connections that become idle from now on are closed too, not kept alive until their time is over.
    sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  });
  app.addHook('onClose', async () => clearInterval(sweep));
  app.decorateRequest('identity', undefined);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url === '/healthz' || request.url.startsWith('/assets/')) return;
    const token = request.headers['x-dizuo-identity'];
    try {
      request.identity = await parts.readIdentity(Array.isArray(token) ? token[0] : token);
    } catch (error) {
      if (error instanceof BadIdentity) throw new PageError(401, '请重新登录', '登录信息已失效，请返回平台重新登录。');
      parts.accessLog(`${new Date().toISOString()} identity keys cannot be fetched: ${(error as Error).message}`);
      throw new PageError(503, '暂时无法核对身份', '身份服务没有应答，请稍后再试。');
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    if (request.url === '/healthz') return;
    const path = request.url.split('?')[0];
    const who = request.identity?.user ?? '-';
    parts.accessLog(`${new Date().toISOString()} ${request.method} ${path} ${reply.statusCode} ${Math.round(reply.elapsedTime)}ms ${who}`);
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const known = error instanceof PageError ? error : toPageError(error);
    if (known.status >= 500)
      parts.accessLog(`${new Date().toISOString()} error in ${request.method} ${request.routeOptions.url}: ${error.stack}`);
    return sendPage(
      reply,
      messagePage(contextOf(request, basePath), known.title, known.message, { href: `${basePath}/`, label: '返回首页' }),
      known.status,
    );
  });
  app.setNotFoundHandler((request, reply) =>
    sendPage(
      reply,
      messagePage(contextOf(request, basePath), '找不到页面', '请检查地址，或从首页重新进入。', {
        href: `${basePath}/`,
        label: '返回首页',
      }),
      404,
    ),
  );
  await app.register(multipart, { limits: { fileSize: largestPhotoBytes, files: 1, fields: 20, fieldSize: 8 * 1024, headerPairs: 50 } });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  app.get('/healthz', async (_request, reply) => {
    await store.check();
    return reply.type('text/plain').send('ok');
  });
  installAssetRoutes(app);
  installApplicantRoutes(app, parts);
  installClerkRoutes(app, parts);
  installPermitRoutes(app, parts);
  return app;
}

function toPageError(error: Error & { statusCode?: number }): PageError {
  const { statusCode = 500 } = error;
  if (statusCode === 413) return new PageError(413, '内容太大', '提交的内容超过了限制，请缩小后重试。');
  if (statusCode >= 400 && statusCode < 500) return new PageError(statusCode, '无法处理请求', '提交的内容不完整或格式不对，请返回重试。');
  return new PageError(500, '出错了', '系统暂时出了问题，请稍后再试。');
}
