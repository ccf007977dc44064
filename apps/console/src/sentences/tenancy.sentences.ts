/** Chinese of what the module tenancy tells people. `{0}` is the first value of the English sentence. */
export const tenancySentences = {
  QuotaName: '每个租户只有一个配额，名为 default',
  QuotaPlace: '配额属于租户',
  ResourceNotCounted: '没有可计量的 {0}；可用的有 {1}',
  NameReserved: '{0} 是保留名称，请换一个',
  TenantNameForm: '最多 63 个小写字母、数字和“-”',
  TenantHasInstances: '租户仍有已交付的组件及其数据；请先删除它的服务实例',
  NoQuota: '租户没有配额之前不能申请：请在其中创建名为 default 的 Quota',
  TenantReady: '租户可以申请组件和部署应用',
};
