import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { emptyForm, type FormValues, readForm } from '../application-form.ts';
import type { Identity } from '../identity.ts';
import { type AppParts, checkForm, contextOf, PageError, sendPage, signedIn } from '../page-request.ts';
import { applicationPage } from '../pages/application-page.ts';
import { applyPage } from '../pages/apply-page.ts';
import { homePage } from '../pages/home-page.ts';
import type { Application, PermitStore } from '../permit-store.ts';
import { photoType } from '../photo.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a shop keeper does: apply, and see what became of it. */
export function installApplicantRoutes(app: FastifyInstance, { store, csrf, basePath }: AppParts): void {
  app.get('/', async (request, reply) => {
    const { identity } = request;
    const mine = identity ? await store.ofApplicant(identity.user) : [];
    const waiting = identity?.isClerk ? (await store.counts()).submitted : 0;
    return sendPage(reply, homePage(contextOf(request, basePath), mine, waiting));
  });

  app.get<{ Querystring: { from?: string } }>('/apply', async (request, reply) => {
    const identity = signedIn(request);
    const from = request.query.from ? await findVisible(store, request.query.from, identity) : undefined;
    const values = from ? valuesOf(from) : emptyForm;
    const input = { values, errors: {}, csrf: csrf.issue(identity.user), submission: randomUUID() };
    return sendPage(reply, applyPage(contextOf(request, basePath), input));
  });

  app.post('/apply', async (request, reply) => {
    const identity = signedIn(request);
    const { fields, photo } = await readUpload(request);
    checkForm(request, csrf, identity, fields.csrf);
    const submission = fields.submission ?? '';
    if (!uuid.test(submission)) throw new PageError(400, '表单已失效', '请重新打开申请页。');
    const values = Object.fromEntries(Object.keys(emptyForm).map((name) => [name, fields[name] ?? ''])) as unknown as FormValues;
    const { errors, application } = readForm(values, photo);
    const mediaType = photo && photo !== 'too-large' ? photoType(photo) : undefined;
    if (!application || !photo || photo === 'too-large' || !mediaType) {
      const input = { values, errors, csrf: csrf.issue(identity.user), submission };
      return sendPage(reply, applyPage(contextOf(request, basePath), input), 422);
    }
    const id = await store.submit(submission, identity, application, { mediaType, content: photo });
    return reply.redirect(`${basePath}/applications/${id}`, 303);
  });

  app.get<{ Params: { id: string } }>('/applications/:id', async (request, reply) => {
    const application = await findVisible(store, request.params.id, signedIn(request));
    return sendPage(reply, applicationPage(contextOf(request, basePath), { application }));
  });

  app.get<{ Params: { id: string } }>('/applications/:id/photo', async (request, reply) => {
    const { id } = await findVisible(store, request.params.id, signedIn(request));
    const photo = await store.photo(id);
    if (!photo) throw new PageError(404, '没有照片', '这份申请没有照片。');
    // A picture by itself must not be able to do anything either.
    return reply
      .type(photo.mediaType)
      .header('cache-control', 'private, max-age=3600')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(photo.content);
  });
}

/** Somebody else's application does not exist for who is no clerk. */
export async function findVisible(store: PermitStore, id: string, identity: Identity): Promise<Application> {
  const application = uuid.test(id) ? await store.find(id) : undefined;
  if (!application || (application.applicant !== identity.user && !identity.isClerk))
    throw new PageError(404, '找不到申请', '请检查地址，或从首页重新进入。');
  return application;
}

async function readUpload(request: FastifyRequest): Promise<{ fields: Record<string, string>; photo: Buffer | 'too-large' | undefined }> {
  const fields: Record<string, string> = {};
  let photo: Buffer | 'too-large' | undefined;
  for await (const part of request.parts({ throwFileSizeLimit: false } as never)) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value;
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk);
    if (part.fieldname === 'photo') photo = part.file.truncated ? 'too-large' : Buffer.concat(chunks);
  }
  return { fields, photo };
}

function valuesOf({ shopName, address, content, widthCm, heightCm, phone }: Application): FormValues {
  return { shopName, address, content, widthCm: String(widthCm), heightCm: String(heightCm), phone };
}
