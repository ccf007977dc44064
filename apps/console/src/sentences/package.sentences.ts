/** Chinese of what integration packages tell people, by code; `{0}` is the first value of the English sentence. */
export const packageSentences = {
  PackageUnreadable: '这个文件不是整合方案包：{0}',
  PackageOtherFile: '是别的文件；请选择从平台导出的方案包',
  PackageNoJson: '不是 JSON，可能没有下载完整',
  PackageParts: '{0} 不符合要求',
  PackageTooNew: '方案包的格式版本是 {0}，本平台最高支持 {1}；请先升级平台',
  PackageTampered: '方案包在导出后被改动或损坏，摘要不一致；请重新导出',
  PackageSurveyDue: '方案包中有调研，请填写答复截止日期',
};
