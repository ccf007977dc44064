import type { NewSampleObject } from './district.ts';
import { table } from './records.ts';
import { dayFrom, holdings, hostingOf, sampleSystem, stackOf, users, vendorOf, words } from './system-rows.ts';

/**
 * Eleven more departments in outline: department, tenant, then its systems as `name:line of business:functions:record`. The rest of each
 * is reckoned from its place in the list, the same on every start.
 */
const departments = table(`
dashuju  |t-dashuju |区数据共享交换平台:数据管理:目录管理、交换任务、查询统计:statistics 区电子证照库:数据管理:证照登记、查验:permit 区政务云管理系统:基础设施:资源申请、监控:asset 区视频汇聚平台:基础设施:视频查看、点位管理:gis-layer 区统一消息平台:公共能力:短信通知、消息管理:document 区门户网站:公共能力:信息发布、互动交流:document 区大屏展示系统:数据管理:指标展示、查询统计:statistics 区数据质量系统:数据管理:质量检查、问题上报:inspection 机关办公系统:机关综合管理:收文、发文、会议管理:document
fagai    |t-fagai   |投资项目管理系统:项目管理:项目登记、进度管理:project 重大项目督查系统:项目管理:进度上报、问题上报:project 价格监测系统:价格管理:数据填报、查询统计:statistics 节能监测系统:节能管理:能耗统计、预警发布:statistics 信用信息管理系统:信用管理:信用查询、行为上报:credit 产业扶持资金系统:产业管理:申请受理、资金核算:permit 粮食储备管理系统:粮食管理:库存登记、查询统计:asset 规划实施评估系统:规划管理:指标核算、报表填报:statistics 机关办公系统:机关综合管理:收文、发文、会议管理:document
jiaoyu   |t-jiaoyu  |入学报名系统:学籍管理:报名登记、材料审核、结果查询:resident 学籍管理系统:学籍管理:学籍登记、转学办理:resident 教师管理系统:人事管理:人员登记、职称申报:staff 校园安全巡查系统:安全管理:巡查任务、问题上报、整改跟踪:inspection 教育督导系统:督导:考核评分、问题上报:assessment 民办教育机构管理系统:民办教育:申请受理、设置审批、年检:legal-entity 学生资助系统:资助管理:申请受理、资金核算:resident 校车监管系统:安全管理:车辆定位、轨迹回放:sanitation-car 教研资源平台:教学研究:资源管理、查询统计:document 机关办公系统:机关综合管理:收文、发文、会议管理:document
minzheng |t-minzheng|社会救助系统:社会救助:申请受理、家庭核对、资金核算:resident 养老服务平台:养老服务:服务评价、派单、补贴申请:resident 社会组织管理系统:社会组织:申请受理、设置审批、年检:legal-entity 婚姻登记系统:婚姻登记:预约登记、证照打印:resident 殡葬管理系统:殡葬管理:预约登记、费用核算:resident 地名管理系统:地名管理:地名台账、图层管理:gis-layer 社区工作者管理系统:基层政权:人员登记、考核评分:staff 居家养老巡访系统:养老服务:巡查任务、问题上报:resident 志愿服务系统:社会工作:积分登记、积分兑换:resident 机关办公系统:机关综合管理:收文、发文、会议管理:document
renshe   |t-renshe  |就业服务系统:就业:求职登记、岗位发布:resident 技能培训管理系统:就业:报名登记、补贴申请:resident 劳动监察系统:劳动关系:案件登记、文书打印:enforcement 劳动仲裁系统:劳动关系:案件登记、预约登记:enforcement 人才引进系统:人才:申请受理、材料审核:resident 事业单位招聘系统:人事管理:报名登记、材料审核、结果查询:resident 职称评审系统:人事管理:申请受理、考核评分:staff 社保业务辅助系统:社会保险:参保登记、查询统计:resident 机关办公系统:机关综合管理:收文、发文、会议管理:document
jianguan |t-jianguan|建设工程监管系统:工程管理:项目登记、巡查任务、问题上报:project 施工许可审批系统:工程管理:申请受理、设置审批、证照打印:permit 房屋安全管理系统:房屋管理:房屋台账、安全检测登记:gis-layer 物业管理系统:房屋管理:考核评分、投诉登记:complaint 道路养护系统:市政设施:养护计划、养护检查:inspection 掘路管理系统:市政设施:申请受理、设置审批:permit 排水设施系统:水务:设施台账、设施报修:gis-layer 河道管理系统:水务:巡查任务、问题上报:inspection 燃气安全巡查系统:市政设施:巡查任务、整改跟踪:inspection 工地渣土视频系统:工程管理:视频查看、报警处理:muck-permit 机关办公系统:机关综合管理:收文、发文、会议管理:document
weijian  |t-weijian |预约挂号平台:医疗服务:预约登记、结果查询:resident 家庭医生签约系统:基层卫生:签约登记、服务评价:resident 妇幼保健系统:妇幼保健:建档登记、查询统计:resident 计划免疫系统:疾病控制:接种登记、预约登记:resident 传染病报告辅助系统:疾病控制:信息上报、疫情监测:resident 卫生监督系统:卫生监督:案件登记、巡查任务、文书打印:enforcement 医疗机构审批系统:卫生监督:申请受理、设置审批、证照打印:legal-entity 血液管理系统:医疗服务:献血登记、查询统计:resident 医疗质量考核系统:医疗服务:考核评分、报表填报:assessment 机关办公系统:机关综合管理:收文、发文、会议管理:document
yingji   |t-yingji  |安全生产监管系统:安全生产:巡查任务、问题上报、整改跟踪:inspection 危险化学品管理系统:安全生产:企业台账、设置审批:legal-entity 应急指挥平台:应急指挥:预警发布、派单、视频查看:gis-layer 防汛防台系统:防汛:水情监测、预警发布:statistics 应急物资管理系统:应急保障:库存登记、查询统计:asset 安全生产执法系统:安全生产:案件登记、文书打印:enforcement 灾情上报系统:防灾减灾:信息上报、查询统计:statistics 安全培训考核系统:宣传培训:报名登记、考核评分:staff 机关办公系统:机关综合管理:收文、发文、会议管理:document
shichang |t-shichang|企业登记辅助系统:登记注册:申请受理、材料审核、证照打印:legal-entity 食品安全监管系统:食品安全:巡查任务、问题上报、企业台账:inspection 餐饮明厨亮灶系统:食品安全:视频查看、报警处理:legal-entity 特种设备监管系统:特种设备:设备台账、检验登记:asset 药品监管系统:药品:企业台账、巡查任务:inspection 消费投诉处理系统:消费维权:工单登记、派单、回复:complaint 广告监测系统:广告监管:监测记录、查询统计:outdoor-ad 市场监管执法系统:执法:案件登记、文书打印:enforcement 计量器具管理系统:计量:设备台账、检验登记:asset 知识产权服务系统:知识产权:申请受理、补贴申请:legal-entity 机关办公系统:机关综合管理:收文、发文、会议管理:document
wenlv    |t-wenlv   |文化场馆预约系统:公共文化:场地预约、入园登记:resident 景区客流监测系统:旅游:客流统计、预警发布:visitor-flow 文化市场审批系统:市场管理:申请受理、设置审批、证照打印:permit 文物管理系统:文物:文物台账、巡查任务:asset 非遗项目系统:非遗:项目登记、传承人登记:resident 图书借阅系统:公共文化:借阅管理、查询统计:resident 旅游投诉处理系统:旅游:工单登记、派单、回复:complaint 体育场馆管理系统:体育:场地预约、设施报修:resident 机关办公系统:机关综合管理:收文、发文、会议管理:document
chengguan|t-chengguan|城管执法办案系统:执法办案:案件登记、文书打印、处罚决定:enforcement 街面巡查系统:巡查:巡查任务、问题上报、整改跟踪:inspection 违法建筑治理系统:违建治理:案件登记、图层管理:enforcement 户外广告执法台账:广告执法:设施台账、问题上报:outdoor-ad 店招执法检查系统:广告执法:招牌台账、巡查任务、问题上报:shop-sign 渣土执法系统:渣土执法:案件登记、车辆台账:muck-car 执法车辆监控系统:后勤:车辆定位、轨迹回放:sanitation-car 执法记录仪管理系统:后勤:视频查看、设备台账:asset 投诉举报处理系统:投诉处理:工单登记、派单、回复:complaint 队员考核系统:队伍管理:考核评分、人员登记:staff 机关办公系统:机关综合管理:收文、发文、会议管理:document
`);

