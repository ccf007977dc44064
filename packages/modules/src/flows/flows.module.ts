import type { Module } from '@dizuo/kernel';
import { decisionControllers } from './decision/decision.ts';
import { dispositionController } from './disposition/disposition.controller.ts';
import { orderController } from './order.controller.ts';

/** Work across capabilities. */
export function flowsModule(): Module {
  return { name: 'flows', kinds: [], controllers: [orderController, ...decisionControllers, dispositionController] };
}
