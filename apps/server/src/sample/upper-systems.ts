import { lvhuaLines, lvhuaTenant } from './lvhua-systems.ts';
import { table } from './records.ts';
import { holdings, sampleSystem, stackOf, users, words } from './system-rows.ts';

/** City systems that the pilot department works in: name, display name, lines, functions, records, users, stack, accounts in the district / cases a year. */
const city = table(`
c-xzsp    |市一网通办审批平台            |4,7,13,17,18|申请受理、办件流转、设置审批、证照打印|permit:38200:c case:38200:c service-item:420:s legal-entity:26100:c|ces|xinchuang|86/7400
c-lvrong  |市绿化市容行业综合管理平台    |1,10,18,20  |行业统计、问题上报、考核评分|statistics:3600:s assessment:5200:s inspection:22000:y|s|java8|120/3600
c-guanggao|市户外广告招牌管理信息系统    |17,18       |招牌台账、设施台账、设置审批、安全检测登记|shop-sign:17200:s outdoor-ad:2080:s|s|java8|42/4100
c-zhatu   |市建筑垃圾综合监管平台        |13          |申请受理、车辆定位、消纳管理|muck-permit:7300:s muck-car:1450:y|es|java8|110/7300
c-laji    |市生活垃圾全程分类信息平台    |11,12       |投放点台账、称重记录、考核评分|waste-point:2610:s waste-weight:3700000:y inspection:58000:y|s|java8|210/61000
c-canchu  |市餐厨废弃油脂管理系统        |14          |收运登记、称重记录、查询统计|kitchen-waste:1090000:s legal-entity:6700:s|es|java8|60/5800
c-12345   |市民服务热线工单系统          |21          |工单登记、派单、回复、满意度测评|complaint:86900:c|cs|xinchuang|180/9600
c-wangge  |城市管理网格化平台            |20,21       |问题上报、派单、整改跟踪、考核评分|inspection:156000:s complaint:24000:y|s|java8|160/41000
c-lvhua   |市绿化管理信息系统            |1,2,6       |绿地台账、行道树台账、行业统计|green-space:3190:s tree-street:83900:s green-roof:690:s|s|java8|46/2600
c-gushu   |市古树名木保护系统            |3           |古树台账、巡护记录、复壮记录|tree-old:408:s|s|java8|14/300
c-gongyuan|市公园行业管理系统            |5           |公园台账、客流统计、活动备案|park:38:s visitor-flow:8800000:y|s|java8|38/160
c-linye   |市林业资源一张图              |7,8,9       |林地台账、图层管理、行业统计|forest-plot:5380:s gis-layer:40:s|s|xinchuang|12/40
c-gongwen |市公文交换系统                |22          |收文、发文|document:58000:s|s|dameng|210/8200
`);

