export { type GatewayModule, type GatewayModuleOptions, gatewayKinds, gatewayMigrations, gatewayModule } from './gateway.module.ts';
export { localGatewayCredential } from './gateway-credential.ts';
export type { BackendTraffic, CallerTraffic } from './traffic-reports.ts';
