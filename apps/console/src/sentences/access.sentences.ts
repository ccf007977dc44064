/** Chinese of what the module access tells people. `{0}` is the first value of the English sentence. */
export const accessSentences = {
  LimitTooLow: 'limit 至少为 1',
  TenantPolicyForbids: '租户策略“{0}”禁止此操作',
  UnnamedTenantPolicyForbids: '租户的一条策略禁止此操作',
  PlatformPolicyForbids: '平台策略 {0} 禁止此操作',
  RoleMissing: '在 {1} 中的角色 {0}',
  QuestionIncomplete: '须给出 resource 和 verb',
  SubjectNotFound: '没有名为 {1} 的 {0}',
  PlatformRoleElsewhere: '{0} 是平台角色，请在 {1} 中授予',
  TenantRoleElsewhere: '{0} 是租户角色，请在该租户中授予',
  SelfGrant: '不能给自己授权；请由其他管理员授予',
  NamedPersonOnly: '{0} 只能授予具体的人，不能授予 {1}',
  RolesKeptApart: '{0} 已是 {1}；系统管理员、安全管理员、审计管理员和运营管理员须由不同的人担任',
  PolicyTemplates: '不支持模板（?principal、?resource）；请直接写明所指',
  PolicyEmpty: '内容里没有策略',
  PolicyPermits: '租户只能禁止；平台不允许的操作仍然不允许',
  PlatformPolicyFixed: '平台自身的策略是程序的一部分；请在租户中新建策略',
};
