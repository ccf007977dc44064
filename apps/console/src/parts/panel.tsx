import { type ReactNode, useId } from 'react';

/** A titled part of a page. `flush`: the content brings its own padding (rows, tables). */
export function Panel(props: { title?: ReactNode; extra?: ReactNode; flush?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section className="panel" {...(props.title ? { 'aria-labelledby': id } : {})}>
      {props.title && (
        <div className="panel-head">
          <h2 id={id}>{props.title}</h2>
          {props.extra && <div className="row">{props.extra}</div>}
        </div>
      )}
      <div className={props.flush ? 'panel-flush' : 'panel-body'}>{props.children}</div>
    </section>
  );
}
