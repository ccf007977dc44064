import type { DataPlaneState, GatewayAcknowledgement } from '@dizuo/api';
import type pg from 'pg';

/** A data plane process counts as present for so long after it last spoke. */
const presenceSeconds = 45;

/** What the processes of one Gateway's data plane last said. */
export interface Acknowledgements {
  record(gateway: string, said: GatewayAcknowledgement): Promise<void>;
  /** Of processes that are present. */
  of(gateway: string): Promise<GatewayAcknowledgement[]>;
  /** Of all processes that spoke within the last ten minutes, those that spoke last first. */
  lately(gateway: string): Promise<DataPlaneState[]>;
}

export function acknowledgements(pool: pg.Pool): Acknowledgements {
  return {
    async record(gateway, said) {
      await pool.query(
        `insert into dizuo.gateway_instance as i (gateway, instance, version, digest, accepted, message, serving_version, listener_problems)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (gateway, instance) do update set version = excluded.version, digest = excluded.digest, accepted = excluded.accepted,
           message = excluded.message, serving_version = excluded.serving_version, listener_problems = excluded.listener_problems, seen_at = now()`,
        [
          gateway,
          said.instance,
          said.version,
          said.digest,
          said.accepted,
          said.message,
          said.servingVersion,
          JSON.stringify(said.listenerProblems ?? []),
        ],
      );
    },
    async of(gateway) {
      await pool.query(`delete from dizuo.gateway_instance where seen_at < now() - interval '1 day'`);
      const { rows } = await pool.query(
        `select instance, version, digest, accepted, message, serving_version as "servingVersion", listener_problems as "listenerProblems" from dizuo.gateway_instance
         where gateway = $1 and seen_at > now() - $2 * interval '1 second' order by instance`,
        [gateway, presenceSeconds],
      );
      return rows;
    },
    async lately(gateway) {
      const { rows } = await pool.query<DataPlaneState & { seenAt: Date }>(
        `select instance, version, digest, accepted, message, serving_version as "servingVersion", listener_problems as "listenerProblems",
           seen_at as "seenAt", seen_at > now() - $2 * interval '1 second' as present from dizuo.gateway_instance
         where gateway = $1 and seen_at > now() - interval '10 minutes' order by seen_at desc, instance`,
        [gateway, presenceSeconds],
      );
      return rows.map(({ seenAt, ...row }) => ({ ...row, seenAt: seenAt.toISOString() }));
    },
  };
}
