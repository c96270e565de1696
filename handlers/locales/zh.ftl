### 简体中文

# ---- Pieces
list-or = { $rest }或{ $last }
list-between = { $one }、{ $two }
list-sentences = { $one }{ $two }
list-and = { $rest }和{ $last }
time-left = { $seconds ->
    [0] 片刻
   *[other] { $minutes ->
        [0] 不到一分钟
       *[other] 约 { $minutes } 分钟
    }
}
finish = 预计还需{ $time }。

# ---- Start and help
start-new = **你好！**我是一个机器人：看几张自拍就能学会你的样子，并用任何风格为你制作肖像。
start-collecting = **欢迎回来！**{ $accepted ->
        [0] 我还没有你的可用自拍
       *[other] 我有你的 { $accepted } 张可用自拍
    }。继续发送，或按“完成”。
start-ready = **欢迎回来！**我认识你的脸。试试 /portrait { $style }，或在下面选一种风格。
start-training = **欢迎回来！**我还在学习你的脸；/queue 可以看进度。
start-group = **你好！**人脸属于隐私：请私聊我，我在那里为你制作肖像。
help-title = **我能做什么**
help-hint = 发送自拍，按“完成”，然后让我制作肖像。就这么简单。
help-start = 开始，或查看当前进度
help-help = 显示我能做什么
help-selfies = 发送或补充自拍
help-alive = 证明照片上是你本人
help-train = 用自拍学习我的脸
help-portrait = 用一种风格制作我的肖像
help-styles = 查看风格
help-gallery = 我已完成的图片
help-show = 再次显示一个已完成的任务
help-again = 再做一次上一个
help-queue = 我等待中和运行中的任务
help-cancel = 取消一个任务
help-me = 对我的识别结果
help-mydata = 保存了我的哪些数据
help-export = 下载保存的我的全部数据
help-forget = 删除我的一切
help-receipt = 核对删除凭证
help-language = 选择我的语言
help-privacy = 如何处理我的照片
help-settings = 我的默认设置
help-quota = 我今天还能用多少
help-whoami = 显示我在这里的 ID
help-report = 举报图片或反映问题
help-paysupport = 付款问题的联系方式
help-terms = 这里出售什么，何时退款
help-stats = 这个机器人的统计
help-ban = 封禁一个人
help-allow = 解除一个人的封禁
help-pause = 不再接受新任务
help-resume = 重新接受新任务
help-audit = 审计日志的最新记录
param-style = 风格名称
param-count = 图片数量，1 到 10
param-limit = 每天张数，0 到 1000
param-seed = 种子：同一个数字，同样的图片
param-face = 脸的权重，0.5 到 1.3
param-strength = 风格的权重，0 到 1
param-search = 要查找的词
param-job = 任务编号
param-language = 语言
param-setting = 要设置的项目
param-value = 新的值
param-reason = 出了什么问题
param-person = platform:user

# ---- Consent
consent-text = **在第一张自拍之前。**为了画你，我会查看你的照片并学习你的脸部模型。其中最好的照片会和模型一起保存，因为图片就是用它们制作的；如果一年没有用你的脸画过任何东西，两者最迟在那时删除。这属于生物识别数据。它用你自己的密钥加密，而该密钥由本机器人运营者持有的主密钥保护；它只用于你要求的图片，不给任何其他人看，你随时可以用 /forget 删除。我生成的每张图片都标明由 AI 生成。你同意吗？照片上是你本人吗？你年满 18 岁吗？
consent-text-photos = 在你回答之前，我不会打开{ $waiting ->
        [1] 你刚发来的照片
       *[other] 你刚发来的 { $waiting } 张照片
    }。
consent-short = 继续之前还需要你的回答：你同意我这样处理你的照片吗？照片上是你本人吗？你年满 18 岁吗？
button-read-again = 再看一遍
button-agree = 我同意，是我本人，已满 18 岁
button-disagree = 不同意
button-privacy = 了解更多
consent-given = 谢谢！现在请发送自拍：五张或更多，一张一张发或作为相册发送都可以。
consent-refused = 没关系。你的照片我一张也没有保留。如果改变主意，请发送 /start。
consent-withdraw = **要全部删除吗？**我这里还有你的照片或由它们制作的内容：没有你的同意，这些都必须删除，连同学会的脸、所有图片、任务和设置。此操作无法撤销。在你按下“是”之前，一切保持原样。
consent-changed = 你同意之后文字有了改动，所以我再问一次。

# ---- Selfies
selfies-ask = **请发送自拍**，一张一张发或作为相册发送都可以。有五张以上会像得多：不同的光线，不同的角度，只有你一个人，脸清晰可见，不戴墨镜。
selfies-ask-more = **请再发一些自拍**，我会连同{ $accepted ->
        [1] 已有的那一张
       *[other] 已有的 { $accepted } 张
    }重新学习你的脸。在此期间现有的肖像照常可用。
selfies-status = **自拍：{ $accepted ->
        [0] 还没有可用的
       *[other] { $accepted } 张可用
    }**
selfies-looking = { $waiting ->
        [1] 正在查看一张照片…
       *[other] 正在查看 { $waiting } 张照片…
    }
selfies-line-good = { $number }. ✓ 很好
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … 查看中
selfies-earlier = …之前还有 { $count } 张照片
selfies-few = { $accepted ->
        [1] 一张照片就可以开始
       *[other] { $accepted } 张照片就可以开始
    }，但有 { $recommended } 张或更多会明显更像。
selfies-enough = 这些足够做得很像了。按“完成”，或继续发送。
selfies-none = 请发一张清晰的脸部照片来开始。
selfies-full = 我已经看了 { $most } 张照片，每个人最多这么多。按“完成”继续，或用 /forget 重新开始。
selfies-understood = 我看到的是{ $looks }。不对吗？用按钮更正。
selfies-two-people = 照片里有两个人，张数一样多。哪一位是你？
button-this-is-me = 第 { $number } 张是我
selfies-under-age = 这些照片里有太多看上去未满 18 岁，而我只制作成年人的图片，所以无法学习这张脸。如果你已成年，请发更近期的照片。
alive-ask = **证明是你本人。** 请在 { $minutes } 分钟内发一段你脸部的视频（视频消息也可以），或者按下面的顺序每一步发一张照片：
alive-side = 把头转向一侧
alive-up = 抬头
alive-mouth = 张大嘴巴
alive-eyes = 闭上双眼片刻
alive-next = 好。下一步；之后还有：{ $left }。
alive-late = 时间太久了。请获取新的步骤。
alive-enough = 今天你已经试了 { $most } 次。明天可以再试，步骤会不同。
alive-needed = 在学习这张脸之前，我要确认是你本人：请用视频或照片做几个动作。
alive-done = 谢谢，是你本人。你发来的内容已删除。
alive-no-unreadable = 无法读取。请发你脸部的视频或照片。
alive-no-face = 没能一直看到你的脸。请在光线好的地方再试一次。
alive-no-person = 这看起来不是你照片上的人。
alive-no-code = 动作或顺序不对。请每一步都做清楚，中间看正前方。
button-alive = 证明是我本人
selfies-training = 我正在学习你的脸。等完成后再发照片，或用 /cancel 取消。
selfies-not-looked = 我没能查看这张照片。请再发一次。
selfies-not-set-up = 这个机器人还没有完全设置好，我暂时无法查看照片。运营者已收到通知；请稍后再试。
button-done = 完成，学习我的脸
button-correct = 更正信息
looks-man-young = 一位年轻男士
looks-man-adult = 一位男士
looks-man-mature = 一位 40 岁以上的男士
looks-woman-young = 一位年轻女士
looks-woman-adult = 一位女士
looks-woman-mature = 一位 40 岁以上的女士
looks-age = 大约 { $age } 岁
looks-full = **{ $who }**，{ $age }
me-none = 我对你的脸还一无所知。发一张自拍来开始吧。
me-looks = 我看到的是{ $looks }。
me-corrected = 谢谢，从现在起我看到的是**{ $who }**。
me-retrain = 按“完成”，我就按更正后的信息重新学习你的脸。
me-photos = { $accepted ->
        [0] 还没有可用的照片。
       *[other] 根据 { $accepted } 张照片。
    }
