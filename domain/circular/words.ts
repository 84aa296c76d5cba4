/**
 * The vocabulary by which the grammar tells what a date is for. Each is the source of a regular expression over
 * folded, simplified text; a new habit of writing is one more word here, with a sentence in the corpus.
 */

const offices = '[省市县区州旗镇乡街局委厅办部校院所会团我本自国全]'

/** Handing something in. */
const paper = '(?!表|人|单位|对象|名额|条件|书|材料|者|范围|卡|册|工作|资格|活动的通知|入住|管理|注册)'

export const REPORT = [
  `报送|上报|呈报|申报${paper}|填报|报名${paper}|报至|报到(?=[^，。；]{0,12}(?:邮箱|科|处|室|办公室|部))|报回|报来|报给|报备|报我|报本|报交`,
  `报(?:经|请)?(?=${offices})(?!告)|报(?=[\\u4e00-\\u9fff]{1,10}(?:部|处|科|室|局|委|办|会|组|中心|公司|校|院|队|所|厅|妇联)(?:[，。；、()\\d]|审|备|汇|$))|(?:汇总后?|一并|书面|分别|统一|集中|逐级)报(?!送)|(?<=^|前|内|日|时|:\\d\\d|周[一二三四五六日])报(?=[，。；、]|$)`,
  '反馈(?!表)|提交|递交|呈交|上交|交至|交到|交回|交我|交送|交(?=[省市县区]|办公室|组委会)|(?:统一|一并|分别|集中|直接)交(?![流通叉换付接易])|交(?=[\\u4e00-\\u9fff]{1,12}(?:部|处|科|室|局|委|办|会|组|中心|老师|同志)(?:[，。；、()]|$))|交(?=[，。；、]|$)',
  '报(?=办公室|组委会|秘书处|领导小组|备案|联系人|邮箱|指定)|(?<![申填上呈通日周海情年月季快简])报(?![告道刊纸表到考销废警社酬国答价修失喜捷送至]|名(?!单))(?=[^，。；报]{0,14}(?:名单|动态|小结|结果|情况|总结|方案|材料|计划|信息|数据|意见|回执|稿|人选|台账|清单))',
  '送至|送到|送交|送达|送我|送(?=[省市县区州镇街]|办公室|妇联|团委|工会)|寄至|寄到|寄送|寄往|邮寄|寄回|寄交|发至|发到|发送|发往|发(?=邮件|[^，。；]{0,6}(?:邮箱|信箱)|[A-Za-z\\d])|传真|传至|发email|电邮|电子邮件|邮件',
  `寄达|寄抵|送抵|提报|传送|回执|回复|回覆|函覆|答覆|函复|复函|回函|回传|传回|返回(?=[本我至给到]|[^，。；]{1,10}(?:局|会|办|处|邮箱|老师))|返还|掷还|掷回|径复|迳复|退回|上传|录入|填写|填妥|填好|填具|填列|填答|登记${paper}|推荐${paper}|荐送|推送|投稿|投递|备案|确认|签收|缴纳(?!明细|标准|单)|缴费|缴交|交纳|汇总(?!表)|提供|告知|书面|网上报|核实后报|提出|投票|登录|报审|送审|提请|送件|收件|受理|函报|陈报|层报|函送|检送|检附|送本|送府|惠复|惠送|赐复|见复|交付|(?<![查研结测估收作析请职计度的面析写成份零年周季月日全])报告(?!制度|[书会团])|答题|答复|申请${paper}|交回|寄返|递表|(?:汇|打|转|存)[入至](?=[^，。；]{0,14}(?:账户|账号|户头|专户|帐户|帐号))`,
].join('|')

/** Verbs that are as often names of papers: "参会回执", "验收申请". */
export const PAPER =
  '回执|报告|申请|登记|推荐|备案|确认|答题|投票|告知|书面|报名|申报|汇总|电子邮件|邮件|传真|签收|提供|领取|收件|受理'

/** Handing something in, and certainly so: for sentences that name no date. */
export const REPORT_SURELY = [
  `报送|上报|呈报|填报(?!说明|内容|口径|指南|表)|报至|报回|报来|报给|报我|报本|报(?=${offices})(?!告)|反馈|提交|递交|交至|交到|交回|送至|送到|寄至|寄送|邮寄|发至|发到|发送|上传|回传|函复|报备|交(?=[省市县区党校院团我本][^，。；]{0,8}(?:部|处|科|室|办|局|委|会))`,
].join('|')