/** National systems: name, display name, lines, functions, records, users. */
const national = table(`
n-zhengwu    |国家政务服务平台                    |4,17,18|事项发布、办件汇聚|case:38000:y service-item:420:y|ces
n-jianguan   |国家互联网加监管系统                |17,18,20|监管事项管理、监管行为上报|inspection:3100:s enforcement:260:s|s
n-shuangsuiji|双随机一公开监管平台                |13,17|检查任务、结果公示|inspection:420:s legal-entity:900:y|s
n-xinyong    |全国信用信息共享平台                |4,13,17|信用查询、行为上报|credit:2600:s legal-entity:2600:y|s
n-xukegongshi|行政许可和行政处罚信用公示系统      |4,13,17,18|许可公示、处罚公示|permit:9100:s credit:9300:s|s
n-xinfang    |国家信访信息系统                    |21|信访登记、办理、回复|complaint:640:c|cs
n-12345      |全国政务服务热线知识库              |21|知识管理、查询统计|complaint:200:y|s
n-touzi      |全国投资项目在线审批监管平台        |4|项目登记、审批进度上报|project:120:s|es
n-jiaoyi     |全国公共资源交易平台                |4,22|招标公告、交易公示|contract:96:s|es
n-senlin     |全国森林资源管理系统                |7|林地台账、采伐管理、资源调查|forest-plot:5400:s permit:380:s|s
n-lincaojiance|全国林草生态综合监测系统           |7|资源调查、图层管理|forest-plot:5380:s gis-layer:12:s|s
n-linzhang   |林长制信息管理系统                  |7|巡护记录、考核评分|assessment:120:s|s
n-caifa      |林木采伐管理系统                    |7|采伐申请、证照打印|permit:150:s|es
n-lindi      |使用林地审批系统                    |7|申请受理、设置审批|permit:26:s|es
n-tuigeng    |国土绿化落地上图系统                |1,7|绿化上图、进度上报|gis-layer:9:s project:88:s|s
n-gushu      |全国古树名木信息管理系统            |3|古树台账、巡护记录|tree-old:405:s|s
n-zhongmiao  |林木种苗管理系统                    |7|种苗登记、证照打印|permit:70:s|es
n-jianyi     |林业植物检疫管理信息系统            |9|检疫申请、证书打印|permit:930:c|es
n-youhai     |全国林业有害生物防治信息管理系统    |9|虫情上报、防治记录、监测点台账|pest-point:5500:s|s
n-songcai    |松材线虫病疫情监管平台              |9|疫情上报、图层管理|pest-point:900:s gis-layer:3:s|s
n-yiyuan     |野生动物疫源疫病监测信息系统        |8|疫源监测、信息上报|wildlife:4200:s|s
n-yesheng    |野生动物保护管理系统                |8|申请受理、物种登记|wildlife:210:s permit:18:c|es
n-niaolei    |鸟类环志信息系统                    |8|环志登记、查询统计|wildlife:380:s|s
n-shidi      |全国湿地资源管理系统                |7|湿地台账、监测记录|gis-layer:4:s|s
n-fanghuo    |森林防火信息管理系统                |7|火情上报、巡护记录|inspection:90:s|s
n-lincaotongji|林草统计直报系统                  |7,8,9|报表填报、数据审核|statistics:96:s|s
n-yuanlin    |城市园林绿化统计信息系统            |1,2,5|报表填报、指标核算|statistics:84:s green-space:3200:s|s
n-gongyuan   |全国城市公园信息直报系统            |5|公园台账、报表填报|park:38:s statistics:48:s|s
n-lajifenlei |全国生活垃圾分类信息直报系统        |11|报表填报、进度上报|statistics:240:s waste-point:2600:s|s
n-lajichuli  |全国城镇生活垃圾处理信息系统        |12|设施台账、处理量上报|waste-weight:1200:s statistics:120:s|s
n-jianzhulaji|全国建筑垃圾治理信息直报系统        |13|报表填报、消纳管理|statistics:72:s muck-permit:600:s|s
n-canchu     |餐厨废弃物资源化利用直报系统        |14|报表填报、处理量上报|statistics:48:s kitchen-waste:900:s|s
n-gongce     |全国公共厕所信息直报系统            |15|公厕台账、报表填报|toilet:468:s statistics:36:s|s
n-shirong    |城市市容环境卫生统计系统            |10,15,20|报表填报、指标核算|statistics:144:s sanitation-car:340:s|s
n-heshui     |城市黑臭水体整治监管平台            |16|问题上报、整改跟踪|inspection:40:s water-cleaning:360:s|s
n-zhaoming   |城市照明节能统计系统                |19|报表填报、能耗统计|statistics:24:s light:8600:s|s
n-chengjian  |城市建设统计年报系统                |1,10,19|报表填报、数据审核|statistics:60:s|s
n-chengguan  |城市运行管理服务平台                |20,21|问题上报、考核评分|inspection:28000:y assessment:24:s|s
n-zhifa      |行政执法综合管理监督信息系统        |17,20|案件登记、文书打印、监督|enforcement:310:s staff:64:s|s
n-fuyi       |行政复议工作平台                    |22|案件登记、文书打印|enforcement:12:s|s
n-caizheng   |预算管理一体化系统                  |22|预算编制、支付申请、账务处理|finance:46000:s|s
n-guoku      |国库集中支付系统                    |22|支付申请、对账|finance:31000:s|s
n-feishui    |非税收入收缴系统                    |4,12|收缴登记、对账|finance:12800:s|es
n-piaoju     |财政电子票据系统                    |12,22|票据开具、查验|finance:12900:s|es
n-caigou     |政府采购管理交易系统                |22|采购计划、合同备案|contract:310:s|es
n-zichan     |行政事业单位资产管理信息系统        |22|资产登记、资产处置、报表填报|asset:9400:s|s
n-gongzi     |机关事业单位工资管理系统            |22|工资核定、人员登记|staff:610:s|s
n-gongwuyuan |公务员管理信息系统                  |22|人员登记、考核评分|staff:148:s|s
n-shiye      |事业单位登记管理系统                |22|法人登记、年报|legal-entity:5:s|s
n-bianzhi    |机构编制实名制管理系统              |22|编制管理、人员登记|staff:605:s|s
n-shebao     |机关事业单位养老保险系统            |22|参保登记、费用核算|staff:600:s|s
n-tongji     |国家统计联网直报平台                |22|报表填报、数据审核|statistics:180:s|s
n-wangzhan   |政府网站和新媒体监管平台            |22|网站登记、问题上报|inspection:30:y|s
n-gongkai    |政府信息公开年报系统                |22|报表填报、依申请公开登记|statistics:12:s document:90:s|s
n-dangyuan   |全国党员管理信息系统                |22|人员登记、组织关系转接|staff:280:s|s
`);

/** What the city and the nation run and the pilot department works in. Where the machines stand and what they cost is not the district's to know. */
export function upperSystems() {
  return [
    ...city.map(([name = '', displayName = '', lines = '', functions = '', data = '', who = '', stack = '', use = '']) => {
      const [accounts = 0, yearlyCases = 0] = use.split('/').map(Number);
      return sampleSystem(name, lvhuaTenant, {
        ...described(displayName, lines, functions, data, who),
        level: 'city' as const,
        use: { audience: users(who), accounts, yearlyCases },
        stack: stackOf(stack),
        addresses: [`https://${name}.city.example`],
      });
    }),
    ...national.map(([name = '', displayName = '', lines = '', functions = '', data = '', who = ''], i) =>
      sampleSystem(name, lvhuaTenant, {
        ...described(displayName, lines, functions, data, who),
        level: 'national' as const,
        use: { audience: users(who), accounts: 2 + ((i * 7) % 40) },
        addresses: [`https://${name}.nation.example`],
      }),
    ),
  ];
}

function described(displayName: string, lines: string, functions: string, data: string, who: string) {
  return {
    displayName,
    departmentRef: 'lvhua-shirong',
    linesOfBusiness: lines.split(',').map((number) => lvhuaLines[Number(number) - 1] ?? ''),
    functions: words(functions),
    use: { audience: users(who) },
    data: holdings(data),
  };
}