button-man = 男
button-woman = 女
button-young = 较年轻
button-adult = 成年
button-mature = 40 岁以上

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = 这不是图片。请发 JPEG、PNG、WebP 或 HEIC 格式的照片。
photo-unknown-format = 我无法读取这种格式的图片。请发 JPEG、PNG、WebP 或 HEIC 格式。
photo-broken = 这张图片传来时已损坏。请再发一次，最好以文件形式。
photo-too-many-pixels = 这张图片的像素太多了。请发一张普通的手机照片。
photo-too-large = 这个文件太大，我无法接收。请以照片而不是文件的形式发送。
photo-sticker = 贴纸里看不到你。请发一张你的脸部照片。
photo-animated = 这是动图。请发一张静态照片。
photo-no-face = 我在这里没看到脸。请在良好的光线下正对镜头，前面不要有遮挡。
photo-several-faces = 我看到不止一个人。请发只有你一个人的照片，或裁剪一下。
photo-face-too-small = 你的脸在这里太小了。请靠近一些，或裁剪照片。
photo-blurred = 这张照片很模糊。请拿稳，擦一擦镜头再试。
photo-bad-light = 光线太暗或太强。试试面向窗户。
photo-turned-away = 你的脸偏得太多了。请正对镜头一些。
photo-eyes-closed = 你的眼睛闭上了。请睁开眼再试一次。
photo-covered = 有东西遮住了你的脸。请摘下墨镜、口罩或移开手再试。
photo-drawn = 这看起来是绘画或电脑生成的图片。我需要一张用相机拍的你的照片。
photo-rephotographed = 这看起来是翻拍屏幕或打印件的照片。请发原照片，或者重新拍一张。
photo-forwarded = 这张照片是转发的。我只从你自己发的照片学习人脸：如果照片上是你，请保存后重新发送。
photo-duplicate = 这张照片或几乎一样的照片我已经有了。请发另一张。
photo-other-person = 这看上去和你其他照片不是同一个人。请只发同一个人的照片。
photo-under-age = 这个人看上去未满 18 岁，而我只制作成年人的图片。我也会看错：如果这是你，请再发一两张更近期的照片，会一起判断；或者用 /report 联系运营者。
photo-nudity = 我不接受裸露的照片。请发穿着衣服的照片，最好是头和肩。

# ---- Training
train-no-photos = 我首先需要至少一张可用的自拍。请发一张你的脸部照片。
train-still-looking = 请稍等，我还在查看{ $waiting ->
        [1] 一张照片
       *[other] { $waiting } 张照片
    }。稍后请再按一次“完成”。
train-already = 我已经在学习你的脸了。/queue 可以看进度。
train-nothing-new = 我已经从这些照片认识了你的脸。再发些自拍来改进，或让我制作肖像。
train-queued = 谢谢！我会从{ $photos ->
        [1] 一张照片
       *[other] { $photos } 张照片
    }学习你的脸。
train-done = **我现在认识你的脸了。**用时{ $minutes ->
        [0] 不到一分钟
       *[other] 约 { $minutes } 分钟
    }，使用了{ $photos ->
        [1] 一张照片
       *[other] { $photos } 张照片
    }。先做哪种肖像？
train-understood = 我看到的是**{ $who }**；可用 /me 更正。
instant-ready = **现在就可以为你制作肖像**，只凭你的照片。等我学会你的脸，会更像你。
button-again-train = 再试一次
button-relearn = 重新学习我的脸

# ---- Portraits
portrait-before-training = 我还不认识你的脸。请先发几张自拍，然后按“完成”。
portrait-not-trained = 我有你的{ $accepted ->
        [1] 一张可用自拍
       *[other] { $accepted } 张可用自拍
    }，但还没有从中学习。请按“完成”，然后再试一次。
portrait-training = 我还在学习你的脸。等我说完成了再试；/queue 可以看进度。
portrait-scene-picture = 你的图片已放在你身后。如果这是用来让我认识你的脸的自拍，请不带文字再发一次。
portrait-which = 哪种风格？
portrait-style-elsewhere = “{ $name }”风格需要比本机器人更大的模型。这里可以用 { $closest } 等；/styles 显示全部。
portrait-unknown-style = 没有名为“{ $name }”的风格。你是指{ $closest }吗？
portrait-unknown-style-none = 没有名为“{ $name }”的风格。/styles 列出全部风格。
portrait-done = **{ $style }**：{ $best }
portrait-likeness = 相似度 { $percent }%
portrait-unlike = 相似度 { $percent }%（不够像）
portrait-from-photos = 仅凭照片制作；学会你的脸之后会更像。
portrait-before = 仅凭照片时相似度为 { $percent }%。
portrait-outdated = 你的脸是用旧版模型学习的；让我重新学习，就会更像。
portrait-best-unlike = 没有一张足够像你。试试“更像我”，或补充自拍。
portrait-unclean = 这些照片没能把你抠得很干净。在纯色墙前拍的照片效果会更好。
portrait-withheld = { $count ->
        [1] 有一张图片含裸露内容，没有显示。
       *[other] 有 { $count } 张图片含裸露内容，没有显示。
    }
