-- The book is read by department only: one index, which is its key, and not two to be written for each line.
alter table ledger_entry drop constraint ledger_entry_pkey;
drop index ledger_entry_department;
alter table ledger_entry add primary key (department, number);
