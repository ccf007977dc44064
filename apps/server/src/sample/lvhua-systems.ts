import { table } from './records.ts';
import { dayFrom, holdings, hostingOf, links, sampleSystem, stackOf, users, vendorOf, words } from './system-rows.ts';

export const lvhuaTenant = 't-lvhua';
const bureau = 'lvhua-shirong';

/** Units below the pilot department. */
export const lvhuaUnits: ReadonlyArray<readonly [name: string, displayName: string]> = [
  ['lvhua-guanggao', '户外广告设施管理所'],
  ['lvhua-lvdi', '绿化管理事务中心'],
  ['lvhua-linye', '林业站'],
  ['lvhua-huanwei', '市容环境卫生管理所'],
  ['lvhua-gufei', '生活垃圾分类管理事务中心'],
];

/** The 22 lines of business of the pilot department, counted from 1. */
export const lvhuaLines = words(
  '公共绿地管理、行道树管理、古树名木保护、绿化行政许可、公园管理、立体绿化、林业资源管理、野生动物保护、林业有害生物防治、道路清扫保洁、' +
    '生活垃圾分类、生活垃圾收运处置、建筑垃圾管理、餐厨废弃物管理、公共厕所管理、水域保洁、户外广告管理、店招店牌管理、景观灯光管理、' +
    '市容环境责任区管理、投诉处理、机关综合管理',
);

/**
 * The 44 systems of its own. Columns: name, display name, unit, lines, functions, records, users, year, stack, zone, grade, vendor,
 * days to the end of the contract, built / maintenance / hosting / licences a year (10,000 yuan), accounts / active a month / cases a
 * year, days since last used, links.
 */