more-seeds = 种子：{ $seeds }
portrait-label = AI 生成 · 任务 { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = AI 生成的{ $style }风格肖像
portrait-few-photos = 我只凭{ $photos ->
        [1] 一张照片
       *[other] { $photos } 张照片
    }认识你的脸；有 { $recommended } 张或更多会明显更像。用 /selfies 补充。
button-again = 再来一次
button-like = 更多类似最佳的
button-restyle = 换个风格
button-closer = 更像我
button-bolder = 风格更强
button-delete = 删除
button-report = 举报
button-more = 更多操作…
button-back = 返回
button-cancel = 取消
button-files = 以文件发送
button-apart = 全部 { $count } 张图片
stickers-none = 贴纸由你收藏的图片制成，但现在还没有收藏。先在图库里标记几张，再试 /stickers。
stickers-nothing-new = 你的收藏都已经做成贴纸了。再标记一张图片，或者删除贴纸后重新制作。
stickers-full = 一个贴纸包最多 { $most } 张，你的已经满了。删除后可以重新开始。
stickers-act = 我可以用你的收藏制作贴纸，也可以删除已有的贴纸。
stickers-done = 已制作贴纸：{ $count } 张。AI 生成。
stickers-skipped = 因为没有找到人物而跳过：{ $count } 张。
stickers-nobody = 这些图片里没有找到人物，无法抠图。请收藏一张肖像，再试 /stickers。
stickers-title = 我的肖像
stickers-delete-ask = 删除你的贴纸？已安装的地方也会消失。
stickers-deleted = 你的贴纸已删除。
button-stickers-delete = 删除贴纸
apart-text = 任务 { $number }：逐张图片。
apart-unsure = 发送这些图片时被中断了。如果有缺少的，请再按一次按钮。
result-too-large = 此文件有 { $megabytes } MB，这里最多只能发送 { $most } MB。请向本机器人的运营者索取。
button-styles = 风格
button-portrait = 制作{ $style }
button-selfies = 补充自拍
at-limit-face = 脸的权重已经到顶了。补充自拍更有帮助：/selfies。
at-limit-style = 风格的权重已经到顶了。试试别的：/styles。

# ---- Styles
styles-title = **风格** · { $from }–{ $to }，共 { $total }
styles-found = 含“{ $search }”的**风格** · { $from }–{ $to }，共 { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = 另有 { $count } 个风格需要更大的模型。
styles-alt = 风格“{ $title }”的预览，由 AI 生成
styles-none = 没有含“{ $search }”的风格。这里是全部风格。
styles-nothing = 这个机器人没有安装任何风格。请告诉运营者。

# ---- Jobs: queue, progress, cancel
queue-empty = 你没有等待中或运行中的任务。用 /portrait 制作肖像。
queue-title = **你的任务**
queue-line = { $number }. { $what }：{ $state }
what-enrol = 学习你的脸
what-instant = 凭照片认识你的脸
what-portrait = 肖像，{ $style }
what-inspect = 查看一张照片
what-alive = 确认是否为本人
what-other = 一个任务
what-stickers = 贴纸
what-inspect-garment = 查看衣服
what-tryon = 试穿衣服
state-queued = { $position ->
        [1] 下一个就是你
       *[other] 等待中，第 { $position } 位
    }
state-running = 运行中
progress-queued = { $what } · { $position ->
        [1] 下一个就是你
       *[other] 排在第 { $position } 位，共 { $total } 位
    }
progress-running = { $what } · { $stage }
stage-starting = 准备中
stage-loading = 加载模型
stage-preparing = 处理你的照片
stage-instant = 先用照片做一张；学习继续进行
stage-training = 第 { $done } 步，共 { $total } 步
stage-aside = 在第 { $done } 步（共 { $total } 步）暂停，先制作一张图片
stage-drawing = 制作图片，第 { $done } 步，共 { $total } 步
stage-cutting = 抠图中，{ $done } / { $total }
stage-trying = 正在尝试脸部与风格的权重
stage-finishing = 收尾 { $done } / { $total }
stage-other = 处理中，{ $done } / { $total }
cancel-none = 你没有等待中或运行中的任务。
cancel-which = 要取消哪一个？
cancel-unknown = 你没有任务 { $number }。/queue 列出你的任务。
cancel-finished = 任务 { $number } 已经完成。/show { $number } 可以再次显示。
cancel-done = 任务 { $number } 已取消。不计入你的用量。
cancel-by-operator = 本机器人的运营者停止了任务 { $number }。不计入你的用量。
cancel-asked = 正在取消任务 { $number }…

# ---- Talking portraits
help-talk = 让你的肖像开口说话
param-text = 要说的话
param-voice = 声音的名称，例如 zh-anna
param-motion = 头部动作方式，1 到 46
talk-prompt = 要说什么？直接写下来，或者发一条不超过 { $seconds } 秒的语音、音频或视频。不另选的话，我用你所用语言的声音。
talk-which = 让哪一张肖像说话？
talk-portrait = 任务 { $number } 第 { $rank } 张 · { $style }
talk-no-portrait = 你还没有能说话的肖像。请先制作一张，再把语音发一次。
talk-portrait-gone = 那张肖像已经不在了。用 /portrait 制作一张新的。
talk-not-heard = 我没能下载这段录音，请再发一次。
talk-file-too-large = 这个文件太大了。请发短一点的录音，或者只发声音。
talk-text-too-long = 一段视频说不完：共 { $characters } 个字符，最多 { $most } 个。请缩短，或者分成两段。
talk-done = **你的说话肖像**，{ $seconds } 秒。
talk-voice = 声音：{ $voice }
talk-label = AI 生成 · 任务 { $number }
talk-gif = 开头的动图。AI 生成。
talk-delete-ask = 删除任务 { $number } 的视频？
talk-delete-done = 任务 { $number } 的视频已删除。
button-talk = 让它说话
button-voices = 声音
button-motion = 动作
button-listen = 试听
button-note = 圆形视频
button-finer = 更清晰（较慢）
button-gif = 做成 GIF
voice-which = 用哪个声音？以后的视频也会用它。
voice-title = { $title }（{ $language }，{ $kind ->
        [natural] 自然
        [online] 自然，联网：文字会发给微软
       *[robot] 机器音
    }）
voice-chosen = 以后我用 { $voice }。
voice-gone = 这里已经没有声音“{ $name }”了。声音菜单里有现有的声音。
voice-none = 这个机器人没有设置声音。
voice-soon = { $voice } 马上开始说话…
voice-heard = 听起来是这样。AI 生成。
voice-sample = 你好！你的肖像跟朋友说话的时候，就是这个声音。
motion-which = 头要怎么动？以后的视频也会这样。
motion-still = 不动
motion-style = 动作 { $number }
motion-chosen = 以后：{ $motion }。
what-talk = 说话的肖像
what-speak = 试听声音
stage-looking = 正在看肖像
stage-speaking = 正在准备声音
stage-animating = 正在制作面部动画，第 { $done } 帧，共 { $total } 帧
stage-enhancing = 正在准备更清晰的画面
sound-broken = 我读不了这段录音。请用语音、MP3、WAV 或 MP4 发送。
sound-no-audio = 这个文件里没有声音。请发语音，或者有声音的视频。
sound-too-long = 这段有 { $seconds } 秒，一段视频最多 { $most } 秒。请发短一点的录音。
sound-too-short = 太短了。至少说一个词。
sound-silent = 这段录音里什么也听不到。请检查麦克风再说一次。
sound-no-speech = 我听不到有人说话，可能只有音乐或噪音。请发一段有人说话的录音。
text-empty = 这段文字里没有可朗读的内容。请写些词语。
text-too-long = 这段文字对一段视频来说太长了。最多 { $most } 个字符。
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = 没有名为“{ $name }”的声音。试试这些：{ $closest }。
error-voice-unreachable = 联网的声音没有回应。请选一个不用联网的声音，或者稍后再试。

# ---- Gallery
gallery-empty = 你还没有图片。用 /portrait 制作第一张。
gallery-title = **你的肖像** · { $from }–{ $to }，共 { $total }
gallery-line = { $number }. **{ $style }**，{ $count } 张图片，最高相似度 { $percent }%
gallery-line-edited = { $number }. **{ $style }**，{ $count } 张图片
gallery-show = 显示 { $number }
show-unknown = 你没有任务 { $number }。/gallery 显示你的图片。
show-unfinished = 任务 { $number } 没有可显示的图片。/queue 显示还在运行的任务。
show-gone = 任务 { $number } 的图片已不再保存。“再来一次”会重新制作。
again-none = 还没有可以重做的。用 /portrait 制作第一张。
delete-ask = 永久删除任务 { $number } 的图片吗？
delete-ask-more = 由它们制作的内容（例如说话的肖像）也会一并删除。
delete-done-more = 由它们制作的内容也已一并删除。
delete-done = 任务 { $number } 的图片已删除。
button-delete-yes = 是，删除
button-no = 否
files-text = { $style } · 种子 { $seed }

# ---- Settings and language
settings-title = **你的默认设置**
settings-pictures = 每次的图片数：{ $count }
settings-style = 默认风格：{ $style }
settings-style-ask = 每次询问
settings-language = 语言：{ $language }
settings-saved = 已保存。
settings-unknown = 没有设置项“{ $name }”。可以设置{ $known }。
settings-style-none = 任意
button-pictures = { $count }
button-language = 语言
language-ask = 我该说哪种语言？
language-set = 从现在起我说中文。
language-unknown = 我还不会说“{ $name }”。我会说{ $known }。
language-name = 中文

# ---- Quota
quota-text = 过去 24 小时你用了 { $total } 分钟计算时间中的 { $used } 分钟。一张肖像大约需要 { $portrait } 秒，学习一张脸大约需要 { $training } 分钟。
quota-jobs = 等待或运行中：{ $queued } / { $most } 个任务。
quota-spent = 你今天的计算时间已用完。请在{ $hours ->
        [1] 一小时
       *[other] { $hours } 小时
    }后再试；/quota 显示用量。
quota-queue = 你已经有 { $most } 个任务在等待。等一个完成，或用 /cancel 停止一个。
button-stars = 支付 { $stars } ⭐ 立即制作
stars-title = 肖像：{ $count } 张
stars-text = 即使今天的计算时间已用完，也会立即制作。如果无法完成，星星会退还给你。
stars-gone = 这个报价已失效。请重新申请肖像。
stars-back = { $stars } ⭐ 正在退还给你：你付款的内容未能完成。
stars-support = 对付款有疑问？请用 /report 说明，本机器人的运营者会查看。已付款而未完成的会自动退款。
stars-terms = **这里出售什么。**超出当天免费计算时间的肖像，每张 { $stars } ⭐。它会立即制作，规则与其他肖像相同。如果无法完成、被停止或不予显示，星星会自动退还。其他问题请用 /paysupport。
paused = 我正在短暂维护，暂不接受新任务。请稍后再试；你的东西都不会丢失。

# ---- Privacy
privacy-text = **你的照片，你的脸，你做主。**照片、脸部模型和图片都用你专属的密钥加密。每张照片都会去除位置和其他隐藏数据。没有别人能使用你的脸，你的照片只用来训练你自己的模型。除了你使用的聊天平台，只有这个机器人的运营者持有你的照片。每张图片都标明由 AI 生成。我只制作成年人的图片，并且不显示裸露内容。在你想进入的图片里，其他人的脸只会被找到并替换，只与本人在这里禁止的脸比对，绝不学习或保存；这样的图片在最后一次使用约一小时后删除。只有本人同意之后，才会把别人放进图片，而且仅限那一张。/mydata 显示保存了什么，/export 把它发给你，/forget 通过销毁你的密钥来删除它。
mydata-title = **保存的关于你的数据**
mydata-consent = 同意：版本 { $version }，日期 { $date }。
mydata-no-consent = 同意：尚未同意。
mydata-faces = 已学会的脸：{ $count }
mydata-selfies = 自拍：{ $count }
mydata-pictures = 生成的图片：{ $count }
mydata-files = 文件：{ $count } 个，共 { $megabytes } MB
mydata-jobs = 任务：{ $count }
mydata-language = 语言：{ $language }
mydata-next = /export 把一切发给你，/forget 把它删除。
export-ready = 保存的关于你的全部数据，打成一个压缩包。请妥善保管：里面有你的照片。
export-parts = 保存的关于你的全部数据。一个压缩包装不下，所以分成 { $count } 个。每个都可以单独打开；`about.json` 在第一个里。以 .001 结尾的文件，其余部分在后面的压缩包里：按顺序拼接起来就是原文件。请妥善保管：里面有你的照片。
export-part = 第 { $number } 个压缩包，共 { $count } 个。
export-impossible = 这个机器人没有设置导出功能。请询问运营者。
forget-ask = **删除一切？**你的照片、学会的脸、所有图片、任务和设置。此操作无法撤销。
button-forget = 是，全部删除
forget-done = **一切都已删除。**已删除：{ $parts }。你的密钥已销毁，任何副本都无法再打开。我发给你的图片也已从聊天中移除。再见！发送 /start 可以重新开始。
forget-yours = 你发给我的内容会留在这个聊天里，直到你自己删除。
forget-receipt = 如果以后想核对，请保存这张凭证：**{ $code }**。用 /receipt 加上它，就能知道账户是否已删除；凭证不含任何姓名。
receipt-erased = 这张凭证对应的账户已于 { $date } 删除，这里不再保存它的任何内容。
receipt-unknown = 没有这个编码的凭证。请检查字母。
forget-day = 你今天用掉的计算时间会记到明天，只用一个不带名字的代号保存。
pictures-gone = 这些图片已删除。
message-gone = 此消息已删除：其中提到的人已不在这里。
forget-selfies = { $count } 张自拍
forget-faces = { $count } 张学会的脸
forget-pictures = { $count } 张图片
forget-jobs = { $count } 个任务
forget-account = 你的账户和设置
forget-kept = 没有更改任何内容。
report-ask = 哪里有问题？直接写下来就好。运营者会阅读，并看到这张图片。
report-thanks = 谢谢。你的举报已送达本机器人的运营者。
report-where = 要举报本群里的图片，请用 /report 回复它。其他问题请在与我的私聊中举报。
report-why = 哪里有问题？运营者会看到这张图片和你的回答。
report-reason-not-me = 这不是我
report-reason-offensive = 内容令人反感
report-reason-minor = 图中有未满 18 岁的人
report-reason-other = 其他
report-undo = 撤回举报
report-undone = 你的举报已撤回。
report-settled = 这份举报已经处理。
report-gone = 这份举报已不存在。
report-limit = 你今天已经发送了 { $most } 份举报，本机器人的运营者都已收到。明天可以继续发送。
report-taken-back = 举报 { $number } 已撤回。
report-dismiss = 驳回
report-ban = 封禁
report-dismissed = 举报 { $number } 已驳回。

# ---- Admin
whoami = 你在这里的 ID 是 `{ $name }`。运营者把它写进 ADMIN_IDS，你就成为管理员。
whoami-admin = 你在这里的 ID 是 `{ $name }`，并且你是管理员。
alert-model-missing = 一个任务失败了，因为缺少模型：{ $component }。请用 `{ $how }` 下载；用户会看到机器人尚未设置好。
alert-model-damaged = 一个任务失败了，因为模型已损坏：{ $component }。请用 `{ $how }` 修复。
admin-stats = **统计**
admin-stats-people = 人数：{ $people }
admin-stats-jobs = 任务：等待 { $queued }，运行 { $running }，完成 { $done }，失败 { $failed }
admin-stats-paused = 新任务：{ $paused ->
        [yes] 已暂停
       *[no] 接受中
    }
admin-unknown-person = 没有找到“{ $person }”。我需要对方的 ID，例如 `telegram:12345`；对方用 /whoami 就能看到。
admin-not-yourself = 不能封禁你自己或其他管理员。
admin-banned = { $person } 已被封禁。已取消 { $count } 个等待中的任务。
admin-allowed = { $person } 可以再次使用机器人。
admin-paused = 已暂停：不接受新任务。/resume 继续。
admin-resumed = 重新接受新任务。
help-jobs = 查看所有人等待和运行中的任务，并停止它们
jobs-title = **等待和运行中**
jobs-line = { $number }. { $kind }: { $state ->
        [running] 运行中
       *[queued] 等待中
    }
jobs-stopped = 任务 { $number } 已停止，并已告知本人。
jobs-stopped-of = 已停止 { $person } 的任务：{ $count } 个。
jobs-none = 没有等待或运行中的任务。
jobs-unknown = 这个任务已经结束，或没有这个编号。
button-stop-job = 停止
admin-audit-title = **审计日志，最新在前**
admin-audit-empty = 审计日志是空的。

# ---- Answers to what does not fit
banned = 你不能再使用这个机器人。如果你认为有误，请联系运营者。
flood = 请慢一点。{ $seconds } 秒后再试。
private-only = 人脸属于隐私。请私聊我，在那里再试。
anonymous-admin = 你是以群组的名义发言，所以我无法知道指的是谁的脸。请暂时关闭“保持匿名”，或者私聊我。
result-not-allowed = 在这个聊天里我可以发文字，但不能发送图片或文件。管理员可以允许；在私聊里我随时可以发给你。
unknown-command = 没有命令 /{ $name }。你是指{ $closest }吗？
unknown-command-none = 没有命令 /{ $name }。/help 显示我能做什么。
unknown-button = 这个按钮已失效。请发送 /start 继续。
edited-instead = 你修改了消息，我按现在的内容来做。
said-most = 我一次最多能做 { $most } 张。
said-caption-later = 这张照片我先当作自拍。等我认识你的脸之后，请再说一次“{ $style }”。
said-new = 发一张自拍来开始，或用 /help 看看我能做什么。
said-collecting = 我正在收集你的自拍。请发照片，或按“完成”。
said-ready = 我没有听懂。请用自己的话告诉我风格，例如“赛博朋克，微笑”，或者选一个：
said-offer = 你指的是下面哪一个？
said-thanks = 不客气！要再来一张吗？
said-unused = 这些词我没能用上：{ $words }。
argument-missing = 还需要：{ $name }。请写在命令后面。
argument-not-a-number = { $name } 必须是数字，“{ $value }”不是数字。
argument-out-of-range = { $name } 必须在 { $least } 到 { $most } 之间。
argument-too-small = { $name } 至少为 { $least }。

# ---- Errors of the engine: what happened and what to do next
error-engine = 我这边出了点问题。不计入你的用量；请再试一次。
error-bad-photo = 其中一张照片无法使用。{ $sentence }
error-not-enough-photos = 我需要至少 { $needed } 张可用的照片，现在有 { $usable } 张。请再发些自拍。
error-unknown-style = 风格“{ $name }”已不存在。/styles 列出全部风格。
error-style-not-here = 本机器人目前的模型不能用“{ $name }”风格。请从 /styles 里选一个；运营者可以用 `{ $how }` 添加它。
error-bad-adapter = 这个风格的文件已损坏，或是为其他模型制作的。请换一个风格；运营者可以用 `python -m bot styles` 查看原因。
error-bad-base = 这个机器人的基础模型（{ $name }）描述有误。运营者可以用 `python -m bot doctor` 查明原因。
error-other-base = 本机器人现在使用另一个模型，而你的脸是用旧模型学习的。请发送 /selfies 并按“完成”重新学习。
error-no-identity = 我还不认识你的脸。请先发自拍，然后按“完成”。
error-under-age = 照片上的人看上去未满 18 岁，而我只制作成年人的图片。如果这是你，请发更近期的照片。
error-child-in-picture = 这张图里可能有儿童，所以我不会把任何人放进去，也不会让它说话。请换一张图片。
error-portrait-covered = 这张图里嘴被口罩或手等遮住了，无法说话。请换一张没有遮挡的。
error-unsafe-picture = 图片含裸露内容，没有显示。试试别的风格，或按“再来一次”。
error-content-refused = { $category ->
    [sexual] 我不展示也不说关于真人的色情内容。请换个说法，或者换别的内容。
    [minors] 我不把儿童和青少年放进这样的画面，也不把任何人变成孩子。请换别的内容。
    [violence] 我不展示也不说针对人的暴力和威胁。请换别的内容。
    [figures] 我不把任何人变成名人，也不让任何人自称名人。请去掉名字。
    [hate] 我不展示也不说针对人的仇恨和辱骂。请换个说法。
    [documents] 我不为伪造的证件或他人名义的证件制作图片。请换个要求。
   *[operator] 本机器人的运营者不允许这些词。请换个说法。
}
error-unfit-portrait = 这张图片无法开口说话。请换一张肖像。
error-portrait-without-face = 这张图片里没有看到人脸，所以没有人能说话。请换一张肖像。
error-portrait-face-too-small = 这张图片里的脸太小，无法说话。请选一张脸更大的，或裁剪图片。
error-portrait-turned-away = 这张图片里的头转得太偏，无法说话。请选一张更正对镜头的肖像。
error-weight-missing = 这个机器人还没有完全设置好：缺少一个模型（{ $component }）。运营者已经知道，可以用 `{ $how }` 下载。
error-weight-corrupt = 这个机器人的一个模型已损坏（{ $component }）。运营者可以用 `{ $how }` 修复。
error-source-unreachable = 现在无法下载一个模型（{ $component }）。请稍后再试。
error-out-of-memory = 机器内存不足。请减少每次的张数，或稍后再试。
error-base-too-large = 这个机器人的基础模型（{ $name }）在这台机器上放不下：显卡和内存都不够大。运营者可以用 ENGINE_BASE 选择别的模型；`python -m bot doctor` 会说明详情。
error-needs-cuda = 这个机器人的基础模型（{ $name }）只能在支持 CUDA 或 ROCm 的显卡上运行，而这台机器没有。运营者可以用 ENGINE_BASE 选择别的模型。
error-device-lost = 显卡连续三次没有响应。不计入你的用量；请稍后再试。
error-not-a-number = 模型的计算出错，没有生成图片。不计入你的用量。请换一种风格或降低权重；运营者可以用 `python -m bot weights verify` 检查文件。
error-disk-full = 机器的磁盘已满，我没能保存你的结果。什么都没有丢失；请稍后再试。
error-files-unreachable = 存放图片的存储暂时没有响应，我没能保存。什么都没有丢失；请稍后再试。
files-wait = 请稍等：保存你图片的存储目前没有响应。什么都没有丢失，一有响应我就继续。
files-too-many = 超过了我一次能接收的量。剩下的请十分钟后再发。
error-cancelled = 已按你的要求取消。不计入你的用量。
error-worker-died = 这个任务多次失败。不计入你的用量；请再试一次。
error-laid-aside = 这次学习为了一张图而暂停，没有继续。不计入你的用量；请再试一次。

# ---- Forms
button-tune = 修改后再做…
menu-talk = 让它说话
file-parts = 这个文件超过了 Discord 的上限，所以分成 { $count } 个部分发送。把它们存到同一个文件夹，用 7-Zip 之类的程序打开 { $name }，它会自动合并其余部分。
form-selfies = 自拍照
form-photos = 最多十张自拍
form-photos-hint = 只有你一人，脸部清晰，光线和角度各不相同。
form-agree = 我同意，是我本人，已满 18 岁
form-agree-hint = 没有你的同意，照片不会被打开。

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = 我收藏的图片
help-stickers = 用我的收藏制作贴纸
help-presets = 已保存的预设
help-link = 在另一平台使用同一账户
help-post = 在本群展示我的成品图片
help-reports = 用户的举报
help-setquota = 设定某人的每日计算时间
help-adult = 确认某人已成年
help-setstyle = 停用或恢复一种风格
help-broadcast = 给愿意接收消息的人发消息
help-limit = 本群每天可展示的图片数
param-do = use、save 或 delete：使用、保存、删除
param-act = make（制作）或 delete（删除）
param-name = 预设的名称
param-code = 另一平台上的绑定码，或邀请码
param-receipt = 凭证上的编码
param-picture = 任务中的第几张图片
param-minutes = 每天分钟数；不填则用通用限额
param-state = on 或 off：启用或停用
button-favourite = 收藏
button-favourites = 我的收藏
button-gallery = 我的图片
favourites-empty = 你还没有收藏。在肖像下按“收藏”，它会一直保留到你删除为止。
favourites-title = **你的收藏** · { $from }–{ $to }，共 { $total }
favourites-caption = 任务 { $number }，第 { $rank } 张 · { $style }
favourites-which = 任务 { $number } 的哪一张？再按一次已收藏的可取消。
favourites-pick = 第 { $rank } 张
favourites-added = ★ 已收藏任务 { $number } 的第 { $rank } 张，它会保留到你删除为止。
favourites-removed = 已取消收藏任务 { $number } 的第 { $rank } 张，它会像其他图片一样过期。
presets-none = 你还没有预设。肖像下方的“更多操作…”里有一个按钮，可以保存它的设置。
presets-title = **你的预设**
presets-line = **{ $name }**：{ $style } × { $count }
button-keep-preset = 存为预设
presets-ask = 这个预设叫什么名字？
presets-placeholder = 度假
presets-draw = 使用 { $name }
presets-saved = 已保存为 **{ $name }**：{ $style }，来自任务 { $number }。
presets-deleted = 预设“{ $name }”已删除。
presets-unknown = 你没有预设“{ $name }”。/presets 显示已有的预设。
presets-full = 你已有 { $most } 个预设，不能再多了。请先在 /presets 里删除一个。
link-code =
    你的绑定码：**{ $code }**
    请在 { $minutes } 分钟内在另一平台给我发送 `/link { $code }`。绑定码只能用一次，在那边确认之前不会绑定任何账户。不要给任何人：拿到它的人可以接管你的账户。
link-ask = **绑定两个账户？** 只能保留一个，另一个里的内容会被全部删除。只有当绑定码是你自己生成的才继续：否则别人会得到你的账户。
link-there = 那边（绑定码来源）：脸 { $faces }，图片 { $pictures }，未完成任务 { $jobs }
link-here = 这边：脸 { $faces }，图片 { $pictures }，未完成任务 { $jobs }
link-two-faces = 两个账户都有学会的脸。脸绝不混合：之后使用保留账户的脸。
link-warning = 删除的内容无法恢复；请先用 /export 取回。
button-link-there = 保留那边的账户
button-link-here = 保留这边的账户
link-asked = 我已在生成绑定码的 { $platform } 上询问。请在十分钟内到那里回答；在此之前什么都不会改变。那里会显示数字 **{ $check }**：如果不同，请选“否”。
link-confirm = **是你吗？**{ $platform } 上的 { $name } 输入了你在这里生成的绑定码，想共用你的账户：包括你的脸、你的图片和你的全部权限。{ $kept } 只有确实是你本人，而且那边也显示数字 **{ $check }** 时才选“是”。
link-keeps-yours = 这个账户保留，另一个将被删除。
link-keeps-theirs = 另一个账户保留；**这个账户将被删除**，连同脸和图片。
button-link-yes = 是，是我
button-link-no = 否，不是我
link-declined = 生成绑定码的一方拒绝了。一切保持原样。
link-kept = 没有绑定任何账户；绑定码已失效。如果有人看到过它，请用 /link 重新生成。
link-done = **已绑定。** 两个平台现在使用同一个账户；请发送 /start 继续。
link-told = 你在这里的账户刚刚与 { $platform } 上的账户绑定。如果不是你本人操作，请立即联系本机器人的运营者。
link-wrong = 绑定码不正确或已过期。请在另一平台用 /link 获取新的绑定码。
link-tries = 编码输错次数太多。请 { $minutes } 分钟后再试。
link-same = 这个绑定码属于当前账户。请在另一平台输入。
post-where = /post 用于在群里展示图片，请在群里输入。
post-label = AI 生成 · { $style }
post-limit = 本群每天最多展示 { $most } 张图片。请稍后再试。
limit-where = /limit 针对群组，请在群里输入。
limit-set = 本群每天图片数：{ $most }。
setquota-done = { $person } 每天可用 { $minutes } 分钟计算时间。
setquota-general = { $person } 恢复通用限额。
adult-on = 年龄检查现在把 { $person } 视为成年人（明显是儿童的照片除外）。所有管理员都能在 /audit 看到。
adult-off = { $person } 恢复由年龄检查判断。
setstyle-none = 没有停用的风格。点一个即可停用。
setstyle-list = 已停用：{ $names }。点一个即可切换。
setstyle-off = 风格 `{ $name }` 已停用。
setstyle-on = 风格 `{ $name }` 已恢复。
broadcast-ask = 将发给 { $count } 人，每人一条；不想接收消息的人除外。发送吗？
broadcast-sent = 正在发送给 { $count } 人。
button-send = 发送
button-no-news = 不再接收
news-off = 好的，不再发送消息。/settings 可重新开启。
reports-none = 没有任何举报。
reports-title = **举报，最新在前**
reports-job = 任务 { $number }
reports-general = 一般问题
reports-line = { $number }. { $person }，关于{ $about }：{ $reason }（{ $state ->
        [dismissed] 已驳回
        [banned] 已封禁
       *[open] 未处理
    }）
reports-show = 查看 { $number }
reports-person = { $person } 的图片
settings-news = 接收运营者的消息：{ $news ->
        [off] 否
       *[on] 是
    }
button-news-on = 消息：开
button-news-off = 消息：关
quota-kind = 这里 24 小时内最多可做 { $most } 次，你已用完。请稍后再试；/quota 显示用量。
quota-enrol = 学习脸：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }，{ $minutes } 分钟
quota-portrait = 肖像任务：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }，{ $minutes } 分钟
quota-talk = 会说话的肖像：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }，{ $minutes } 分钟
mydata-favourites = 收藏：{ $count }
mydata-presets = 预设：{ $count }
mydata-reports = 你的举报：{ $count }
mydata-platforms = 你使用的平台：{ $names }
platform-local = 网页应用
forget-favourites = { $count ->
       *[other] { $count } 个收藏
    }
