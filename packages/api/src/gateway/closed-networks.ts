/** Networks that lead to the platform's own machines or to a cloud's metadata service: no Upstream goes there. RFC 6890. */
export const closedNetworks: readonly { network: string; bits: number; family: 'ipv4' | 'ipv6' }[] = [
  { network: '0.0.0.0', bits: 8, family: 'ipv4' },
  { network: '127.0.0.0', bits: 8, family: 'ipv4' },
  { network: '169.254.0.0', bits: 16, family: 'ipv4' },
  { network: '224.0.0.0', bits: 4, family: 'ipv4' },
  { network: '240.0.0.0', bits: 4, family: 'ipv4' },
  { network: '100.100.100.200', bits: 32, family: 'ipv4' },
  { network: '192.0.0.192', bits: 32, family: 'ipv4' },
  { network: '::', bits: 127, family: 'ipv6' },
  { network: 'fe80::', bits: 10, family: 'ipv6' },
  { network: 'ff00::', bits: 8, family: 'ipv6' },
  { network: 'fd00:ec2::254', bits: 128, family: 'ipv6' },
];