const own = table(`
shop-sign       |店招店牌设置管理系统          |guanggao|18      |申请受理、现场踏勘、设置审批、证照打印|shop-sign:18600:cs permit:9200:cs legal-entity:8100:cs|ces|2013|net|x|2|A|75|186/28/9/4|46/31/3200|0|>c-xzsp:permit:人工录入 >c-guanggao:shop-sign:人工录入
outdoor-ad      |户外广告设施管理系统          |guanggao|17      |申请受理、设置审批、设施台账、安全检测登记|outdoor-ad:2140:cs permit:1300:cs legal-entity:960:cs|es|2011|java6|x|2|A|48|230/34/12/18|38/24/420|0|>c-xzsp:permit:人工录入 >c-guanggao:outdoor-ad:人工录入
ad-inspection   |广告招牌巡查系统              |guanggao|17,18   |巡查任务、问题上报、整改跟踪|inspection:5300:s shop-sign:17900:sy outdoor-ad:2100:sy|s|2017|java8|i|2|B|160|98/15/6/0|52/29/5300|1|>shop-sign:shop-sign:数据库 >outdoor-ad:outdoor-ad:数据库
sign-archive    |店招店牌一店一档系统          |guanggao|18      |招牌台账、影像管理、查询统计|shop-sign:12400:s legal-entity:6300:s|s|2012|php|x||H|-880|45/0/3/0|22/0/0|612|
frontage        |市容环境责任区管理系统        |-       |20      |责任区划分、责任书签订、责任单位台账|frontage:15800:s legal-entity:14900:s|s|2014|java7|x|2|C|120|120/18/6/0|85/40/1500|2|
appearance      |市容巡查考核系统              |-       |20,21   |巡查任务、问题上报、整改跟踪、考核评分|inspection:41200:s assessment:960:s|s|2016|java8|i|2|B|160|165/25/8/0|130/88/41200|0|>c-wangge:inspection:HTTP <complaint-desk:inspection:HTTP
light-control   |景观灯光集中控制系统          |-       |19      |灯光控制、故障报修、能耗统计|light:8600:s|s|2018|net2|b|3|E|310|680/72/30/0|16/12/800|0|
light-register  |景观灯光设施台账系统          |-       |19      |设施台账、查询统计|light:7900:s|s|2010|delphi|b||H|-1500|18/0/1/0|6/0/0|905|
green-space     |公共绿地管理信息系统          |lvdi    |1       |绿地台账、养护计划、养护检查|green-space:3260:s contract:140:s|s|2012|java6|x|2|F|-30|145/22/8/12|60/21/900|3|>c-lvhua:green-space:人工录入
green-upkeep    |绿化养护考核系统              |lvdi    |1,2     |养护检查、考核评分、养护费核算|assessment:2100:s green-space:3200:s contract:135:s|s|2015|java7|x|2|F|90|88/14/5/0|72/35/2100|1|>green-space:green-space:文件
street-tree     |行道树管理系统                |lvdi    |2       |行道树台账、修剪计划、树木迁移登记|tree-street:86400:s|s|2013|java7|x|2|F|90|110/16/6/0|40/18/1300|2|>c-lvhua:tree-street:人工录入
old-tree        |古树名木管理系统              |lvdi    |3       |古树台账、巡护记录、复壮记录|tree-old:412:s|s|2016|java8|x|2|F|220|65/9/4/0|18/9/300|5|>c-gushu:tree-old:人工录入
green-permit    |绿化行政许可内部审批系统      |lvdi    |4       |申请受理、现场踏勘、设置审批、证照打印|permit:3800:cs legal-entity:2900:cs project:610:s|ces|2014|net|x|2|A|75|172/26/8/4|35/22/480|0|>c-xzsp:permit:人工录入
green-project   |绿化建设项目管理系统          |lvdi    |4,6     |项目登记、进度管理、验收管理|project:540:s contract:480:s|s|2015|java7|x|2|C|120|92/13/5/0|30/12/60|8|
green-roof      |立体绿化管理系统              |lvdi    |6       |立体绿化台账、补贴申请、养护检查|green-roof:730:cs legal-entity:410:c|es|2017|java8|x|2|F|220|58/8/3/0|20/6/90|16|
park-office     |公园管理系统                  |lvdi    |5       |公园台账、活动备案、设施报修|park:38:s permit:160:cs|s|2013|net|x|2|A|200|76/11/4/4|44/19/160|2|>c-gongyuan:park:人工录入
park-flow       |公园客流监测系统              |lvdi    |5       |客流统计、预警发布、视频查看|visitor-flow:9200000:y park:38:s|s|2019|node|i|2|E|260|210/31/16/0|26/17/0|0|>c-gongyuan:visitor-flow:HTTP
park-booking    |公园场地预约系统              |lvdi    |5       |场地预约、入园登记、短信通知|resident:24800:c park:21:s|cs|2020|node|i|2|D|140|54/9/5/0|24900/3100/26000|0|
green-map       |绿化一张图                    |lvdi    |1,2,3,5,6|图层管理、查询统计、空间分析|gis-layer:64:y green-space:3180:y tree-street:84000:y tree-old:410:y park:38:y|s|2018|java8|x|2|F|220|260/36/14/22|110/33/0|0|>green-space:green-space:文件 >street-tree:tree-street:文件 >old-tree:tree-old:文件
forest          |林业资源管理系统              |linye   |7       |林地台账、资源调查、查询统计|forest-plot:5400:s|s|2014|java6|b|2|F|30|130/19/5/15|15/7/40|9|>c-linye:forest-plot:人工录入
forest-permit   |林木采伐移植审批登记系统      |linye   |7       |申请受理、设置审批、证照打印|permit:410:cs forest-plot:5300:sy|es|2012|net|x|2|A|75|48/7/3/4|12/5/45|6|>c-xzsp:permit:人工录入
wildlife        |野生动物救护与疫源监测系统    |linye   |8       |救护登记、疫源监测、信息上报|wildlife:6900:cs|cs|2018|java8|i|2|C|180|70/10/5/0|28/11/620|1|>n-yiyuan:wildlife:人工录入
pest            |林业有害生物监测系统          |linye   |9       |监测点台账、虫情上报、防治记录|pest-point:5600:s|s|2015|java7|x|2|C|120|52/7/3/0|22/8/560|4|>n-youhai:pest-point:人工录入
sweeping        |道路清扫保洁作业监管系统      |huanwei |10      |作业计划、作业监管、查询统计|sweeping:1280000:sy sanitation-car:310:s|s|2016|java8|x|2|E|210|190/28/12/0|66/41/0|0|>sanitation-gps:sanitation-car:数据库
sanitation-exam |环卫作业质量考核系统          |huanwei |10,15,16|巡查任务、问题上报、考核评分|inspection:22800:s assessment:3400:s|s|2015|java7|x|2|B|160|84/13/5/0|58/34/22800|0|
sanitation-gps  |环卫车辆监控系统              |huanwei |10,12   |车辆定位、轨迹回放、报警处理|sanitation-car:340:s|s|2014|net2|x|2|E|60|155/24/10/0|48/30/0|0|
sanitation-fuel |环卫车辆油耗管理系统          |huanwei |10      |加油登记、油耗统计|sanitation-car:260:s|s|2011|delphi|b||H|-1100|22/0/1/0|9/0/0|734|
toilet          |公共厕所管理系统              |huanwei |15      |公厕台账、保洁检查、设施报修|toilet:468:s inspection:3900:s|s|2016|java7|x|2|B|160|60/9/4/0|36/20/3900|1|
toilet-rating   |公厕服务评价系统              |huanwei |15      |服务评价、投诉登记、查询统计|toilet:455:y complaint:1900:c|cs|2019|node|i|2|D|-60|38/6/4/0|1900/40/1900|36|>toilet:toilet:文件
water-cleaning  |水域保洁作业管理系统          |huanwei |16      |作业计划、作业监管、打捞统计|water-cleaning:46000:s|s|2015|java7|x|2|E|210|72/11/5/0|25/14/0|1|
waste-sorting   |生活垃圾分类监管系统          |gufei   |11      |投放点台账、巡查任务、问题上报、考核评分|waste-point:2680:s inspection:61000:s assessment:1400:s|s|2019|java8|i|3|D|330|320/48/20/0|410/265/61000|0|>c-laji:waste-point:人工录入 >c-laji:inspection:HTTP
waste-point     |垃圾投放点定时定点管理系统    |gufei   |11      |投放点台账、开放时间管理、查询统计|waste-point:2590:s|s|2019|php|i|2|D|100|42/7/4/0|96/15/0|12|
waste-exam      |垃圾分类实效考评系统          |gufei   |11      |考评任务、问题上报、考核评分|assessment:5200:s inspection:18800:s waste-point:2610:y|s|2020|java8|i|2|B|160|66/10/5/0|74/46/18800|0|>waste-sorting:waste-point:文件
green-account   |绿色账户积分系统              |gufei   |11      |积分登记、积分兑换、居民台账|resident:96300:c waste-point:1700:s|cs|2015|php|i|2|H|-420|128/0/8/0|96300/12/0|388|
waste-weighing  |生活垃圾收运称重系统          |gufei   |12      |称重记录、来源管理、查询统计|waste-weight:3900000:y sanitation-car:180:s|s|2018|net2|x|2|E|210|140/21/9/4|34/22/0|0|>c-laji:waste-weight:HTTP
waste-transfer  |垃圾中转站作业系统            |gufei   |12      |称重记录、作业计划、查询统计|waste-weight:2600000:s|s|2009|delphi|b||G|-200|55/6/2/0|18/11/0|0|>waste-weighing:waste-weight:文件
waste-fee       |单位生活垃圾收费系统          |gufei   |12      |申报受理、费用核算、合同管理|waste-producer:12700:c legal-entity:12100:c contract:11800:s|es|2014|java6|x|2|A|48|116/18/7/10|12800/2900/12700|0|
muck-permit     |建筑垃圾申报审批系统          |gufei   |13      |申请受理、设置审批、证照打印|muck-permit:7400:cs permit:7400:cs legal-entity:2100:cs|es|2015|net|x|2|A|75|152/23/8/4|360/190/1450|0|>c-zhatu:muck-permit:人工录入 >c-xzsp:permit:人工录入
muck-car        |渣土车辆监管系统              |gufei   |13      |车辆定位、轨迹回放、报警处理、车辆台账|muck-car:1460:s|s|2016|net2|x|3|E|60|240/37/16/0|92/51/0|0|>c-zhatu:muck-car:HTTP >muck-permit:muck-permit:数据库
renovation      |装修垃圾预约清运系统          |gufei   |13      |预约登记、派单、费用核算|resident:31900:c waste-point:860:s|cs|2020|node|i|2|D|140|47/8/5/0|32000/2700/33800|0|
kitchen-waste   |餐厨废弃油脂收运系统          |gufei   |14      |收运登记、称重记录、查询统计|kitchen-waste:1120000:sy legal-entity:6800:s|es|2014|java7|x|2|C|15|96/15/6/0|7000/1900/0|0|>c-canchu:kitchen-waste:人工录入
complaint-desk  |市容绿化投诉处理系统          |-       |21      |工单登记、派单、回复、查询统计|complaint:87500:cs|s|2013|java7|x|2|B|160|118/18/7/0|140/96/9800|0|>c-12345:complaint:人工录入 >appearance:inspection:HTTP
office          |局机关办公系统                |-       |22      |收文、发文、会议管理、请假审批|document:132000:s staff:610:s|s|2012|java6|b|2|G|-20|280/42/15/20|620/540/21000|0|>c-gongwen:document:人工录入
records-room    |局机关档案管理系统            |-       |22      |档案著录、借阅管理、查询统计|archive:64000:s document:41000:s|s|2010|delphi|b||G|-640|36/4/2/0|14/2/0|96|>office:document:文件
`);