forget-presets = { $count ->
       *[other] { $count } 个预设
    }
forget-reports = { $count ->
       *[other] { $count } 条举报
    }
fusion-turned-away = 头部转得太偏，无法放入你自己的脸。
fusion-turned = 头部有些偏，因此放入你自己的脸较少。
fusion-glasses = 照片和图片只有一方戴眼镜，因此放入你自己的脸较少。
fusion-not-nearer = 放入你自己的脸没有更像你，因此保持原样。
looks-person-young = 年轻人
looks-person-adult = 成年人
looks-person-mature = 40 岁以上的人
button-person = 不区分
me-tags = 你的照片里：{ $tags }。
tag-glasses = 眼镜
tag-sunglasses = 墨镜
tag-smiling = 微笑
tag-open-mouth = 张嘴
tag-closed-eyes = 闭眼
tag-raised-eyebrows = 扬眉
tag-looking-up = 向上看
tag-pursed-lips = 噘嘴
tag-hat = 帽子
tag-scarf = 围巾
tag-suit = 西装
tag-tie = 领带
tag-uniform = 制服
tag-necklace = 项链
error-bad-template = 无法把人放进这张图片。请换一张。
error-no-face-in-template = 这张图片里没有可替换的脸。请发送脸部清晰的图片。
error-nobody-placed = 每个人都要有一个位置。请重新选择谁在哪里。
error-no-such-face = 这张图片没有空闲的脸 { $number }，共有 { $faces } 张脸。请选其他编号。
error-unfit-face = 脸 { $number } { $reason ->
        [child] 看起来未满 18 岁
        [too-small] 太小
       *[other] 转得太偏
    }。请选另一张脸或另一张图片。
