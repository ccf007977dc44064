import type pg from 'pg';
import type { NewApplication } from './application-form.ts';
import type { Identity } from './identity.ts';
import { newPermitCode } from './permit-code.ts';
import type { PhotoType } from './photo.ts';

export type ApplicationStatus = 'submitted' | 'approved' | 'rejected';

export interface Application {
  id: string;
  number: string;
  shopName: string;
  address: string;
  content: string;
  widthCm: number;
  heightCm: number;
  phone: string;
  applicant: string;
  applicantName: string;
  submittedAt: Date;
  status: ApplicationStatus;
  decidedAt: Date | null;
  decidedByName: string | null;
  reason: string | null;
  permitCode: string | null;
}

export interface Photo {
  mediaType: PhotoType;
  content: Buffer;
}

const columns = `id, number, shop_name as "shopName", address, content, width_cm as "widthCm", height_cm as "heightCm", phone, applicant,
  applicant_name as "applicantName", submitted_at as "submittedAt", status, decided_at as "decidedAt",
  decided_by_name as "decidedByName", reason, permit_code as "permitCode"`;
const uniqueViolation = '23505';
export const pageSize = 20;

/** Applications, photographs and permits in PostgreSQL. */
export class PermitStore {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Application and photograph in one statement. The same submission again answers with what it made the first time. */
  async submit(submission: string, by: Identity, application: NewApplication, photo: Photo): Promise<string> {
    const { rows } = await this.#pool.query<{ id: string }>(
      `with made as (
         insert into application (submission, shop_name, address, content, width_cm, height_cm, phone, applicant, applicant_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (submission) do nothing returning id
       ), kept as (insert into photo select id, $10, $11 from made)
       select id from made`,
      [
        submission,
        application.shopName,
        application.address,
        application.content,
        application.widthCm,
        application.heightCm,
        application.phone,
        by.user,
        by.name,
        photo.mediaType,
        photo.content,
      ],
    );
    if (rows[0]) return rows[0].id;
    const before = await this.#pool.query<{ id: string }>('select id from application where submission = $1 and applicant = $2', [
      submission,
      by.user,
    ]);
    if (!before.rows[0]) throw new Error('a submission belongs to somebody else');
    return before.rows[0].id;
  }

  async find(id: string): Promise<Application | undefined> {
    const { rows } = await this.#pool.query<Application>(`select ${columns} from application where id = $1`, [id]);
    return rows[0];
  }

  async photo(id: string): Promise<Photo | undefined> {
    const text = 'select media_type as "mediaType", content from photo where application_id = $1';
    const { rows } = await this.#pool.query<Photo>(text, [id]);
    return rows[0];
  }

  async ofApplicant(user: string): Promise<Application[]> {
    const text = `select ${columns} from application where applicant = $1 order by number desc limit 50`;
    return (await this.#pool.query<Application>(text, [user])).rows;
  }

  /** One page, newest first; those that wait, oldest first. One more than `pageSize` where there is a next page. */
  async withStatus(status: ApplicationStatus, page: number): Promise<Application[]> {
    const order = status === 'submitted' ? 'asc' : 'desc';
    const text = `select ${columns} from application where status = $1 order by number ${order} limit $2 offset $3`;
    return (await this.#pool.query<Application>(text, [status, pageSize + 1, (page - 1) * pageSize])).rows;
  }

  async counts(): Promise<Record<ApplicationStatus, number>> {
    const { rows } = await this.#pool.query<{ status: ApplicationStatus; count: number }>(
      'select status, count(*)::int as count from application group by status',
    );
    return Object.assign({ submitted: 0, approved: 0, rejected: 0 }, ...rows.map(({ status, count }) => ({ [status]: count })));
  }

  /** Decides once. False: it was decided already, by whomever. */
  async decide(id: string, by: Identity, decision: { status: 'approved' | 'rejected'; reason: string | null }): Promise<boolean> {
    for (;;) {
      const code = decision.status === 'approved' ? newPermitCode(new Date().getFullYear()) : null;
      try {
        const { rowCount } = await this.#pool.query(
          `update application set status = $2, reason = $3, permit_code = $4, decided_at = now(), decided_by = $5, decided_by_name = $6
           where id = $1 and status = 'submitted'`,
          [id, decision.status, decision.reason, code, by.user, by.name],
        );
        return rowCount === 1;
      } catch (error) {
        // The one code in a trillion that exists.
        if ((error as { code?: string; constraint?: string }).code !== uniqueViolation) throw error;
      }
    }
  }

  async permit(code: string): Promise<Application | undefined> {
    const { rows } = await this.#pool.query<Application>(`select ${columns} from application where permit_code = $1`, [code]);
    return rows[0];
  }

  /** Throws where the database does not answer. */
  async check(): Promise<void> {
    await this.#pool.query('select 1 from application limit 1');
  }
}
