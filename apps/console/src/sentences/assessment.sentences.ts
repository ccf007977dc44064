/** Chinese of what the assessment tells people. `{0}` is the first value of the English sentence. */
export const assessmentSentences = {
  RulesName: '整合规则只有一份，名为 {0}',
  OverlapWeights: '功能、数据、用户三项权重之和必须为 1，这样得分为 1 才表示完全相同',
  UserWeights: '业务条线、服务对象、部门三项权重之和必须为 1',
  ThresholdTooLow: '必须高于用户权重，否则同一部门的系统都会算作重叠；请调高',
  PhraseMatchTooLow: '必须大于 0，否则任意两项功能都算相同；请调高',
  WordTwice: '“{0}”既代表“{1}”又代表“{2}”；只保留一处',
};