error-spoilt-portrait = 用你的照片都做不出这个风格的好图：{ $fault ->
        [eyes] 两只眼睛不协调
        [face] 脸上有斑块或变形
        [blur] 脸不清晰
        [hair] 头发缺了一块或模糊
        [background] 身边露出了原来的背景
        [cut] 看得出照片的边缘
       *[other] 脸不像你
    }。请换一种风格或构图，或发一张背景简单的照片。
error-spoilt-template = 我试了你的几张照片，在这张图片里都不自然：{ $fault ->
        [eyes] 两只眼睛不协调
        [turned] 头比你照片里转得更偏
        [blur] 脸的清晰度和周围不一致
        [marred] 脸上有斑块或变形
        [neck] 脸和脖子的肤色不一致
        [seam] 看得出脸的边缘
        [age] 脸看起来未满 18 岁
       *[other] 脸不像你
    }。请换一张图片，或用更多照片让我学习你的脸。
error-bad-garment = 我无法让你穿上这件衣服。请发送一位成年人正面穿着它的图片，脸和整件衣服都要看得见。
error-no-garment = { $reason ->
        [bare] 这张图片里有人，但我分不清衣服与皮肤和背景。请发送一个人正面穿着它、整件衣服都在画面里的图片。
        [ground] 这张图片里的衣服没有人穿着，而且我分不清它和背景。请发送一个人正面穿着它、整件衣服都在画面里的图片。
        [corrected] 按你的修改，衣服一点也没有剩下。请撤回其中一处修改。
       *[nobody] 这张图片里没有人，也没有衣服。请发送一个人正面穿着它、整件衣服都在画面里的图片。
    }
