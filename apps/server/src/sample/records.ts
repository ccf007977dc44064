/**
 * Records that the sample's systems hold: code, name, items (、), and whether they are about people. One vocabulary for all of them, so
 * that the same record in two systems is seen as the same.
 */
export const records = table(`
shop-sign      |户外招牌        |店铺名称、统一社会信用代码、设置地点、招牌尺寸、效果图、经办人、联系电话|p
outdoor-ad     |户外广告设施    |设施编号、位置、尺寸、设置人、设置期限、安全检测结论|
permit         |行政许可申请    |申请人、公民身份号码、统一社会信用代码、联系电话、申请事项、受理时间、办理结果|p
case           |办件信息        |办件编号、事项、申请人、受理时间、办结时间、结果|p
service-item   |政务服务事项    |事项编码、事项名称、依据、时限、材料|
legal-entity   |法人单位        |单位名称、统一社会信用代码、法定代表人、住所、联系电话|p
resident       |居民            |姓名、公民身份号码、联系电话、住址|p
tree-street    |行道树          |编号、树种、胸径、位置、养护单位|
tree-old       |古树名木        |编号、树种、树龄、保护等级、位置、养护责任人|
green-space    |公共绿地        |编号、面积、类型、位置、养护单位|
green-roof     |立体绿化        |编号、形式、面积、建筑、权属单位|
park           |公园            |公园名称、面积、开放时间、管理单位|
visitor-flow   |客流            |公园名称、时间、人数|
forest-plot    |林地小班        |小班号、面积、树种、权属、位置|
wildlife       |野生动物记录    |物种、数量、位置、时间、处置|
pest-point     |有害生物监测点  |编号、虫种、诱捕量、位置、时间|
sweeping       |道路保洁作业    |道路、等级、作业单位、班次、时间|
sanitation-car |环卫车辆        |车牌、车型、作业单位、轨迹|
toilet         |公共厕所        |编号、位置、等级、厕位、保洁单位|
water-cleaning |水域保洁作业    |河道、作业单位、打捞量、时间|
waste-point    |生活垃圾投放点  |编号、小区、位置、开放时间、管理单位|
waste-weight   |垃圾称重        |车牌、来源、类别、重量、时间|
waste-producer |单位垃圾产生户  |单位名称、统一社会信用代码、地址、联系人、联系电话、申报量|p
muck-permit    |建筑垃圾处置证  |工地、建设单位、统一社会信用代码、运输单位、处置量、期限|
muck-car       |渣土车辆        |车牌、运输单位、驾驶员、轨迹|p
kitchen-waste  |餐厨废弃物台账  |产生单位、统一社会信用代码、收运单位、重量、时间|
light          |景观灯光设施    |编号、位置、功率、权属单位、控制回路|
frontage       |市容责任区      |责任单位、地址、责任书编号、联系人、联系电话|p
complaint      |投诉工单        |工单编号、来电人、联系电话、诉求、位置、处理结果|p
inspection     |巡查问题        |问题编号、类别、位置、照片、整改时限、整改结果|
assessment     |考核评分        |被考核单位、指标、得分、周期|
project        |建设项目        |项目名称、建设单位、投资额、进度|
contract       |合同            |合同编号、乙方、金额、期限|
gis-layer      |空间图层        |图层名称、坐标、属性|
staff          |工作人员        |姓名、公民身份号码、部门、职务、工资|p
document       |公文            |文号、标题、来文单位、拟办意见|
archive        |档案            |档号、题名、年度、保管期限|
finance        |财务凭证        |凭证号、科目、金额、日期|
asset          |固定资产        |资产编号、名称、原值、使用部门|
statistics     |统计报表        |报表名称、指标、数值、周期|
credit         |信用信息        |主体名称、统一社会信用代码、行为、日期|
enforcement    |行政执法案件    |案号、当事人、案由、处罚决定|p
`);

/** Stacks, old and new: role, name, version and, where it is a domestic product, +. */
export const stacks: Readonly<Record<string, string>> = {
  java6:
    'language Java 6;framework Struts 2.1;database Oracle 11g;middleware WebLogic 10.3;operatingSystem WindowsServer 2008;processor Intel',
  java7: 'language Java 7;framework Spring 3.2;database MySQL 5.5;middleware Tomcat 7.0;operatingSystem CentOS 6;processor Intel',
  java8: 'language Java 8;framework SpringBoot 2.3;database MySQL 5.7;middleware Tomcat 8.5;operatingSystem CentOS 7;processor Intel',
  java17:
    'language Java 17;framework SpringBoot 3.2;database PostgreSQL 15;middleware Nginx 1.24;operatingSystem openEuler 22.03+;processor Hygon 7280+',
  xinchuang:
    'language Java 8;framework SpringBoot 2.7;database KingbaseES V8+;middleware TongWeb 7.0+;operatingSystem Kylin V10+;processor Kunpeng 920+',
  dameng: 'language Java 11;framework SpringBoot 2.7;database DM 8+;middleware TongWeb 7.0+;operatingSystem UOS 20+;processor Hygon 7280+',
  net: 'language C# 4.0;framework .NETFramework 4.0;database SQLServer 2008;middleware IIS 7.5;operatingSystem WindowsServer 2008;processor Intel',
  net2: 'language C# 6.0;framework .NETFramework 4.6;database SQLServer 2014;middleware IIS 8.5;operatingSystem WindowsServer 2012;processor Intel',
  php: 'language PHP 5.6;framework ThinkPHP 3.2;database MySQL 5.5;middleware Apache 2.2;operatingSystem CentOS 6;processor Intel',
  delphi: 'language Delphi 7;database SQLServer 2005;operatingSystem WindowsServer 2003;processor Intel',
  node: 'language Node.js 18;framework Express 4.18;database PostgreSQL 14;middleware Nginx 1.22;operatingSystem Ubuntu 22.04;processor Intel',
};

/** Firms of the sample. None of them exists. */
export const vendors: Readonly<Record<string, string>> = {
  A: '示例软件甲公司',
  B: '示例软件乙公司',
  C: '示例信息技术公司',
  D: '示例智慧城市公司',
  E: '示例物联网公司',
  F: '示例地理信息公司',
  G: '示例系统集成公司',
  H: '示例工作室（已停业）',
};

/** Rows of `a | b | c`, without spaces around the bars. */
export function table(text: string): readonly (readonly string[])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
}