export function lvhuaSystems(today: Date) {
  return own.map((row, i) => {
    const [name = '', displayName = '', unit = '', lines = '', functions = '', data = '', who = '', year = '', stack = ''] = row;
    const [zone = '', grade = '', vendor = '', ends = '', cost = '', use = '', idle = '', interfaces = ''] = row.slice(9);
    const [built = 0, maintenance = 0, hosting = 0, licences = 0] = cost.split('/').map((amount) => Number(amount) * 10_000);
    const [accounts = 0, monthlyActive = 0, yearlyCases = 0] = use.split('/').map(Number);
    const endsOn = Number(ends);
    return sampleSystem(name, lvhuaTenant, {
      displayName,
      departmentRef: unit === '-' ? bureau : `lvhua-${unit}`,
      linesOfBusiness: lines.split(',').map((number) => lvhuaLines[Number(number) - 1] ?? ''),
      functions: words(functions),
      level: unit === '-' ? 'district' : 'unit',
      commissionedOn: `${year}-0${(i % 9) + 1}-01`,
      lastActiveOn: dayFrom(today, -Number(idle)),
      use: { audience: users(who), accounts, monthlyActive, yearlyCases },
      contract: {
        vendor: vendorOf(vendor),
        number: `SL-${year}-${String(i + 1).padStart(3, '0')}`,
        startsOn: dayFrom(today, endsOn - 365),
        endsOn: dayFrom(today, endsOn),
      },
      cost: { built, yearlyMaintenance: maintenance, yearlyHosting: hosting, yearlyLicences: licences },
      stack: stackOf(stack),
      ...hostingOf(name, zone, i),
      data: holdings(data),
      interfaces: links(interfaces),
      security: grade
        ? { grade: Number(grade), gradedOn: dayFrom(today, -((i * 37) % 900) - 20), openIssues: (i * 5) % 13 }
        : { openIssues: (i * 3) % 11 },
      contact: '信息化负责人（示例）',
    });
  });
}