error-no-such-garment = 这张图片里没有第 { $number } 件衣服；找到了 { $garments } 件。请选另一个编号。
error-garment-not-worn = 这件衣服平铺着或挂着，没有人穿，而我在这里无法把它穿到身体上。请发送有人穿着它、面向镜头的图片，例如商店的模特照片。
error-narrow-photos = 你所有合适的照片里，头顶都被裁掉了。请发一张站远一步拍的：头部完整，头发上方留一点空间，露出脖子，面向镜头。
error-beard-cut = 穿上这件衣服，你的胡子会在下巴处被截断，而你的照片里没有一张能让我看清整把胡子。请在日光下站远一步拍一张：头部和胡子都完整，面向镜头，背后是另一种颜色的素色墙。
error-garment-too-small = 这张图片太小：短边只有 { $pixels } 像素，需要 { $needed } 像素。请发送更大的图片。
error-unfit-head = 穿这件衣服的人{ $reason ->
        [child] 看起来未满 18 岁，而我只替换成年人的脸。请发送由成年人穿着的图片
        [too-small] 在图中太小，放不进你的脸。请发送更大或离得更近的图片
        [turned-away] 头转得太偏，放不进你的脸。请发送正面拍摄的图片
       *[other] 没有可以换成你的脸：被裁掉、被遮住，或背对镜头。请发送能从正面看到整个头部的图片
    }。
error-scene-not-here = 这里的基础模型只会生成脸，无法按文字生成背景。请选择一个现成的背景。
error-dresser-not-here = 这个机器人设定的试衣方式（{ $name }）不能用于它的基础模型（{ $base }）。运营者可以更改：TRYON_BACKENDS。
background-keep = 原图背景
background-white = 白色
background-grey = 灰色
background-studio = 影棚
background-evening = 傍晚
background-beach = 海滩
background-woods = 树林
background-city = 城市
background-bar = 酒吧
part-face = 脸
part-hair = 头发
part-skin = 皮肤
part-body = 身体
part-background = 背景
part-clothes = 衣服
button-private = 打开私聊

# ---- Into a picture, and into clothes
help-inpaint = 把我放进一张图片
help-tryon = 让我穿上图片里的衣服
help-accept = 把我的脸借给别人的图片
param-template = 现成图片的名称
param-background = 我身后的背景
param-scene = 用文字描述的背景，或场景的名字
menu-inpaint = 把我放进去
menu-tryon = 试穿这件
what-inspect-template = 查看图片
what-template = 把你放进图片
title-template = 放进图片
title-tryon = 试穿
somebody = 某人
picture-one-of-album = 我一次只用一张图片：你相册里的第一张。其余的没有保存。
inpaint-prompt = **要把你放进哪张图片？** 现在发给我。图片里的脸只会被找到并替换，绝不比对或学习；最后一次使用约一小时后图片就会删除。
inpaint-found = { $count ->
        [1] 我看到一张脸，会换成你的。
       *[other] 我看到 { $count } 张脸。只有脸 { $face } 可以替换，会换成你的。
    }
inpaint-place = 图片里的位置是你的。
inpaint-places = **共有 { $count } 个位置。谁在哪里？** 没人坐的位置会去掉，其余的人会靠拢。
inpaint-who = **我看到 { $count } 张脸。谁在哪里？**
inpaint-plan = **谁在哪里**
inpaint-alt = 每张脸都带编号的图片
inpaint-unfit = { $count ->
        [1] 这张图片里的脸无法替换。请换一张图片。
       *[other] 这张图片里的 { $count } 张脸都无法替换。请换一张图片。
    }
inpaint-nobody = 还没有人有位置。请为自己选一张脸，或邀请别人。
inpaint-gone = 这张图片已经不在了：有其他人的图片我只保存很短时间。请再发一次。
inpaint-again-guest = 借来的脸只能用于一张图片。想再做一张，请重新邀请。
template-turned-away = 转得太偏
template-too-small = 太小
template-child = 看起来未满 18 岁，我只替换成年人的脸
template-covered = 被遮住：手、口罩或墨镜
seat-unfit = 脸 { $face }：{ $reason }
seat-line = 脸 { $face }：{ $state ->
        [own] 你
        [open] 使用你邀请码的人
        [asked] 等待 { $name } 回答
        [agreed] { $name } 同意
        [refused] { $name } 拒绝了
        [empty] 空着
       *[free] 保持原样
    }
button-seat = 把我放在 { $face }
button-draw = 开始制作
button-invite = 邀请别人
button-unseat = 保留 { $face }
button-face = 脸 { $face }
button-faces = 换一张脸
button-templates = 现成图片
templates-title = **现成图片** · 第 { $from }–{ $to } 张，共 { $total } 张
templates-caption = { $title } · { $faces } 张脸
template-title-cover = 杂志封面
template-title-painting = 古典油画
template-title-stamp = 邮票
template-title-print = 拍立得
template-title-helmet = 宇航员
template-title-poster = 通缉海报
template-title-television = 老电视
template-title-porthole = 潜水艇
template-title-duo = 并排
template-title-hearts = 相片吊坠
template-title-call = 视频通话
template-title-film = 胶片
template-title-wall = 照片墙
template-title-team = 四人视频通话
template-title-booth = 自拍亭
template-title-banknote = 钞票
template-title-premiere = 电影海报
template-title-newspaper = 报纸头版
template-title-record = 唱片封套
template-title-globe = 水晶雪球
template-title-billboard = 广告牌
template-title-pop = 波普艺术
template-title-card = 扑克牌
template-title-cinema = 在电影院
template-title-band = 乐队海报
template-title-table = 节日晚餐
template-title-holiday = 节日贺卡
template-title-family = 全家福
template-unknown = 没有名为“{ $name }”的现成图片。请从这些里选一张。
invite-which = 哪张脸留给客人？
invite-code =
    脸 { $face } 的邀请码：**{ $code }**
    把它交给你想放在那里的人。对方给我发 `/accept { $code }`，看到图片后自己决定。邀请码只能用一次，{ $hours } 小时内有效；没有本人同意，不会使用任何人的脸。