/** Doing something by a day, which need not be reported. */
export const WORK =
  '完成|落实|到位|制定|制订|出台|建立|组建|成立|整改|开展|部署|启动|实施|办结|上线|安装|配备|清理|自查|排查|检查|验收|做好|(?<!社会|学生|妇女|各级|基层|群众|[团党])组织(?!机构|单位|部门|建设|奖)|召开|举办|公开|印发|下发|发放|发送|领取|加入|更新|学习|培训|观看|参与|参加|下载|张贴|更新|结束|到岗'

/** English words for handing something in. */
export const REPORT_ENGLISH =
  'submit|submission|return|report|repl(?:y|ies)|sen[dt]|reach|complet|nominat|regist|appl(?:y|ication|ications)|forward|deadline|closing|enrol|respon[ds]|lodge|deliver|provide|inform|notify|email|e-mail|confirm|upload|fill|due|receiv'

/** What a span or a bare date is when it is named before a colon, or as a stage. */
export const LABEL =
  '(?:报送|上报|报名|申报|提交|填报|征集|征稿|投稿|截稿|受理|收件|反馈|推荐|交件|回执|报告|材料|登记|征求意见|意见征集|缴费|网上填报|作品|申请)[^，。；:]{0,8}(?:时间|期限|时限|日期|截止日|截止)|(?:报送|上报|申报|提交|填报|报名|投稿|征稿|征集)[^，。；:]{0,4}阶段|截止时间|截止日期|截稿日期|截止期限|完成时限|完成时间|期限|时限|截止|限期'

/** Who acts is the issuer, or the sentence tells what will take place: no unit has to answer by then. */
export const BY_ISSUER =
  '(?:我|本)(?:会|局|委|办|校|厅|院|部|所|中心|府|司|处)(?:将|拟|会)|组委会|评委会|评审组|(?:[省市县区]|办公室|领导小组|教育局|卫健委|妇联|总工会|团委|民政局)[^，。；]{0,10}(?:将|拟)(?!.{0,30}(?:报送|上报))'

/** After a date: it bounds a circumstance (age, registration) and asks nothing. */
export const CIRCUMSTANCE =
  '^(?:\\([^)]*\\))?的?(?:出生|生人|入职|参加工作|成立|注册|登记注册|登记成立|取得|获得|毕业|入学|任职|在岗|在册|在职|已|未|仍未|尚未|年满|未满|不满|建成|投产|竣工|施行|发表|出版|发生|形成|退休|离职|调入|入会|入党|购买|签订|户籍|具有|连续|满|符合|期间|以来|结婚|离婚|批准|认定|立项|评选|命名)'

/** Before a date: it is told, not asked. */
export const TOLD =
  '(?:已|曾|自(?![评查报主行己愿我])|原定|原(?![则因件始])|根据|按照|依据|依照|参照|通过(?!邮件|电子邮件|电邮|邮箱|传真|网|系统|平台|微信|公文|OA|QQ|钉钉)|印发|公布|修订|颁布|截至目前|累计|共有|实施|施行|出生|填表日期|填写日期|定于|将于|拟于)[^，。；]{0,6}$'

/** Late reports are not taken. */
export const LOCK =
  /(?:逾期|过期|超期|超过时限|延期|未按时[^，。；]{0,8}|未按期[^，。；]{0,8}|未在规定时间[^，。；]{0,10}|过时)[^，。；]{0,12}?(?:不予|不再|不候|不受理|一律不|概不|恕不|视为|视同|视作|按[^，。；]{0,6}处理|不得|将不)|(?:late|after the (?:deadline|closing date))[^.\n]{0,40}(?:not be (?:accepted|considered|processed)|disregarded)/gi

/** Rounds and results of a contest: whoever holds it acts by these days. */
export const CONTEST =
  '(?:初赛|复赛|决赛|半决赛|评审|评选结果|评选|评比|结果|颁奖|表彰|揭晓|展演|展示|获奖|名次|奖项)[^，。；]{0,8}$'

/** A stretch for looking at something, not for handing in. */
export const SHOWN = '公示(?:期|时间)?(?:为|是|:)?[^，。；]{0,4}$'
