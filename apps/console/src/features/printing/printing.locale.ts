import { defineLocale } from '../../i18n/define-locale.ts';

export const printingLocale = defineLocale({
  zh: {
    pdf: '下载 PDF',
    making: '正在生成 PDF…',
    own: '用浏览器打印',
    failed: 'PDF 没有生成',
    print: '打印',
    back: '返回',
    missing: '没有可打印的内容',
    missingHint: '要打印的对象不存在或已被删除。',
    source: '来源：{{source}} · 底座 · {{at}} · 由 {{who}} 打印',
    signature: '签字',
    date: '日期',
    order: {
      title: '组件申请单',
      subtitle: '{{tenant}} · {{order}}',
      source: '申请单 {{order}} 第 {{generation}} 版',
      applicant: '申请部门负责人',
      approver: '审批人',
    },
  },
  en: {
    pdf: 'Download PDF',
    making: 'Making the PDF…',
    own: 'Print with the browser',
    failed: 'The PDF was not made',
    print: 'Print',
    back: 'Back',
    missing: 'There is nothing to print',
    missingHint: 'What this page is about does not exist or was deleted.',
    source: 'Source: {{source}} · Dizuo · {{at}} · printed by {{who}}',
    signature: 'Signature',
    date: 'Date',
    order: {
      title: 'Order of a component',
      subtitle: '{{tenant}} · {{order}}',
      source: 'order {{order}}, version {{generation}}',
      applicant: 'Head of the department',
      approver: 'Approver',
    },
  },
});