invite-agreed = **{ $name } 同意**成为脸 { $face }。
invite-refused = { $name } 不想成为脸 { $face }。
invite-withdrawn = { $name } 不再同意成为脸 { $face }。不会再用这张脸制作任何图片，已经制作的也已在这里删除。
accept-ask = **{ $host } 想把你放进这张图片，作为脸 { $face }。** 你的脸只用于这一张图片，不作他用。{ $host } 会得到做好的图片，但得不到你的任何照片。你可以用 /accept 撤回。同意吗？
accept-pose = 图片还没有做：将是这个姿势的人，风格为“{ $style }”。
accept-words = { $host } 的描述：“{ $words }”
accept-agreed = 谢谢。随时可以用 /accept 撤回。
accept-refused = 明白：不会使用你的脸。
accept-withdrawn = 已撤回。不会再用你的脸生成任何内容，已生成的也已删除，聊天里的也一样。
accept-none = 你没有把脸借给任何人。想让你出现在图片里的人会给你一行带邀请码的文字：原样发给我即可。
accept-title = **你把脸借给了谁**
accept-line = { $number }. { $host }：{ $state ->
        [agreed] 尚未制作
       *[used] 已制作
    }
accept-unknown = 没有这个邀请，或已过期。请索取新的邀请码。
accept-own = 这是你自己的邀请码。请把它交给你想放进图片的人。
button-lend = 是的，用我的脸
button-take-back = { $number ->
        [0] 撤回
       *[other] 撤回 { $number }
    }
lent-only-here = 别人只为这一张图片把脸借给你，所以不能作其他用途。
template-done = **完成：**
template-alt = 放入脸部的 AI 编辑图片
template-source-photo = 用你自己照片的像素、按图片的光线制成。
template-source-moved = 用你自己照片的像素、换了表情、按图片的光线制成。
template-source-base = 用学会的脸制作。
template-spoilt = { $count ->
   *[other] 另有 { $count } 张效果不好，没有显示。
}
template-each = 脸 { $face }：相似度 { $percent }%
template-unlike = 没有一张像到可以算同一个人。多发些自拍或换一张图片可能有帮助。
template-guest = 客人只为这一张图片借出了脸，并且可以撤回。
error-no-shoulders = 这张图片的 { $number } 号位置需要能看到头和肩膀的人，但此人的照片都没有拍到这么多。请用一张从更远处拍的照片让我重新学习这张脸，或选择另一张现成的图片。
error-template-gone = 图片在使用之前已被删除。请再发一次。
error-guest-left = 有人撤回了为这张图片借出的脸，所以什么也没制作。不计入你的用量。请重新选择谁在哪里。
tryon-prompt = **要给你穿什么衣服？** 现在发一张图片，最好由一个露脸的人穿着。最后一次使用约一小时后它就会删除。
tryon-found = **我找到 { $count } 件衣服。** 标有 ✓ 的会与图片中完全一样。
tryon-flat = **没有人穿着这些衣服（{ $count } 件）。** 我会按这张图片把标有 ✓ 的画在你身上：花纹、文字和剪裁可能略有不同。
tryon-garment = { $number }. { $kind ->
        [top] 上衣
        [coat] 外套
        [trousers] 裤子
        [skirt] 裙子
        [uniform] 连体装
        [bottom] 裤子或裙子
        [dress] 连衣裙
       *[whole] 整件
    }
tryon-redrawn = 重新制作：{ $parts }。
tryon-stays = 与图片中相同：{ $parts }。
tryon-found-alt = 每件衣服都带编号和颜色的图片
tryon-squares = 哪些格子？请写出来，例如 `B3` 或 `B3 C4`；最后一格是 { $last }。
tryon-no-square = 没有格子 { $name }；最后一格是 { $last }。
tryon-still-looking = 请稍等，格子还没准备好。请稍后再发一次。
tryon-nothing-kept = 至少要留一件衣服，否则没有可试穿的。
tryon-backdrop = 用哪个背景？
tryon-background-unknown = 可以选择这些背景：{ $known }。
tryon-done = **试穿效果：**
tryon-alt = AI 生成的试穿图片
button-wear = 试穿这件
button-backdrop = 换背景
button-more-garment = 少了一些
button-less-garment = 多了一些
button-clothes = 回到衣服
button-wardrobe = 示例服装
wardrobe-title = **衣服** · 第 { $from }–{ $to } 件，共 { $total } 件
wardrobe-caption = { $title } · AI 生成
garment-title-denim-jacket = 牛仔外套
garment-title-white-shirt = 白衬衫
garment-title-stripes = 条纹 T 恤
garment-title-red = 红色 T 恤
garment-title-black = 黑色 T 恤
garment-title-green = 绿色 T 恤
garment-title-blue-shirt = 蓝衬衫
garment-title-mustard = 芥末黄 T 恤
garment-title-navy = 藏青 T 恤配牛仔裤
garment-title-summer = 白色 T 恤配短裤
quota-template = 放进图片：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }，{ $minutes } 分钟
quota-tryon = 试穿：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }，{ $minutes } 分钟
mydata-agreements = 借出脸的次数：{ $count }
forget-agreements = { $count ->
       *[other] { $count } 次借脸的同意
    }

# ---- One's own photo as the canvas
portrait-label-edited = AI 编辑 · 任务 { $number }
portrait-alt-edited = AI 编辑的{ $style }风格照片
portrait-enlarged = 照片里的脸像素较少，已经放大，所以看起来更柔和。
portrait-tighter = 你的照片里拍到的范围比你想要的少，所以取景更近。站远一点拍的照片会有帮助。
source-photo = 新光线下的你的照片
source-redrawn = 你的照片，脸用学会的样子重新制作
source-moved = 新光线下的你的照片，换了表情
portrait-mien-weak = 部分图片的表情比要求的弱：再强就会不像你。
source-base = 用学会的脸制作
expression-as-is = 保持原样
expression-smile = 微笑
expression-serious = 严肃
expression-surprised = 惊讶
stage-composing = 正在把照片放进场景，{ $done } / { $total }
error-unknown-scene = 没有名为“{ $name }”的场景。试试 { $closest }。
error-pose-not-here = 这个机器人的基础模型（{ $base }）不能按姿势生成。请去掉 pose=；运营者可以选择带 ControlNet 的 Stable Diffusion。
error-no-pose = 用来取姿势的图片里看不到人。请发一张清楚拍到全身的图片。
pose-prompt = **用谁的姿势？** 请发一张照片，里面一到四个人全身清晰可见。我只读取关节和手指的位置，加密保存，并立即删除照片；不会使用照片里任何人的脸。
pose-read = 姿势已读取，照片已删除。
pose-who = **这个姿势里有 { $count } 个人。谁是谁？** 使用任何人的脸之前都会先征求本人同意。没有人的位置会画成不存在的人。
pose-words = 被你邀请的人在决定之前会看到你写的话。
error-fewer-drawn = 模型多次没能清楚地画出所有人的脸。请再试一次，或换一种风格，或换一个面向镜头的姿势。
portrait-pose-canvas = 姿势用于重新生成的图片，不能和 { $name } 一起用。请去掉其中一个。
argument-choice = { $name } 可以是：{ $choices }。
param-expression = 脸上的表情
param-framing = 画面里露出多少身体
param-shape = 画面的形状，宽比高
param-draw = canvas：把你的照片做成该风格；base：用学会的脸制作

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } 对这里所用的模型不起作用，请去掉它。
param-size = 长边的像素数
param-refine = face：更细致地重做脸部；hires：放大重做整张图
param-photos = no 或 yes：除了学到的脸，也让模型看我的照片
param-pose = 姿势：全身、多人，或照片里的姿势
param-preset = 学习你的脸有多细致：quick、good 或 best
settings-shape = 形状：{ $value }
settings-size = 长边：{ $value }
settings-refine = 细节：{ $value }
settings-preset = 学习脸部：{ $value }
button-shape = 形状
button-size = 尺寸
button-refine = 细节
button-preset = 学习
size-usual = 按风格的设定
size-pixels = { $pixels } 像素
refine-none = 标准
refine-face = 脸部更细致
refine-hires = 全图放大
photos-no = 否
photos-yes = 是
preset-quick = 快速
preset-good = 良好
preset-best = 最好
button-done-quick = 完成，快速学习
button-done-best = 完成，仔细学习
button-finer-face = 脸部更清晰
button-photos-too = 也用我的照片

