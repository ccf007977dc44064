import type { Module } from '@dizuo/kernel';
import { decisionControllers } from './decision/decision.ts';
import { type Traffic, trafficDiscovery } from './discovery/traffic-discovery.controller.ts';
import { dispositionController, type RouteTraffic } from './disposition/disposition.controller.ts';
import { orderController } from './order.controller.ts';

/** Work across capabilities. */
export function flowsModule(traffic: RouteTraffic & Traffic): Module {
  const controllers = [orderController, ...decisionControllers, dispositionController(traffic), trafficDiscovery(traffic)];
  return { name: 'flows', kinds: [], controllers };
}
