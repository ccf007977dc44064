import type { FastifyInstance } from 'fastify';
import { type AppParts, contextOf, sendPage } from '../page-request.ts';
import { permitPage, permitSearchPage } from '../pages/permit-page.ts';
import { normalizePermitCode } from '../permit-code.ts';

/** What anybody does: see whether a permit is real. */
export function installPermitRoutes(app: FastifyInstance, { store, basePath }: AppParts): void {
  app.get<{ Querystring: { code?: string } }>('/permits', async (request, reply) => {
    const typed = request.query.code ?? '';
    const code = normalizePermitCode(typed);
    if (code) return reply.redirect(`${basePath}/permits/${code}`, 303);
    const problem = typed === '' ? undefined : '这不是一个许可编号，请核对后重新输入';
    return sendPage(reply, permitSearchPage(contextOf(request, basePath), typed, problem), problem ? 422 : 200);
  });

  app.get<{ Params: { code: string } }>('/permits/:code', async (request, reply) => {
    const code = normalizePermitCode(request.params.code);
    const permit = code ? await store.permit(code) : undefined;
    const context = contextOf(request, basePath);
    if (!permit)
      return sendPage(
        reply,
        permitSearchPage(context, request.params.code, '没有这个编号的许可，请核对；编号无误而查不到的，许可不成立'),
        404,
      );
    return sendPage(reply, permitPage(context, permit));
  });
}