help-verify = 这张图片是这里做的吗？
what-verify = 查找我的标记
verify-prompt = 把图片或短片发给我并附上 /verify，或者用 /verify 回复它。裁剪过的图或截图也可以。
verify-yours = 在这里制作：你的任务 { $number }，{ $what }。
verify-job = 在这里制作：任务 { $number }，{ $what }。它属于别人；你因为是管理员才能看到。
verify-here = 这是在这里制作的。我不会告诉任何人是谁做的。
verify-alike = 它带有与我同类的机器人的标记，但我找不到对应的任务：任务已被删除或太久远，标记残留太少，或者是另一个机器人做的。
verify-nothing = 我没有找到我的标记。这不能证明什么：大幅修改和小范围裁剪都可能去掉它。
verify-says = 文件本身写明由 AI 制作或编辑。任何人都可以把这写进文件。
stage-verifying = 正在查找标记
# ---- A face that is blocked, and what was refused
help-block = 禁止本机器人使用我的脸
help-strikes = 因内容被拒绝的人
help-pardon = 清除某人被拒绝的记录
help-blocked = 这里被禁止的脸
help-unblock = 把一张脸移出禁止名单
param-number = 被禁止的脸的编号
button-block = 是，禁止我的脸
button-unblock = 重新允许我的脸
block-ask = **要禁止本机器人使用你的脸吗？** 学会的脸和你的照片会被删除；如果是别人教给我的，也不再用它制作任何图片。此后，无论谁发来，只要我在照片、图片或场景里看到你的脸，都会拒绝。为此我保存描述你脸的 128 个数字，加密且不带名字；它们特意在 /forget 之后仍然保留。以后可以用 /block undo 撤销，须用本平台的这个账户。
block-done = **你的脸在这里已被禁止。** 我不再从任何人那里学习它，并拒绝能认出它的图片。侧脸或质量差的照片我可能认错。/block undo 可以撤销。
block-is = 你的脸在这里已被禁止。/block me 会更新为你最新照片里的脸。
block-none = 你在这里没有禁止过脸。如果是用别的账户禁止的，运营者可以撤销。
block-undone = 你的脸又可以使用了。用 /selfies 发自拍，重新开始。
block-nobody-known = 我还不认识你的脸。请先发一张自拍；被接受后再用 /block me。
forget-block = 你的禁止按你的意愿保留：128 个加密的数字，不带名字。/block undo 可以撤销。
photo-blocked = 这个人禁止了本机器人使用其脸。如果就是你，/block undo 可以撤销。
error-blocked-face = 这张图片里有人禁止了本机器人使用其脸，所以我不用它。请发另一张。
blocked-none = 这里没有人禁止自己的脸。
blocked-title = **被禁止的脸：{ $count }**（编号和日期；看不到是谁的）。/unblock 加编号可移除一张。
blocked-unknown = 没有编号为 { $number } 的被禁止的脸；/blocked 会列出它们。
blocked-removed = 被禁止的脸 { $number } 已移出名单。
strikes-pause = 次数太多了：{ $hours } 小时内我不再为你制作图片。
strikes-paused = 因为你多次要求不允许的内容，我暂时不为你制作图片。请在 { $hours } 小时后再试；你已有的都会保留。
strikes-nobody = 今天没有人因内容被拒绝。
strikes-title = **一天之内因内容被拒绝**
strikes-line = { $person }：{ $count }
strikes-line-pause = { $person }：暂停到 { $until } UTC
strikes-no-strikes = { $person } 没有记录。
strikes-pardoned = { $person } 的记录已清除。

# ---- The web app for other devices, private bots, what admins are told
help-web = 打开网页应用：一个用于登录的链接
help-join = 用邀请码加入私人机器人
help-admit = 允许某人使用这个私人机器人
help-expel = 不再允许某人使用这个私人机器人
help-invite = 为一个人生成邀请码
param-browsers = out：退出所有浏览器
private-bot = 这是私人机器人。运营者可以让你加入；你在这里的 ID 是 `{ $name }`。
private-knock = { $person } 想使用这个机器人。
button-admit = 允许
admit-done = { $person } 现在可以使用机器人，并已收到通知。
expel-done = { $person } 不能再使用机器人。数据仍属于本人：/export 和 /forget 仍可使用。
expel-not-in = { $person } 不是通过 /admit 或邀请加入的。ALLOWED_IDS 和管理员在设置中更改。
invitation-off = 邀请已关闭。相应的设置是 INVITATIONS=yes。
invitation-code = 邀请码：`{ $code }`。在 { $days } 天内可让一个人加入：请对方向我发送 `/join { $code }`。
join-in = 你已经可以使用这个机器人。
join-wrong = 邀请码不正确、已过期或已用过。
join-done = 你现在可以使用这个机器人了。发送 /start 查看用法。
web-off = 这里的网页应用没有对其他设备开放。运营者可以更改。
web-here = 你已经在网页应用里了。
web-link =
    { $url }
    此链接让你登录网页应用。只能用一次，{ $minutes } 分钟内有效。请勿转发。
web-out = { $count ->
        [0] 你没有在任何地方登录。
       *[other] 已退出 { $count } 个浏览器。
    }
button-web-out = 全部退出
web-told = 有浏览器登录了你的网页应用：{ $agent }。如果不是你，请将它退出。
alert-no-worker = 现在无法生成图片：“{ $lane }”的工作进程无法启动。用户仍可提交，任务会等待。原因见日志。
alert-disk-low = 磁盘快满了：数据文件夹还剩 { $megabytes } MB。请在占满之前腾出空间。
alert-store-away = 用户文件的存储没有响应。聊天照常进行；照片、任务和图片会等待，不会丢失。请检查它是否在运行；日志里有详情。
# ---- What fields of forms and of commands are called
field-style = 风格
field-count = 张数
field-seed = 种子
field-face = 脸部强度
field-strength = 风格强度
field-expression = 表情
field-framing = 取景
field-shape = 画幅
field-size = 尺寸
field-refine = 细节
field-scene = 场景
field-draw = 制作方式
field-search = 搜索
field-do = 操作
field-act = 操作
field-name = 名称
field-job = 任务
field-language = 语言
field-setting = 设置
field-value = 值
field-reason = 原因
field-person = 用户
field-code = 绑定码
field-picture = 图片
field-minutes = 分钟
field-number = 编号
field-state = 状态
field-text = 文字
field-voice = 声音
field-motion = 动作
field-template = 现成图片
field-background = 背景
field-preset = 学习方式
field-photo = 照片
field-browsers = 浏览器
field-file = 文件

# ---- Asked for in words, copied, shown elsewhere
form-ask = 要改什么？例如：“油画，微笑，2 张”。没提到的保持不变。
form-placeholder = 油画，微笑，2 张
form-nothing = 没明白要改什么。请告诉我风格、表情或张数。
button-copy = 复制
answer-elsewhere = 回复在我们的私信里：{ $url }
answer-not-taken = ⚠️ 没有收到，请再试一次。
bot-about = 发送自拍，获得任意风格的个人肖像。你的脸只属于你。
bot-description = 只需几张自拍，我就能为你制作肖像：任意风格、放进现成图片、换装或开口说话。照片用你自己的密钥加密，只用于你的图片，一条命令即可清除。仅限成年人。
inline-none = 还没有收藏：打开我
showing-consent = 在这里显示你的内容之前，请先在聊天中同意协议。
scene-aurora = 极光
scene-blossom = 樱花
scene-bokeh = 金色光斑
scene-bookshelf = 书架
scene-brick = 砖墙
scene-cafe = 咖啡馆
scene-city = 城市街道
scene-dunes = 沙丘
scene-forest = 森林
scene-mountains = 雪山
scene-neon_street = 霓虹街
scene-office = 办公室
scene-paper = 灰色影棚
scene-park = 草地
scene-sea = 大海
scene-snowfall = 雪景
scene-stage = 舞台
scene-starfield = 星空
scene-sunrise = 晨雾
scene-underwater = 水下
scene-wheat = 麦田

# ---- 用自己的话描述图片
words-too-long = 描述最多 { $most } 个字符，你写了 { $characters } 个。请只写图片里最重要的内容。
words-none = 我读文字，不读表情和符号。请用文字告诉我你想看到什么。
words-not-drawn = 没有更大的模型，我无法呈现{ $words }：在这里我把你自己的照片放进场景。我用上了{ $used }，风格是“{ $style }”。
words-style-only = 没有更大的模型，我无法呈现{ $words }：在这里我把你自己的照片放进场景，风格是“{ $style }”。
words-not-here = 没有更大的模型，我无法呈现{ $words }：在这里我把你自己的照片放进场景。
words-drawn = 我把这些交给模型：{ $words }
words-foreign = 模型只读英文。{ $words }我没能翻译，图片里可能不会出现。
words-quoted = “{ $words }”
more-words = 你的描述：{ $words }
param-prompt = 图片里要有什么，用你自己的话说
param-light = 另一种风格的光线
field-prompt = 用自己的话说
field-light = 光线
field-photos = 也用照片
field-pose = 姿势
light-candlelight = 烛光
light-golden-hour = 黄金时刻
light-blue-hour = 蓝调时刻
light-low-key = 单束硬光
light-split-light = 红与蓝
light-window-light = 柔和的窗光
light-flame = 火光
light-neon = 霓虹
