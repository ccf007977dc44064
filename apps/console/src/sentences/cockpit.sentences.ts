/** Chinese of what the cockpit tells people. `{0}` is the first value of the English sentence. */
export const cockpitSentences = {
  NoSystemsToSee: '驾驶舱向领导和运营管理员显示全部单位的系统，向租户管理员显示本单位的系统',
};
