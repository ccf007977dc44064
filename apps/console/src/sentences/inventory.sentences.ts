/** Chinese of what the inventory of systems tells people. `{0}` is the first value of the English sentence. */
export const inventorySentences = {
  EdgeSpace: '首尾有空格，请去掉',
  DayAhead: '{0} 还没有到；请填写实际发生的日期',
  BeforeFirstUse: '早于启用日期 {0}；请改正其中一个',
  BeforeContract: '早于合同开始日期 {0}；请改正其中一个',
  AddressForm: '既不是网址，也不是“主机[:端口]”，例如 10.1.2.3:8080',
  AddressHasPassword: '含有用户名或密码，请去掉：看得到系统的人都看得到它',
  NotTheDistricts: '{0} 级系统不由区里决定，也不计数；请去掉此项',
  NotATenant: '{0} 不是租户的命名空间；请把系统登记在其部门的租户中',
  NoOtherSystem: '没有写明对方系统：请选择清单中的系统，或用文字说明清单外的系统',
  LinkedToItself: '系统不能与自己对接',
};
