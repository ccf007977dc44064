-- Replicas that a process sends no requests to now.
alter table gateway_report add column left_out jsonb not null default '[]';
