export interface KubeconfigContent {
  server: string;
  /** PEM. */
  authority: string;
  user: string;
  namespace: string;
  token: string;
}

/** A kubeconfig as YAML. Values are JSON strings, which YAML reads as they are. Kubernetes, "Organizing cluster access". */
export function kubeconfigYaml({ server, authority, user, namespace, token }: KubeconfigContent): string {
  const q = JSON.stringify;
  return `apiVersion: v1
kind: Config
current-context: dizuo
clusters:
- name: dizuo
  cluster:
    server: ${q(server)}
    certificate-authority-data: ${Buffer.from(authority).toString('base64')}
users:
- name: ${q(user)}
  user:
    token: ${q(token)}
contexts:
- name: dizuo
  context:
    cluster: dizuo
    user: ${q(user)}
    namespace: ${q(namespace)}
`;
}
