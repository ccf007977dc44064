/** Features of the Gateway API, as its project names them, that this platform does not have, and why. */
export const notSupported: readonly { feature: string; why: string }[] = [
  { feature: 'TLSRoute, TCPRoute, UDPRoute', why: 'the gateway carries HTTP; TLS ends at the gateway' },
  { feature: 'ListenerSet', why: 'listeners stand in the Gateway, which the operator runs' },
  { feature: 'BackendTLSPolicy', why: 'an Upstream says itself how it is spoken to: spec.tls' },
  { feature: 'GatewayBackendClientCertificate', why: 'no client certificate for backends yet; spec.tls.backend is refused' },
  { feature: 'GatewayInfrastructurePropagation', why: 'no objects are made for a Gateway that could bear labels; they are refused' },
  { feature: 'ConfigMaps in caCertificateRefs', why: 'there are no ConfigMaps: authorities stand in Secrets' },
  {
    feature: 'HTTPRoute filters ExternalAuth and ExtensionRef, filters RequestMirror and CORS of single backends',
    why: 'refused with the name of the field; AuthPolicy and the policies of gateway.dizuo do it, or the rule does',
  },
  {
    feature: 'Condition PartiallyInvalid',
    why: 'never needed: a route with a rule that cannot be is refused whole when it is written; references that lead nowhere are ResolvedRefs',
  },
  { feature: 'useDefaultGateways, Gateway.defaultScope', why: 'routes name their Gateway; refused with the name of the field' },
  { feature: 'Mesh and its features', why: 'there is no mesh: traffic between workloads does not pass the gateway' },
];
