-- What a change adds to, or takes from, the systems that an exception allows beyond the limit.
alter table ledger_entry add column excepted int not null default 0;
