/** Chinese of what the module printing tells people. `{0}` is the first value of the English sentence. */
export const printingSentences = {
  PrintingUnavailable: '这里不能生成 PDF：{0}；请用自己的浏览器打印此页，或请运营管理员安装 Chromium',
  PrintingBusy: '已有 {0} 页在排队打印，请一分钟后再试',
  PrintingTooSlow: '页面在 {0} 秒内没有准备好；请重试，或用自己的浏览器打印',
  PageNotPrintable: '此页不能打印：{0}',
  ChromiumNotThere: 'DIZUO_CHROMIUM 指向 {0}，而那里没有文件',
  NoChromium: '这台机器上没有 Chromium',
  ChromiumDoesNotStart: '{0} 无法启动',
  NotAPrintAddress: 'path 必须是 /print/ 之下的控制台页面，而不是 {0}',
  ConsoleNotBuilt: '这里的控制台尚未构建',
  NothingToPrint: '要打印的对象不存在，或您无权查看',
  PageReportsError: '页面报告了错误，请在控制台打开它查看',
  PageRefused: '请求被拒绝',
};
