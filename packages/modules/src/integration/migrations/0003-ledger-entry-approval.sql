-- What kind of object is behind a change, and where it is.
alter table ledger_entry add column approval_kind text;
alter table ledger_entry add column approval_namespace text;