const kinds = ['java7', 'java8', 'net', 'php', 'xinchuang', 'java8', 'net2', 'node', 'java6', 'dameng', 'java17'];
const citizensSystems = /报名|预约|服务|补贴|求职|签约|投诉/;

export const outlineTenants: ReadonlyArray<readonly [tenant: string, department: string]> = departments.map(
  ([department = '', tenant = '']) => [tenant, department],
);

export function outlineSystems(today: Date): NewSampleObject[] {
  return departments.flatMap(([department = '', tenant = '', systems = ''], d) =>
    systems.split(' ').map((text, i) => {
      const [displayName = '', line = '', functions = '', record = ''] = text.split(':');
      const n = d * 11 + i;
      const asleep = n % 13 === 7;
      const citizens = citizensSystems.test(displayName);
      const endsOn = ((n * 53) % 500) - 90;
      return sampleSystem(`${department}-${String(i + 1).padStart(2, '0')}`, tenant, {
        displayName,
        departmentRef: department,
        linesOfBusiness: [line],
        functions: words(functions),
        level: 'district',
        commissionedOn: `${2010 + (n % 12)}-0${(n % 9) + 1}-01`,
        lastActiveOn: dayFrom(today, asleep ? -260 - n : -(n % 5)),
        use: {
          audience: users(citizens ? 'cs' : 's'),
          accounts: 30 + ((n * 97) % 900) + (citizens ? 4000 : 0),
          monthlyActive: asleep ? 0 : 12 + ((n * 31) % 300),
          yearlyCases: asleep ? 0 : 200 + ((n * 617) % 9000),
        },
        contract: { vendor: vendorOf('ABCDEFG'[n % 7] ?? 'A'), startsOn: dayFrom(today, endsOn - 365), endsOn: dayFrom(today, endsOn) },
        cost: {
          built: (40 + ((n * 41) % 320)) * 10_000,
          yearlyMaintenance: (5 + ((n * 7) % 50)) * 10_000,
          yearlyHosting: (2 + ((n * 5) % 20)) * 10_000,
        },
        stack: stackOf(kinds[n % kinds.length] ?? 'java8'),
        ...hostingOf(`${department}-${i + 1}`, citizens ? 'i' : 'x', 100 * (d + 1) + i),
        data: holdings(`${record}:${300 + ((n * 7919) % 90_000)}:${citizens ? 'cs' : 's'}`),
        ...(n % 4 === 3 ? {} : { security: { grade: 2 + (n % 2), gradedOn: dayFrom(today, -((n * 29) % 800) - 10), openIssues: n % 8 } }),
        contact: '信息化负责人（示例）',
      });
    }),
  );
}
