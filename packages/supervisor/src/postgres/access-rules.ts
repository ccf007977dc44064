/** Who may connect. The socket's directory is 0700; on the socket the kernel says who is there, so other users' processes are nobody. */
export interface AccessRules {
  hba: string;
  ident: string;
}

export interface AccessOptions {
  superuser: string;
  /** Names of the operating system users that may be any role; none where the kernel's answer cannot be named. */
  socketUsers: readonly string[];
  /** Roles sign in with a password over TCP, the superuser never. */
  listens: boolean;
}

/** The content of pg_hba.conf and pg_ident.conf. Pure. */
export function renderAccessRules({ superuser, socketUsers, listens }: AccessOptions): AccessRules {
  const local = socketUsers.length > 0 ? 'local all all peer map=platform' : 'local all all trust';
  const remote = [`host all "${superuser}" all reject`, 'host replication all all reject', 'host all all all scram-sha-256'];
  return {
    hba: `${[local, ...(listens ? remote : [])].join('\n')}\n`,
    ident: `${socketUsers.map((user) => `platform "${user}" all`).join('\n')}\n`,
  };
}
