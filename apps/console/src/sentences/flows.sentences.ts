/** Chinese of what the module flows tells people. `{0}` is the first value of the English sentence. */
export const flowsSentences = {
  AwaitsDecision: '等待审批',
  InstanceBeingDelivered: '正在交付实例 {0}',
  DeliveredGone: '交付的内容已不存在',
};
