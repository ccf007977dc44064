export { decisionProcesses } from './decision/decision.ts';
export * from './flows.module.ts';
export { orderProcess } from './order.controller.ts';
/** Diagram of the process that decides on orders, as every platform starts with it. */
export const orderProcessFile = new URL('./order-approval.bpmn', import.meta.url);
