/** A milestone as a sentence gives it: kind, due (null where none can be known), and the words that say so. */
export type Expected = [
  kind: 'dated' | 'windowed' | 'open' | 'none' | 'recurring' | 'relative',
  due: string | null,
  words: string,
]

export interface Sentence {
  text: string
  /** The day of the circular, 6 March 2014 (a Thursday) unless told. */
  issuedOn?: string
  gives: Expected[]
  /** What is to be handed in by each, where the words for it are the point. */
  what?: string[]
  /** Questions that must be asked, by their code. */
  asks?: string[]
}

/** Sentences of our own, each with what it must give. What gives nothing is as much a case as what gives a date. */
export const sentences: Sentence[] = [
  // A day, and who writes it how
  {
    text: '请各单位于3月17日前将活动情况报市妇联宣传部。',
    gives: [['dated', '2014-03-17', '3月17日前']],
    asks: ['inclusive', 'year-left-out'],
  },
  {
    text: '请于2014年3月20日之前报送名单。',
    gives: [['dated', '2014-03-20', '2014年3月20日之前']],
    asks: ['inclusive'],
  },
  { text: '材料请于4月8日以前寄至市教育局。', gives: [['dated', '2014-04-08', '4月8日以前']] },
  { text: '报名截止时间：4月15日。', gives: [['dated', '2014-04-15', '4月15日']] },
  {
    text: '报名截止日期为2014年4月15日下午17:00。',
    gives: [['dated', '2014-04-15T17:00:00+08:00', '2014年4月15日下午17:00']],
  },
  {
    text: '请务必于４月１８日（星期五）１７时前反馈。',
    gives: [['dated', '2014-04-18T17:00:00+08:00', '４月１８日（星期五）１７时前']],
  },
  { text: '请于四月二十五日前上报总结。', gives: [['dated', '2014-04-25', '四月二十五日前']] },
  {
    text: '请于二〇一四年五月廿三日前提交方案。',
    gives: [['dated', '2014-05-23', '二〇一四年五月廿三日前']],
  },
  { text: '申报材料最迟不得超过5月12日送达我局。', gives: [['dated', '2014-05-12', '最迟不得超过5月12日']] },
  { text: '至迟于5月16日送交办公室。', gives: [['dated', '2014-05-16', '至迟于5月16日']] },
  { text: '回执请不迟于3月28日传真至市妇联办公室。', gives: [['dated', '2014-03-28', '不迟于3月28日']] },
  { text: '请于2014-05-20前将汇总表发至邮箱。', gives: [['dated', '2014-05-20', '2014-05-20前']] },
  { text: '请于2014.5.21前将汇总表发至邮箱。', gives: [['dated', '2014-05-21', '2014.5.21前']] },
  { text: '请于2014/5/22前将汇总表发至邮箱。', gives: [['dated', '2014-05-22', '2014/5/22前']] },
  { text: '请于5月1\n9日前报送自查报告。', gives: [['dated', '2014-05-19', '5月1\n9日前']] },
  {
    text: '请于 2014 年 5 月 2 6 日前报送自查报告。',
    gives: [['dated', '2014-05-26', '2014 年 5 月 2 6 日前']],
  },
  { text: '请于5月30日(含)前报送自查报告。', gives: [['dated', '2014-05-30', '5月30日(含)前']] },
  { text: '請於103年5月28日前函送本府社會處。', gives: [['dated', '2014-05-28', '103年5月28日前']] },
  {
    text: '请于5月27日将报名表报送市文明办。',
    gives: [['dated', '2014-05-27', '5月27日']],
    asks: ['on-the-day'],
  },
  { text: '请于本月20日前上报。', gives: [['dated', '2014-03-20', '本月20日前']] },
  { text: '请于下月5日前上报。', gives: [['dated', '2014-04-05', '下月5日前']] },
  { text: '报送时限：3月31日24时。', gives: [['dated', '2014-03-31', '3月31日24时']] },
  {
    text: '请于3月21日上午下班前，将修改意见签字盖章后反馈至市防汛办。',
    gives: [['dated', '2014-03-21', '3月21日上午下班前']],
    asks: ['half-day'],
  },
  {
    text: '请于3月24日下班前报我办。',
    gives: [['dated', '2014-03-24', '3月24日下班前']],
    asks: ['close-of-business'],
  },
  {
    text: '请于3月25日中午12时前报我办。',
    gives: [['dated', '2014-03-25T12:00:00+08:00', '3月25日中午12时前']],
  },
  {
    text: '请于3月25日下午三点半前报我办。',
    gives: [['dated', '2014-03-25T15:30:00+08:00', '3月25日下午三点半前']],
  },
  {
    text: '请于今日18时前报送到岗情况。',
    gives: [['dated', '2014-03-06T18:00:00+08:00', '今日18时前']],
    asks: ['counted-from-issue'],
  },
  {
    text: '请于本周五前报送联络员名单。',
    gives: [['dated', '2014-03-07', '本周五前']],
    asks: ['counted-from-issue'],
  },
  {
    text: '请于下周三17点前报送联络员名单。',
    gives: [['dated', '2014-03-12T17:00:00+08:00', '下周三17点前']],
  },

  // Several days, several things, several people
  {
    text: '于5月10日前上报调研总结，于8月30日前上报全年总结和优秀报告。',
    gives: [
      ['dated', '2014-05-10', '5月10日前'],
      ['dated', '2014-08-30', '8月30日前'],
    ],
    asks: ['day-off'],
  },
  {
    text: '请分别于3月底、6月底、9月底前报送季度小结。',
    gives: [
      ['dated', '2014-03-31', '3月底'],
      ['dated', '2014-06-30', '6月底'],
      ['dated', '2014-09-30', '9月底前'],
    ],
    asks: ['period-end'],
  },
  {
    text: '请于5月10日和8月29日前分别报送计划和总结。',
    gives: [
      ['dated', '2014-05-10', '5月10日'],
      ['dated', '2014-08-29', '8月29日前'],
    ],
  },
  {
    text: '请于3、6、9月底前报送进度。',
    gives: [
      ['dated', '2014-03-31', '3、6、9月底前'],
      ['dated', '2014-06-30', '3、6、9月底前'],
      ['dated', '2014-09-30', '3、6、9月底前'],
    ],
  },
  {
    text: '道里区、道外区于4月10日前，其他区县于4月20日前报送。',
    gives: [
      ['dated', '2014-04-10', '4月10日前'],
      ['dated', '2014-04-20', '4月20日前'],
    ],
  },
  {
    text: '书面推荐意见于6月20日前报送人事处，推荐表于6月21日前报送。',
    gives: [
      ['dated', '2014-06-20', '6月20日前'],
      ['dated', '2014-06-21', '6月21日前'],
    ],
  },
  {
    text: '请于3月27日12时前完成排查，并于当日18时前将结果报市防办。',
    gives: [
      ['dated', '2014-03-27T12:00:00+08:00', '3月27日12时前'],
      ['dated', '2014-03-27T18:00:00+08:00', '当日18时前'],
    ],
  },
  { text: '请于5月1日至10日登录系统填报。', gives: [['windowed', '2014-05-10', '5月1日至10日']] },
  { text: '报名时间：2014年4月1日—4月20日。', gives: [['windowed', '2014-04-20', '2014年4月1日—4月20日']] },
  {
    text: '征稿日期：2014年4月21至2014年6月21日（以当日收到作品为准）。',
    gives: [['windowed', '2014-06-21', '2014年4月21至2014年6月21日']],
  },

  // Periods
  { text: '请于9月上旬报送筹备情况。', gives: [['dated', '2014-09-10', '9月上旬']], asks: ['period-end'] },
  { text: '请于12月底前报送全年总结。', gives: [['dated', '2014-12-31', '12月底前']], asks: ['period-end'] },
  { text: '请于6月中旬前报送。', gives: [['dated', '2014-06-20', '6月中旬前']], asks: ['period-end'] },
  { text: '请于年底前报送全年总结。', gives: [['dated', '2014-12-31', '年底前']], asks: ['period-end'] },
  {
    text: '请于第三季度末前报送进展。',
    gives: [['dated', '2014-09-30', '第三季度末前']],
    asks: ['period-end'],
  },
  { text: '请于国庆节前报送值班表。', gives: [['dated', '2014-09-30', '国庆节前']], asks: ['festival'] },
  { text: '请于春节前报送慰问情况。', gives: [['dated', null, '春节前']], asks: ['festival'] },

  // Years
  {
    text: '请于1月15日前报送年度总结。',
    issuedOn: '2013-11-20',
    gives: [['dated', '2014-01-15', '1月15日前']],
    asks: ['year-left-out'],
  },
  { text: '请于明年1月15日前报送年度总结。', gives: [['dated', '2015-01-15', '明年1月15日前']] },
  { text: '请于次年2月底前报送年度总结。', gives: [['dated', '2015-02-28', '次年2月底前']] },
  { text: '请于3月1日前报送名单。', gives: [['dated', null, '3月1日前']], asks: ['past'] },
  {
    text: '请于5月10日（星期五）前报送。',
    gives: [['dated', '2014-05-10', '5月10日（星期五）前']],
    asks: ['weekday-mismatch'],
  },
  {
    text: '请于2月30日前报送。',
    issuedOn: '2014-01-06',
    gives: [['dated', null, '2月30日前']],
    asks: ['no-such-day'],
  },
  { text: '请于5.20前报送。', gives: [['dated', '2014-05-20', '5.20前']], asks: ['short-form'] },
  {
    text: '请于14年5月20日前报送。',
    gives: [['dated', '2014-05-20', '14年5月20日前']],
    asks: ['short-year'],
  },

  // Again and again
  {
    text: '每月5日前报送上月工作信息。',
    gives: [['recurring', null, '每月5日前']],
    asks: ['recurring-until'],
  },
  { text: '每季度末月25日前报送季度报表。', gives: [['recurring', null, '每季度末月25日前']] },
  { text: '各单位每周五下午17:00前上报周报。', gives: [['recurring', null, '每周五下午17:00前']] },
  { text: '每年12月20日前报送年度计划执行情况。', gives: [['recurring', null, '每年12月20日前']] },
  { text: '各地每季度首月10日前报送上季度数据。', gives: [['recurring', null, '每季度首月10日前']] },
  { text: '请于每月底前将报表发至邮箱。', gives: [['recurring', null, '每月底前']] },
  { text: '实行按月报送制度。', gives: [['recurring', null, '按月']] },
  { text: '每日16时前报告进展情况。', gives: [['recurring', null, '每日16时前']] },

  // So long after something
  {
    text: '请自收到通知之日起5个工作日内将意见反馈我会。',
    gives: [['relative', null, '收到通知之日起5个工作日内']],
    asks: ['relative-anchor'],
  },
  {
    text: '活动结束后10日内报送总结。',
    gives: [['relative', null, '活动结束后10日内']],
    asks: ['relative-anchor'],
  },
  { text: '请于收文后一周内函复。', gives: [['relative', null, '收文后一周内']] },
  {
    text: '各单位应在3个工作日内反馈。',
    gives: [['relative', null, '3个工作日内']],
    asks: ['relative-anchor'],
  },
  { text: '培训结束后两周内提交心得。', gives: [['relative', null, '培训结束后两周内']] },
  { text: '请在活动开始前3个工作日报送方案。', gives: [['relative', null, '活动开始前3个工作日']] },

  // Without a day
  {
    text: '各单位开展活动的情况，请及时报送市妇联宣教部。',
    gives: [['open', null, '请及时报送']],
    asks: ['open-deadline'],
  },
  { text: '请尽快将联络员名单报我办。', gives: [['open', null, '请尽快将联络员名单报我']] },
  {
    text: '活动结束后，请将总结和照片报送市妇联。',
    gives: [['open', null, '活动结束后，请将总结和照片报送']],
  },
  {
    text: '请将贯彻落实情况报市委办公室。',
    gives: [['none', null, '请将贯彻落实情况报']],
    asks: ['no-deadline-said'],
  },

  // A later date in place of an earlier one
  {
    text: '原定于4月30日前报送的总结，延期至5月15日前报送。',
    gives: [['dated', '2014-05-15', '5月15日前']],
    asks: ['moved'],
  },
  {
    text: '报名截止时间由4月10日调整为4月25日。',
    gives: [['dated', '2014-04-25', '4月25日']],
    asks: ['moved'],
  },

  // Something to be done, and nothing said of a report
  { text: '各区要在6月底前完成换届。', gives: [['dated', '2014-06-30', '6月底前']], asks: ['work-only'] },

  // Hours after a day of a whole date, hours from and to, days that share a month
  {
    text: '请于2014年4月8日17:00前提交申报书。',
    gives: [['dated', '2014-04-08T17:00:00+08:00', '2014年4月8日17:00前']],
  },
  {
    text: '请各校于2014年4月9日17时30分之前报送名册。',
    gives: [['dated', '2014-04-09T17:30:00+08:00', '2014年4月9日17时30分之前']],
  },
  {
    text: '请于4月10日9:00—11:30到政务大厅递交材料。',
    gives: [['dated', '2014-04-10T11:30:00+08:00', '4月10日9:00—11:30']],
  },
  { text: '请于2015年元月10日前报送年度考核表。', gives: [['dated', '2015-01-10', '2015年元月10日前']] },
  { text: '各县请于10月中下旬报送自评材料。', gives: [['dated', '2014-10-31', '10月中下旬']] },
  {
    text: '于4月8日前报送名单，25日前报送小结。',
    gives: [
      ['dated', '2014-04-08', '4月8日前'],
      ['dated', '2014-04-25', '25日前'],
    ],
  },
  {
    text: '请分别于4月18日前、7月18日前报送两期简报。',
    gives: [
      ['dated', '2014-04-18', '4月18日前'],
      ['dated', '2014-07-18', '7月18日前'],
    ],
  },
  { text: '请于4月\n1\n6日前报送人选。', gives: [['dated', '2014-04-16', '4月\n1\n6日前']] },
  {
    text: '春季总结4月15日前报，秋季总结10月15日前报。',
    gives: [
      ['dated', '2014-04-15', '4月15日前'],
      ['dated', '2014-10-15', '10月15日前'],
    ],
  },
  {
    text: '表格由所在单位审核后于4月11日下班前统一交组织处孙老师。',
    gives: [['dated', '2014-04-11', '4月11日下班前']],
  },
  { text: '請於4月11日前逕復本局。', gives: [['dated', '2014-04-11', '4月11日前']] },

  // What is to be handed in, where other words stand nearer
  {
    text: '请各股室于4月9日前提交上年小结,纸质版交办公室,同时将电子版发送至邮箱。',
    gives: [['dated', '2014-04-09', '4月9日前']],
    what: ['上年小结'],
  },
  {
    text: '两份清单须经主要负责人审签，分别于4月11日和5月12日以前送交秘书科。',
    gives: [
      ['dated', '2014-04-11', '4月11日'],
      ['dated', '2014-05-12', '5月12日以前'],
    ],
    what: ['两份清单', '两份清单'],
  },
  {
    text: '现将《方案》印发给你们，请抓好落实，落实情况请于11月28日前报区妇联。',
    gives: [['dated', '2014-11-28', '11月28日前']],
    what: ['落实情况'],
  },
  {
    text: '各县于6月13日前将半年数据、12月12日前将全年数据报送省妇联。',
    gives: [
      ['dated', '2014-06-13', '6月13日前'],
      ['dated', '2014-12-12', '12月12日前'],
    ],
    what: ['半年数据', '全年数据'],
  },
  {
    text: '须于4月30日(含)前将年检(年报)材料报送业务主管单位。',
    gives: [['dated', '2014-04-30', '4月30日(含)前']],
    what: ['年检(年报)材料'],
  },
  {
    text: '请于3月19日前将参训回执传真至培训中心。',
    gives: [['dated', '2014-03-19', '3月19日前']],
    what: ['参训回执'],
  },
  {
    text: '完成自评，形成自评报告，4月22日前报市创建办。',
    gives: [['dated', '2014-04-22', '4月22日前']],
    what: ['自评报告'],
  },
  {
    text: '申请书于4月24日前通过平台发送给秘书处李老师。',
    gives: [['dated', '2014-04-24', '4月24日前']],
    what: ['申请书'],
  },
  {
    text: '请于4月23日前将拟申报课题的清单报我会。',
    gives: [['dated', '2014-04-23', '4月23日前']],
    what: ['拟申报课题的清单'],
  },
  {
    text: '参赛短片按文件要求于4月25日前由作者直接报送。',
    gives: [['dated', '2014-04-25', '4月25日前']],
    what: ['参赛短片'],
  },
  {
    text: '各部门每月25日前将当月进展、每季度最后一个月的20日前将季度小结报送督查室。',
    gives: [
      ['recurring', null, '每月25日前'],
      ['recurring', null, '每季度最后一个月的20日前'],
    ],
    what: ['当月进展', '季度小结'],
  },
  {
    text: '请填妥提名表，于4月14日前以邮寄、传真或电邮交回秘书处。',
    gives: [['dated', '2014-04-14', '4月14日前']],
    what: ['提名表'],
  },

  // As hurried circulars write
  {
    text: '摸底名单3月21日报，培训计划3月28日交，总结11月底交。',
    gives: [
      ['dated', '2014-03-21', '3月21日'],
      ['dated', '2014-03-28', '3月28日'],
      ['dated', '2014-11-30', '11月底'],
    ],
    asks: ['on-the-day', 'period-end'],
  },
  { text: '示范点6月底完成创建。', gives: [['dated', '2014-06-30', '6月底']], asks: ['work-only'] },
  { text: '4月16日为最后期限，请按时报送。', gives: [['dated', '2014-04-16', '4月16日']] },
  { text: '6月10日前，组委会将组织评审并公布结果。', gives: [] },

  // By the name of the paper, by the first week, from the letter itself
  {
    text: '月报于次月3日前，季报于季后5日前报送。',
    gives: [
      ['recurring', null, '于次月3日前'],
      ['recurring', null, '于季后5日前'],
    ],
  },
  { text: '开学后第一周报送学期安排。', gives: [['relative', null, '开学后第一周']] },
  { text: '請於文到7日內函復。', gives: [['relative', null, '文到7日內']] },
  { text: '请于即日起一周内报送整改台账。', gives: [['relative', null, '即日起一周内']] },
  { text: '检查中发现重大隐患的，须在2小时内电话报告。', gives: [] },
  { text: '根据目前每日接到的报送情况来看，多数单位落实较好。', gives: [] },

  // An earlier notice's day that no longer holds; a draft that only asks for opinions; stretches of other things
  {
    text: '市妇联3月3日下发了通知，要求3月25日前报送核查表。因系统升级，现将报送时间延长至4月15日。',
    gives: [['dated', '2014-04-15', '4月15日']],
    what: ['核查表'],
    asks: ['moved'],
  },
  { text: '成果产生的时间范围应在2013年1月1日至2013年12月31日。', gives: [] },
  { text: '从3月10日至4月15日实行零报告制度。', gives: [] },
  { text: '外地代表请于4月17日中午12点前到宾馆登记入住。', gives: [] },
  {
    text: '请于4月10日至11日（上午8:30-11:30，下午2:00-5:00）到窗口提交材料。',
    gives: [['windowed', '2014-04-11', '4月10日至11日']],
    what: ['材料'],
  },

  // Seen in circulars after the grammar had been mended for the first of them
  {
    text: '请填写隐患登记表，并于3月14日（下周五）15:00之前上交保卫处。',
    gives: [['dated', '2014-03-14T15:00:00+08:00', '3月14日（下周五）15:00之前']],
    what: ['隐患登记表'],
  },
  {
    text: '各部门请于3月24日上午9-11时，将申请书一式3份，报送至科研科。',
    gives: [['dated', '2014-03-24T11:00:00+08:00', '3月24日上午9-11时']],
    what: ['申请书一式3份'],
  },
  {
    text: '《检查表》、《自查报告》经领导签字并加盖公章后于4月9日前交至管理科。',
    gives: [['dated', '2014-04-09', '4月9日前']],
    what: ['《检查表》、《自查报告》'],
  },
  {
    text: '4月28日前将统计表、与系统一致的《申请书》报送至科研处。',
    gives: [['dated', '2014-04-28', '4月28日前']],
    what: ['统计表、与系统一致的《申请书》'],
  },
  {
    text: '上交时间集中在主题党日之后的五个工作日内。',
    gives: [['relative', null, '主题党日之后的五个工作日内']],
  },
  { text: '党员每月的最后一个星期三缴纳党费。', gives: [] },
  { text: '滨江市妇联于3月21日前将缴费标准发至各支部邮箱。', gives: [] },
  {
    text: '各支部按季度将党费明细表交组织部。',
    gives: [['recurring', null, '按季度']],
    what: ['党费明细表'],
  },
  { text: '通知印发、文件出台3日内报告。', gives: [['relative', null, '文件出台3日内']] },
  {
    text: '二、征集时间\n即日起至2014年4月30日(当天18:00截稿)',
    gives: [['windowed', '2014-04-30T18:00:00+08:00', '2014年4月30日(当天18:00截稿)']],
    what: ['征集'],
  },
  {
    text: '三、报名时间\n2014年4月1日至4月18日。',
    gives: [['windowed', '2014-04-18', '2014年4月1日至4月18日']],
    what: ['报名'],
  },
  { text: '三、活动时间\n2014年4月1日至4月18日。', gives: [] },
  { text: '截至4月15日仍未报送的单位将予以通报。', gives: [] },
  {
    text: '請於4月底前填妥附表擲還本會。',
    gives: [['dated', '2014-04-30', '4月底前']],
    what: ['附表'],
  },
  {
    text: '每年1月10日和7月10日前报送半年报表。',
    gives: [
      ['recurring', null, '每年1月10日'],
      ['recurring', null, '7月10日前'],
    ],
    what: ['半年报表', '半年报表'],
  },

  // English
  { text: 'Please return the reply slip by 9 May 2014.', gives: [['dated', '2014-05-09', 'by 9 May 2014']] },
  {
    text: 'Reports should reach this office no later than 5 p.m. on Friday, 9 May 2014.',
    gives: [['dated', '2014-05-09T17:00:00+08:00', 'no later than 5 p.m. on Friday, 9 May 2014']],
  },
  {
    text: 'The deadline for applications is May 30, 2014.',
    gives: [['dated', '2014-05-30', 'May 30, 2014']],
  },

  // Dates that are nobody's deadline
  { text: '自1999年以来，我市已开展十五届评选。', gives: [] },
  { text: '截至2014年2月底，全市已有1200个村完成改革。', gives: [] },
  { text: '市妇联将于6月30日前公布评选结果。', gives: [] },
  { text: '定于5月10日上午9时在市政府会议室召开总结会。', gives: [] },
  { text: '根据《关于做好2013年12月31日前评选工作的通知》，现通知如下。', gives: [] },
  { text: '申报人须为1980年1月1日以前出生。', gives: [] },
  { text: '2013年6月30日前登记注册的社会组织均可参加。', gives: [] },
  { text: '2014年3月1日起施行的办法另行公布。', gives: [] },
  { text: '“三八”节前后集中开展宣传。', gives: [] },
  { text: '推荐对象要公示5个工作日。', gives: [] },
  { text: '如遇突发情况，请及时上报。', gives: [] },
  { text: '执行中遇到的问题，请及时向我局反馈。', gives: [] },
  { text: '会议于4月18日召开，请准时参加。', gives: [] },
  { text: '每年下基层时间不少于60天。', gives: [] },
  { text: '到2020年底前，全面建成服务体系。', gives: [] },
  { text: 'A briefing will be held on 22 March 2014.', gives: [] },

  // Written after the grammar, to see what it had not been made for
  {
    text: '截稿日期：2014年6月20日（以寄出邮戳日期为准）。',
    gives: [['dated', '2014-06-20', '2014年6月20日']],
  },
  { text: '征稿时间从即日起至6月12日止。', gives: [['windowed', '2014-06-12', '6月12日止']] },
  {
    text: '请将报名表于4月5日17时前通过电子邮件发送至指定邮箱，过时不候。',
    gives: [['dated', '2014-04-05T17:00:00+08:00', '4月5日17时前']],
  },
  {
    text: '各单位于4月10日前推荐1名联络员，于5月10日前到县妇联领取宣传品。',
    gives: [
      ['dated', '2014-04-10', '4月10日前'],
      ['dated', '2014-05-10', '5月10日前'],
    ],
  },
  {
    text: '请有关单位在5月8日（周四）中午12:00之前，把参会回执报至联系人处。',
    gives: [['dated', '2014-05-08T12:00:00+08:00', '5月8日（周四）中午12:00之前']],
  },
  { text: '参会人员请于5月9日14:00前到酒店报到。', gives: [] },
  {
    text: '会议时间：5月10日上午9:00，会期半天。请于5月7日前报送参会名单。',
    gives: [['dated', '2014-05-07', '5月7日前']],
  },
  {
    text: '请于3月14日前报参会人员名单，3月18日上午8:30前入场完毕。',
    gives: [['dated', '2014-03-14', '3月14日前']],
  },
  {
    text: '各参赛队于4月30日前提交初赛视频，复赛定于5月中旬举行，决赛5月底前完成。',
    gives: [['dated', '2014-04-30', '4月30日前']],
  },
  {
    text: '自评报告于10月15日前、佐证材料于10月31日前上传至系统。',
    gives: [
      ['dated', '2014-10-15', '10月15日前'],
      ['dated', '2014-10-31', '10月31日前'],
    ],
  },
  {
    text: '上半年总结和全年总结分别于6月25日、12月20日前报送。',
    gives: [
      ['dated', '2014-06-25', '6月25日'],
      ['dated', '2014-12-20', '12月20日前'],
    ],
  },
  {
    text: '每半年报送一次工作小结，分别于7月5日和次年1月5日前报送。',
    gives: [
      ['dated', '2014-07-05', '7月5日'],
      ['dated', '2015-01-05', '次年1月5日前'],
    ],
  },
  {
    text: '信息报送：各单位每月至少报送2条信息，每月28日前报办公室。',
    gives: [['recurring', null, '每月28日前']],
  },
  { text: '自4月起，于每月10日前将上月统计表报我局。', gives: [['recurring', null, '每月10日前']] },
  {
    text: '专项行动期间，每周四上午12点前报送周报，7月10日前报送总结。',
    gives: [
      ['recurring', null, '每周四上午12点前'],
      ['dated', '2014-07-10', '7月10日前'],
    ],
  },
  {
    text: '4月15日—20日，各县（市、区）将推荐材料报市妇联。',
    gives: [['windowed', '2014-04-20', '4月15日—20日']],
  },
  { text: '（三）申报阶段（4月1日—4月30日）。', gives: [['windowed', '2014-04-30', '4月1日—4月30日']] },
  {
    text: '（四）总结阶段（9月1日—9月30日）。各区认真总结，于9月20日前报送总结报告。',
    gives: [['dated', '2014-09-20', '9月20日前']],
  },
  {
    text: '请各区县于4月25日前完成自查，5月5日前将自查报告报市妇儿工委办。',
    gives: [
      ['dated', '2014-04-25', '4月25日前'],
      ['dated', '2014-05-05', '5月5日前'],
    ],
  },
  { text: '公示期为4月1日至4月7日，如有异议，请于公示期内书面反映。', gives: [] },
  { text: '本通知自2014年4月1日起施行，有效期至2019年3月31日。', gives: [] },
  { text: '2013年12月，市妇联印发了实施方案；2014年1月15日前各区均已上报计划。', gives: [] },
  { text: '年龄在45周岁以下（1969年1月1日以后出生）。', gives: [] },
  { text: '项目须在2014年12月31日前完成验收。', gives: [['dated', '2014-12-31', '2014年12月31日前']] },
  { text: '补助资金于12月31日前拨付到位。', gives: [['dated', '2014-12-31', '12月31日前']] },
  { text: '逾期未报的，视为无意见。请于3月20日前反馈。', gives: [['dated', '2014-03-20', '3月20日前']] },
  {
    text: '请于3月20日(周四)17：30前报我办(邮箱:abc@126.com)，联系人:张三。',
    gives: [['dated', '2014-03-20T17:30:00+08:00', '3月20日(周四)17：30前']],
  },
  { text: '以上材料于4月3号前交至市妇联402室。', gives: [['dated', '2014-04-03', '4月3号前']] },
  {
    text: '请于四月底之前完成学习，五月八日前交心得体会。',
    gives: [
      ['dated', '2014-04-30', '四月底之前'],
      ['dated', '2014-05-08', '五月八日前'],
    ],
  },
  {
    text: '材料报送截止到4月11日下午5点。',
    gives: [['dated', '2014-04-11T17:00:00+08:00', '截止到4月11日下午5点']],
  },
  { text: '请在规定时间（3月28日）前报送。', gives: [['dated', '2014-03-28', '3月28日）前']] },
  {
    text: '报送时间：小学组4月10日前，中学组4月20日前。',
    gives: [
      ['dated', '2014-04-10', '4月10日前'],
      ['dated', '2014-04-20', '4月20日前'],
    ],
  },
  {
    text: '请各单位抓紧落实，务于3月底以前将方案报省妇联备案。',
    gives: [['dated', '2014-03-31', '3月底以前']],
  },
  { text: '请于接到通知后24小时内上报。', gives: [['relative', null, '接到通知后24小时内']] },
  { text: '请于6月末报送。', gives: [['dated', '2014-06-30', '6月末']] },
  {
    text: '计划表于开学后两周内报送，总结于学期结束前一周报送。',
    gives: [
      ['relative', null, '计划表于开学后两周内'],
      ['relative', null, '总结于学期结束前一周'],
    ],
  },
  { text: '请于每学期末报送工作总结。', gives: [['recurring', null, '每学期末']] },
  {
    text: '各地应于每年3月31日前和9月30日前报送半年报表。',
    gives: [
      ['recurring', null, '每年3月31日前'],
      ['recurring', null, '9月30日前'],
    ],
  },
  { text: '评选结果于5月底前公布，颁奖仪式于“六一”前举行。', gives: [] },
  { text: '请于“六一”儿童节前报送活动方案。', gives: [['dated', '2014-05-31', '“六一”儿童节前']] },
  {
    text: '3月8日前，各地要集中开展一次宣传活动，3月15日前将活动情况报市妇联。',
    gives: [
      ['dated', '2014-03-08', '3月8日前'],
      ['dated', '2014-03-15', '3月15日前'],
    ],
  },
  {
    text: '4月份，各区县完成摸底；5月份，开展培训；6月上旬，报送总结。',
    gives: [['dated', '2014-06-10', '6月上旬']],
  },
  {
    text: '请各校于3月12日起登录平台，3月26日前完成网上填报。',
    gives: [['dated', '2014-03-26', '3月26日前']],
  },
  { text: '意见反馈截止时间为2014年4月6日。', gives: [['dated', '2014-04-06', '2014年4月6日']] },
  {
    text: '请于4月7日（星期一）前报送，节假日顺延。',
    gives: [['dated', '2014-04-07', '4月7日（星期一）前']],
  },
  {
    text: '电子版请于4月1日前发送，纸质版可延至4月8日前寄送。',
    gives: [
      ['dated', '2014-04-01', '4月1日前'],
      ['dated', '2014-04-08', '4月8日前'],
    ],
  },
  { text: '请贵单位于2014年3月25日前惠予函复。', gives: [['dated', '2014-03-25', '2014年3月25日前']] },
  { text: '請於4月30日(三)下班前回覆。', gives: [['dated', '2014-04-30', '4月30日(三)下班前']] },
  {
    text: '請於民國一百零三年五月十五日前送件。',
    gives: [['dated', '2014-05-15', '民國一百零三年五月十五日前']],
  },
  {
    text: '截止报名日期为四月三十日下午五时正。',
    gives: [['dated', '2014-04-30T17:00:00+08:00', '四月三十日下午五时']],
  },
  { text: 'Nominations close on 30 April 2014.', gives: [['dated', '2014-04-30', '30 April 2014']] },
  {
    text: 'Completed forms must be received before noon on 15 April 2014 (Tuesday).',
    gives: [['dated', '2014-04-15T12:00:00+08:00', 'before noon on 15 April 2014 (Tuesday)']],
  },
  { text: 'The scheme was launched on 1 January 2013 and has helped 300 families.', gives: [] },
  {
    text: 'Please send your reply to the undersigned on or before 11 April 2014 (Friday) at 5:30 pm.',
    gives: [['dated', '2014-04-11T17:30:00+08:00', 'on or before 11 April 2014 (Friday) at 5:30 pm']],
  },

  // Lists of months, hours in a clause of their own, and verbs of sending that name no office
  {
    text: '统计表请于4、7、10月8日前报送。',
    gives: [
      ['dated', '2014-04-08', '4、7、10月8日前'],
      ['dated', '2014-07-08', '4、7、10月8日前'],
      ['dated', '2014-10-08', '4、7、10月8日前'],
    ],
  },
  {
    text: '各镇请在6月、9月的20日前上报巡查台账。',
    gives: [
      ['dated', '2014-06-20', '6月、9月的20日前'],
      ['dated', '2014-09-20', '6月、9月的20日前'],
    ],
  },
  {
    text: '3月24日上午召开工作例会，发言提纲请在上午10:30前送交会务组。',
    gives: [['dated', '2014-03-24T10:30:00+08:00', '上午10:30前']],
    what: ['发言提纲'],
  },
  {
    text: '请各支部于4月10日前把一季度会费汇入协会账户。',
    gives: [['dated', '2014-04-10', '4月10日前']],
    what: ['一季度会费'],
  },
  {
    text: '请于4月12日前完成初审工作，将候选名单电子版发指定信箱。',
    gives: [['dated', '2014-04-12', '4月12日前']],
    what: ['候选名单电子版'],
  },
  {
    text: '领队名单三月十日下午报组委会。',
    gives: [['dated', '2014-03-10', '三月十日下午']],
    what: ['领队名单'],
    asks: ['half-day'],
  },
  {
    text: '请将意见反馈表通过传真于3月28日前报送。',
    gives: [['dated', '2014-03-28', '3月28日前']],
    what: ['意见反馈表'],
  },
  {
    text: '请按要求填写健康登记册，于四月二十日前寄：',
    gives: [['dated', '2014-04-20', '四月二十日前']],
    what: ['健康登记册'],
  },
  {
    text: '各村请将全部表册按照样式汇总，于4月2日前发送至镇妇联邮箱zf@example.com，不收纸质件。',
    gives: [['dated', '2014-04-02', '4月2日前']],
    what: ['全部表册'],
  },
  { text: '报表内容为截至2014年2月底各地走访情况，请各地组织填报。', gives: [] },
  { text: '一、报名时间\n从即日起至4月16日止。', gives: [['windowed', '2014-04-16', '4月16日止']] },
  {
    text: '各组收到的捐款，请及时交县妇联办公室。',
    gives: [['open', null, '请及时交']],
  },
  {
    text: '月报于次月6日内报送，年报于次年一月十二日前报送。',
    gives: [
      ['recurring', null, '于次月6日内'],
      ['dated', '2015-01-12', '次年一月十二日前'],
    ],
  },
  // English: the thing before its date, behind it, and of a second date
  {
    text: 'Centres should submit the staffing plan by 5 May 2014 and the final accounts by 30 June 2014.',
    gives: [
      ['dated', '2014-05-05', 'by 5 May 2014'],
      ['dated', '2014-06-30', 'by 30 June 2014'],
    ],
    what: ['the staffing plan', 'the final accounts'],
  },
  {
    text: 'Wardens shall send to the registry, not later than 31st March of the following year, a summary of visits.',
    gives: [['dated', '2015-03-31', 'not later than 31st March of the following year']],
    what: ['a summary of visits'],
  },
  {
    text: 'Visit logs are to be sent in by the last working day of each month.',
    gives: [['recurring', null, 'by the last working day of each month']],
    what: ['Visit logs'],
  },
  {
    text: 'Supervisors confirm the rosters no later than the third calendar day of the month.',
    gives: [['recurring', null, 'no later than the third calendar day of the month']],
  },
  {
    text: 'A report must be lodged within thirty (30) days after the end of the course.',
    gives: [['relative', null, 'within thirty (30) days after the end of the course']],
  },
  // Every other month, a day of the month just named, and the object that holds a month
  {
    text: '巡查情况表逢双月8日前报镇妇联。',
    gives: [['recurring', null, '逢双月8日前']],
    what: ['巡查情况表'],
  },
  { text: '各社区于单月12日前上传台账。', gives: [['recurring', null, '单月12日前']], what: ['台账'] },
  {
    text: '请于4月18日12时前上报名单，加盖公章的原件请于16日、17日上午9:00-11:00送到服务中心。',
    gives: [
      ['dated', '2014-04-18T12:00:00+08:00', '4月18日12时前'],
      ['windowed', '2014-04-17T11:00:00+08:00', '16日、17日上午9:00-11:00'],
    ],
    what: ['名单', '加盖公章的原件'],
  },
  {
    text: '请于4月3日前将一季度小结报送。',
    gives: [['dated', '2014-04-03', '4月3日前']],
    what: ['一季度小结'],
  },
]
