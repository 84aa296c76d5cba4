/**
 * What starting says: progress lines and the one sentence of each failure. This table is the key set; the
 * English one must have the same keys. A `{name}` is filled from the facts of the line or the error.
 */
export const startZh = {
  preparingPostgres: '正在准备 PostgreSQL 数据库（首次启动）……',
  stoppingOrphan: '上次没有正常退出：正在结束遗留的 {server}（进程 {pid}）……',
  downloading: '正在下载 {file}……',
  downloadingUnpinned: '固定版本取不到，改取官方最新版 {file}，没有校验和可比……',
  installingChromium: '正在安装 Chromium 和中文字体……',

  startingPart: '{part} ……',
  partReady: '{part} 已就绪（{seconds} 秒）',
  migrated: '数据库结构已更新：{names}',
  addresses: '督办已启动',
  addressWeb: '网页       {url}',
  addressMailbox: '邮箱       {url}',
  addressTemporal: 'Temporal   {url}',
  signInOnce: '管理员一次性登录链接（24 小时内有效，只能用一次）：',
  howToStop: '按 Ctrl-C 停止，数据保留在 {folder}',
  demoOver: '演示已结束，网页 {url} 仍然开着，按 Ctrl-C 关闭。',
  stopping: '正在停止……',
  stopped: '已全部停止。',
  databaseUnreachable: '连不上数据库（{detail}）：请检查 DATABASE_URL 和数据库服务。',
  temporalUnreachable: '连不上 Temporal {address}（{detail}）：请检查 TEMPORAL_ADDRESS 和 Temporal 服务。',
  serverEnded: '{server} 意外停止了，督办随之停止：请查看 {logFile}，然后重新启动。',
  settingInvalid: '环境变量 {variable} 的值不对：{detail}',
  settingMissing: '缺少环境变量 {variable}：单独运行各部分时必须给出，见 docker-compose.yml。',
  fileUnreadable: '文件 {file} 读不出来（{detail}）：请核对路径和权限。',
  documentRefused: '{file}：{reason}',
  yearInvalid: '“{value}”不是年份：请写四位数字，例如 2026。',
  yearNotAnnounced: '{year} 年的节假日还没有公布：以下只按周末推算，公布后请在日历页补上。',

  doctorWell: '一切正常。',
  doctorMends: '（--repair 可以修好）',
  doctorPerson: '（要人来办）',
  'doctor.temporal-unreachable':
    '连不上 Temporal：到点的事不会办，信不会发；请检查 TEMPORAL_ADDRESS 和 Temporal 服务。',
  'doctor.worker-silent': 'worker 没有动静：请看它是否在运行，再看它的日志。',
  'doctor.runs-missing': '有 {n} 个流程该在运行而没有运行。',
  'doctor.outbox-old': '有 {n} 条通知没有送到流程，最早的已超过一分钟。',
  'doctor.moments-late': '有 {n} 份通知的下一个时点已过五分钟还没有办。',
  'doctor.mails-lost': '有 {n} 封信发到一半，发信的进程已经不在。',
  'doctor.mails-for-a-person': '有 {n} 封信两次发出都不知结果：请到通知的信件页定。',
  'doctor.mail-held': '恢复以后发信一直暂停：请到首页放行，或运行 duban release-mail。',
  'doctor.closure-differs': '上下级对照表有 {n} 处与单位记录不符。',
  'doctor.counts-differ': '保存的计数有 {n} 处与逐条清点的结果不符。',
  'doctor.items-settled': '有 {n} 个督办项所督的事已经办完，却还没有了结。',
  'doctor.debts-withdrawn': '有 {n} 件事的通知已收回，却还记着要办：请在该单位的记录页核对。',
  'doctor.year-not-announced': '今年的节假日还没有录入：请在日历页补上。',

  backupDone: '已备份到 {file}：{tables} 张表，{rows} 行。',
  backupExists: '文件 {file} 已经存在：请换一个文件名。',
  backupWhole: '{file} 完整，作于 {at}，{rows} 行。',
  restored: '已恢复 {rows} 行。为免旧信外发，发信已暂停：请登录后在首页放行，或运行 duban release-mail。',
  backupForeign: '{file} 不是督办的备份，数据库没有改动。',
  backupCutShort: '{file} 不完整，数据库没有改动：请改用另一份备份。',
  backupKeyOrDamage:
    '{file} 打不开：密钥不对，或文件已损坏。数据库没有改动。请核对 DUBAN_BACKUP_KEY 或 backup.key。',
  backupKeyMissing: '没有备份密钥：请把做备份时的密钥放到 {file}，或写入 DUBAN_BACKUP_KEY。',
  backupKeyMade: '备份密钥已生成：{file}。请另存他处，不要和备份放在一起；没有它，备份无法打开。',
  restoreOtherVersion:
    '{file} 来自另一个版本的督办，数据库没有改动：请用那个版本恢复，再启动新版本，由它更新结构。',
  restoreNotEmpty: '数据库里已有通知或单位，没有改动：确要用 {file} 取代，请加 --replace。',
  mailReleased: '已放行：{sent} 封照发，{dropped} 封作废。',
  mailNotHeld: '发信没有暂停，不用放行。',

  portTaken: '端口 {port}（{purpose}）已被占用：请停掉占用它的程序，或用环境变量 {variable} 换一个端口。',
  portInvalid: '环境变量 {variable} 的值“{value}”不是端口号：请填 1 到 65535 之间的整数。',
  downloadUnreachable:
    '无法下载 {file}：网络不通，请检查网络或代理后再试；也可以自行安装 temporal 命令，或把 TEMPORAL_ADDRESS 指向已有的 Temporal。（{detail}）',
  checksumMismatch:
    '下载的 {file} 校验和不符，已拒绝使用：应为 {expected}，实际为 {actual}，请检查软件源后再试。',
  noPip:
    '需要用 pip 下载 {file}，但没有找到 python3 -m pip、pip3 或 pip：请先安装 pip（Debian 上是 apt-get install python3-pip）。',
  noWheel:
    '没有适用于本机（{platform}）的 {file}：请自行安装并放到 PATH 中，或把 TEMPORAL_ADDRESS 指向已有的 Temporal。',
  wheelBroken: '下载的 {file} 里没有可执行文件：请删除缓存目录后再试。',
  serverDied: '{server} 没能启动或意外退出（{exit}）：{lastLine}；完整日志在 {logFile}。',
  serverSilent: '{server} 在 {seconds} 秒内没有就绪：{lastLine}；完整日志在 {logFile}。',
  orphanStuck: '遗留的 {server}（进程 {pid}）无法结束：请手动结束它后再启动。',
  otherPostgresVersion:
    '数据目录 {folder} 属于 PostgreSQL {found}，而本程序自带的是 {bundled}：请用原来的版本导出数据，或用 DUBAN_HOME 换一个目录。',
  passwordsMissing:
    '数据目录 {folder} 里有数据库，但缺少密码文件 {file}：请从备份恢复这个文件，或用 DUBAN_HOME 换一个目录。',
  noPostgresBinaries:
    '没有适用于本机（{platform}）的 PostgreSQL 程序：请重新运行 npm ci；若仍缺少，请改用外部数据库。',
  noPostgresUser:
    '以 root 运行时 PostgreSQL 需要一个普通用户，但无法创建 postgres 用户：请改用普通用户运行。',
  folderInUse: '数据目录 {folder} 正被另一个督办（进程 {pid}）使用：请先停掉它，或用 DUBAN_HOME 换一个目录。',
  folderNotWritable: '数据目录 {folder} 不可写：请修改权限，或用 DUBAN_HOME 换一个目录。（{detail}）',
  folderUnreachable:
    '以 root 运行时数据库由用户 {user} 读写，但它进不去目录 {folder}：请放开上级目录的权限，或用 DUBAN_HOME 换一个目录。',
  diskFull: '磁盘空间不足，无法写入 {folder}：请腾出空间后再启动。',
} as const

/** Every line and failure that starting can speak of. */
export type StartKey = keyof typeof startZh

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never

/** The facts that the sentence of a key needs, worked out from its Chinese text. */
export type StartFacts<K extends StartKey> = Record<Placeholder<(typeof startZh)[K]>, string | number>
