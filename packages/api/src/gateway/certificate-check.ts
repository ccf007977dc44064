/** `POST …/namespaces/:namespace/certificatechecks`: what a certificate is for, and whether its key belongs to it. Nothing is kept. */
export function certificateCheckPath(namespace: string): string {
  return `/apis/gateway.dizuo/v1alpha1/namespaces/${namespace}/certificatechecks`;
}

/** Either the certificate and its key in PEM, or the Secret that has them. */
export type CertificateCheck = { chain: string; privateKey: string } | { secret: string };

export interface CheckedCertificate {
  /** Names that it is for. Sorted. */
  dnsNames: string[];
  issuer: string;
  subject: string;
  /** RFC 3339. */
  notBefore: string;
  notAfter: string;
  /** SHA-256, hex. */
  fingerprint: string;
  /** How many certificates there are, with those above it. */
  length: number;
}
