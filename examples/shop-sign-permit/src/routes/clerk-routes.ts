import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity } from '../identity.ts';
import { type AppParts, checkForm, contextOf, PageError, sendPage, signedIn } from '../page-request.ts';
import { applicationPage } from '../pages/application-page.ts';
import { reviewList, reviewPage } from '../pages/review-page.ts';
import type { ApplicationStatus } from '../permit-store.ts';
import { findVisible } from './applicant-routes.ts';

const statuses: readonly string[] = ['submitted', 'approved', 'rejected'];
/** Proxies end connections on which nothing comes for a minute. */
const heartbeatMs = 25_000;
const longestReason = 500;

/** What a clerk does: see the list, open one, decide. */
export function installClerkRoutes(app: FastifyInstance, { store, csrf, live, basePath }: AppParts): void {
  const streams = new Set<PassThrough>();
  app.addHook('preClose', async () => {
    // Browsers connect again, to another replica.
    for (const stream of streams) stream.end();
  });

  app.get<{ Querystring: { status?: string; page?: string } }>('/review', async (request, reply) => {
    clerk(request);
    const { status = 'submitted' } = request.query;
    const page = Number(request.query.page ?? 1);
    if (!statuses.includes(status) || !Number.isInteger(page) || page < 1 || page > 100_000)
      throw new PageError(400, '地址不对', '请从审批列表重新进入。');
    const [applications, counts] = await Promise.all([store.withStatus(status as ApplicationStatus, page), store.counts()]);
    const input = { status: status as ApplicationStatus, page, applications, counts };
    const context = contextOf(request, basePath);
    return sendPage(reply, request.headers['x-fragment'] === 'list' ? reviewList(context, input) : reviewPage(context, input));
  });

  app.get('/review/events', async (request, reply) => {
    clerk(request);
    const stream = new PassThrough();
    const tell = () => stream.write('event: changed\ndata: 1\n\n');
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
    live.on('changed', tell);
    streams.add(stream);
    stream.once('close', () => {
      clearInterval(heartbeat);
      live.off('changed', tell);
      streams.delete(stream);
    });
    stream.write('retry: 1000\n\n');
    return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
  });

  app.get<{ Params: { id: string } }>('/review/:id', async (request, reply) => {
    const identity = clerk(request);
    const application = await findVisible(store, request.params.id, identity);
    const decide = mayDecide(application, identity) ? { csrf: csrf.issue(identity.user) } : undefined;
    return sendPage(reply, applicationPage(contextOf(request, basePath), { application, ...(decide ? { decide } : {}) }));
  });

  app.post<{ Params: { id: string }; Body: Record<string, string> }>('/review/:id/decision', async (request, reply) => {
    const identity = clerk(request);
    const { csrf: token, outcome, reason: typed = '' } = request.body ?? {};
    checkForm(request, csrf, identity, token);
    const application = await findVisible(store, request.params.id, identity);
    if (application.applicant === identity.user) throw new PageError(403, '需要回避', '不能审批自己提交的申请，请由同岗位其他人员办理。');
    if (outcome !== 'approved' && outcome !== 'rejected') throw new PageError(400, '没有选择决定', '请返回选择“许可”或“不通过”。');
    const reason = typed.trim();
    const error = reasonError(outcome, reason);
    if (error) {
      const decide = { csrf: csrf.issue(identity.user), error, reason };
      return sendPage(reply, applicationPage(contextOf(request, basePath), { application, decide }), 422);
    }
    const decided = await store.decide(application.id, identity, { status: outcome, reason: reason || null });
    if (!decided) throw new PageError(409, '已经有决定', '这份申请刚刚由其他人员作出了决定，请返回列表查看。');
    return reply.redirect(`${basePath}/review/${application.id}`, 303);
  });
}

function reasonError(outcome: string, reason: string): string | undefined {
  if (outcome === 'rejected' && reason === '') return '请写明不通过的理由，以便申请人修改';
  if ([...reason].length > longestReason) return `意见最多 ${longestReason} 个字`;
  return undefined;
}

function mayDecide(application: { status: string; applicant: string }, identity: Identity): boolean {
  return application.status === 'submitted' && application.applicant !== identity.user;
}

function clerk(request: FastifyRequest): Identity {
  const identity = signedIn(request);
  if (!identity.isClerk) throw new PageError(403, '没有审批权限', '只有户外招牌审批岗位的人员可以打开这一页。');
  return identity;
}
