/** Features of the Gateway API, as its project names them, that this platform does not have, and why. */
export const notSupported: readonly { feature: string; why: string }[] = [
  { feature: 'TLSRoute, TCPRoute, UDPRoute', why: 'the gateway carries HTTP; TLS ends at the gateway' },
  { feature: 'ListenerSet', why: 'listeners stand in the Gateway, which the operator runs' },
  { feature: 'BackendTLSPolicy', why: 'an Upstream says itself how it is spoken to: spec.tls' },
  { feature: 'GatewayBackendClientCertificate', why: 'no client certificate for backends yet; spec.tls.backend is refused' },
  { feature: 'GatewayInfrastructurePropagation', why: 'no objects are made for a Gateway that could bear labels; they are refused' },
  { feature: 'Mesh and its features', why: 'there is no mesh: traffic between workloads does not pass the gateway' },
];
