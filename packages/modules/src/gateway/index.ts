export { type GatewayModule, type GatewayModuleOptions, gatewayKinds, gatewayMigrations, gatewayModule } from './gateway.module.ts';
export { createGatewayCredential, localGatewayCredential } from './gateway-credential.ts';
