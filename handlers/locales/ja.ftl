### 日本語

# ---- Pieces
list-or = { $rest }、または { $last }
list-between = { $one }、{ $two }
list-sentences = { $one }{ $two }
list-and = { $rest }、{ $last }
time-left = { $seconds ->
    [0] まもなく
   *[other] { $minutes ->
        [0] 1分以内に
       *[other] あと約{ $minutes }分で
    }
}
finish = { $time }できあがります。

# ---- Start and help
start-new = **こんにちは！** 何枚かの自撮りからあなたの顔を覚え、どんなスタイルの肖像画でも作るボットです。
start-collecting = **おかえりなさい！** 使える自撮りは{ $accepted ->
        [0] まだありません
       *[other] { $accepted }枚あります
    }。続けて送るか、「完了」を押してください。
start-ready = **おかえりなさい！** あなたの顔は覚えています。/portrait { $style } を試すか、下からスタイルを選んでください。
start-training = **おかえりなさい！** まだ顔を学習中です。進み具合は /queue で確認できます。
start-group = **こんにちは！** 顔は個人的なものです。個別チャットで話しかけてください。そこで肖像画を作ります。
help-title = **できること**
help-hint = 自撮りを送り、「完了」を押して、肖像画を頼む。それだけです。
help-start = はじめる、または続きを見る
help-help = できることを表示
help-selfies = 自撮りを送る・追加する
help-alive = 写真が自分のものだと示す
help-train = 自撮りから顔を覚えさせる
help-portrait = スタイルを選んで自分の肖像画を作る
help-styles = スタイルを見る
help-gallery = 完成した自分の画像
help-show = 完成したジョブをもう一度表示
help-again = 前回の肖像画をもう一度作る
help-queue = 待機中・実行中の自分のジョブ
help-cancel = ジョブを中止する
help-me = 自分がどう見えているか
help-mydata = 自分について保存されているもの
help-export = 保存されている自分のデータをすべてダウンロード
help-forget = 自分に関するものをすべて消す
help-receipt = 消去の受領証を確かめる
help-language = 言語を選ぶ
help-privacy = 写真の取り扱いについて
help-settings = 自分の既定の設定
help-quota = 今日あとどれだけ使えるか
help-whoami = ここでの自分のIDを表示
help-report = 画像や問題を報告する
help-paysupport = 支払いの問い合わせ先
help-terms = ここで売られているものと返金
help-stats = このボットの統計
help-ban = 人を利用停止にする
help-allow = 利用停止を解除する
help-pause = 新しいジョブを受け付けない
help-resume = 新しいジョブを再び受け付ける
help-audit = 監査ログの最新の記録
param-style = スタイルの名前
param-count = 画像の枚数（1〜10）
param-limit = 1日の枚数、0〜1000
param-seed = シード：同じ数なら同じ画像
param-face = 顔の重み（0.5〜1.3）
param-strength = スタイルの重み（0〜1）
param-search = 探す言葉
param-job = ジョブの番号
param-language = 言語
param-setting = 設定する項目
param-value = 新しい値
param-reason = 何がおかしいか
param-person = プラットフォーム:ユーザー

# ---- Consent
consent-text = **最初の自撮りの前に。** あなたを描くため、写真を見て顔のモデルを学習します。画像の元になるので、よく写った写真もモデルと一緒に保管します。どちらも、あなたの顔で一年間何も描かれなければ、遅くともその時に消えます。これは生体データです。あなた専用の鍵で暗号化され、その鍵はこのボットの運営者が持つマスターキーで保護されます。あなたが頼んだ画像のためだけに使われ、ほかの誰にも見せず、いつでも /forget で消せます。私が作る画像にはすべてAI生成の印が付きます。同意しますか。写真に写っているのはあなた本人で、18歳以上ですか。
consent-text-photos = 先ほど送られた写真{ $waiting ->
       *[other] { $waiting }枚
    }は、お返事があるまで開かずに保管します。
consent-short = 続けるにはお返事が必要です。写真の扱いに同意しますか。写真はあなた本人で、18歳以上ですか。
button-read-again = もう一度読む
button-agree = 同意します。本人で、18歳以上です
button-disagree = 同意しません
button-privacy = くわしく読む
consent-given = ありがとうございます！では自撮りを送ってください。5枚以上、1枚ずつでもアルバムでもかまいません。
consent-refused = わかりました。写真は1枚も残していません。気が変わったら /start を送ってください。
consent-withdraw = **すべて消しますか。** あなたの写真、またはそこから作られたものがまだ残っています。同意がなければ、覚えた顔、すべての画像、ジョブ、設定も含めて消す必要があります。元に戻せません。「はい」を押すまでは、そのまま残ります。
consent-changed = 同意いただいた後に文面が変わったため、もう一度うかがいます。

# ---- Selfies
selfies-ask = **自撮りを送ってください**。1枚ずつでもアルバムでもかまいません。5枚以上あるとずっと似ます。光や角度を変え、あなただけが写り、顔がはっきり見え、サングラスなしの写真をお願いします。
selfies-ask-more = **自撮りをもっと送ってください**。すでにある{ $accepted ->
       *[other] { $accepted }枚
    }と合わせて顔を学習し直します。その間も肖像画は作れます。
selfies-status = **自撮り：{ $accepted ->
        [0] 使えるものはまだありません
       *[other] 使えるもの{ $accepted }枚
    }**
selfies-looking = { $waiting ->
       *[other] 写真{ $waiting }枚を確認しています…
    }
selfies-line-good = { $number }. ✓ 良好
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … 確認中
selfies-earlier = … ほかに、それ以前の写真{ $count ->
       *[other] { $count }枚
    }
selfies-few = { $accepted ->
       *[other] { $accepted }枚あれば始められます
    }が、{ $recommended }枚以上あるとはっきり良く似ます。
selfies-enough = 良く似るのに十分な枚数です。「完了」を押すか、さらに送ってください。
selfies-none = まず、顔がはっきり写った写真を送ってください。
selfies-full = 写真を{ $most }枚確認しました。1人分はここまでです。進むには「完了」を、最初からやり直すには /forget を使ってください。
selfies-understood = { $looks }に見えます。違っていたら、ボタンで訂正してください。
selfies-two-people = 写真には二人の人が同じ枚数ずつ写っています。あなたはどちらですか。
button-this-is-me = 写真 { $number } が私
selfies-under-age = 18歳未満に見える写真が多すぎます。大人の肖像画しか作らないため、この顔は学習できません。成人の方なら、もっと新しい写真を送ってください。
alive-ask = **ご本人だと示してください。** { $minutes }分以内に、顔の動画（ビデオメッセージも可）か、手順ごとに1枚の写真を、この順番で送ってください。
alive-side = 顔を横に向ける
alive-up = 顔を上に向ける
alive-mouth = 口を大きく開ける
alive-eyes = 両目を少しの間閉じる
alive-next = はい、次の手順をどうぞ。その後の残りは{ $left }です。
alive-late = 時間が切れました。新しい手順を受け取ってください。
alive-enough = 今日はもう{ $most }回試しました。明日、別の動きでもう一度試せます。
alive-needed = この顔を学習する前に、ご本人か確かめます。動画か写真で、いくつかの動作を見せてください。
alive-done = ありがとうございます、ご本人です。送られたものは削除しました。
alive-no-unreadable = 読み取れません。顔の動画か写真を送ってください。
alive-no-face = 顔が見えない部分があります。明るい所でもう一度お試しください。
alive-no-person = 写真の人とは別の人に見えます。
alive-no-code = お願いした動作や順番と違います。一つずつはっきり行い、間は正面を向いてください。
button-alive = 本人だと示す
selfies-training = ちょうど今、顔を学習しています。終わってからさらに写真を送るか、/cancel で中止してください。
selfies-not-looked = この写真を確認できませんでした。もう一度送ってください。
selfies-not-set-up = このボットはまだ設定が終わっていないため、写真を確認できません。運営者には知らせてあります。後でもう一度お試しください。
button-done = 完了、顔を覚えて
button-correct = 情報を訂正する
looks-man-young = 若い男性
looks-man-adult = 男性
looks-man-mature = 40歳以上の男性
looks-woman-young = 若い女性
looks-woman-adult = 女性
looks-woman-mature = 40歳以上の女性
looks-age = { $age }歳くらい
looks-full = **{ $who }**、{ $age }
me-none = あなたの顔についてはまだ何も知りません。まず自撮りを送ってください。
me-looks = { $looks }に見えます。
me-corrected = ありがとうございます。これからは **{ $who }** として扱います。
me-retrain = 「完了」を押すと、これを踏まえて顔を学習し直します。
me-photos = { $accepted ->
        [0] 使える写真はまだありません。
       *[other] 写真{ $accepted }枚からの判断です。
    }
button-man = 男性
button-woman = 女性
button-young = 若い大人
button-adult = 大人
button-mature = 40歳以上

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = これは画像ではありません。JPEG、PNG、WebP、HEIC の写真を送ってください。
photo-unknown-format = この形式の画像は読み込めません。JPEG、PNG、WebP、HEIC で送ってください。
photo-broken = 画像が壊れて届きました。できればファイルとして、もう一度送ってください。
photo-too-many-pixels = この画像は画素数が多すぎます。ふつうのスマホの写真を送ってください。
photo-too-large = このファイルは大きすぎて受け取れません。ファイルではなく写真として送ってください。
photo-sticker = スタンプではあなたの顔が分かりません。顔写真を送ってください。
photo-animated = これは動く画像です。普通の写真を送ってください。
photo-no-face = 顔が見つかりません。明るい場所で、何も遮らずにカメラを向いてください。
photo-several-faces = 2人以上写っています。あなただけの写真を送るか、切り抜いてください。
photo-face-too-small = 顔が小さすぎます。もっと近づくか、写真を切り抜いてください。
photo-blurred = 写真がぼやけています。動かさずに、レンズを拭いてもう一度試してください。
photo-bad-light = 光が暗すぎるか強すぎます。窓に向かって撮ってみてください。
photo-turned-away = 顔が横を向きすぎています。もう少しカメラの方を見てください。
photo-eyes-closed = 目を閉じています。目を開けてもう一度試してください。
photo-covered = 何かが顔を隠しています。サングラスやマスク、手をどけて、もう一度試してください。
photo-drawn = これは絵かコンピューターで作った画像に見えます。カメラで撮ったあなたの写真が必要です。
photo-rephotographed = 画面や印刷物を撮った写真に見えます。もとの写真を送るか、新しく撮ってください。
photo-forwarded = この写真は転送されたものです。顔は、ご自身が送った写真からだけ学習します。あなたが写っているなら、保存して送り直してください。
photo-duplicate = この写真か、ほぼ同じ写真がもうあります。別の写真を送ってください。
photo-other-person = ほかの写真とは別の人のようです。同じ人の写真だけを送ってください。
photo-under-age = この人は18歳未満に見えます。大人の肖像画しか作りません。見まちがえることもあります。ご本人なら、もっと新しい写真を1、2枚送ってください（まとめて判断します）。または /report でこのボットの運営者に伝えてください。
photo-nudity = 裸の写真は受け付けません。服を着た写真を送ってください。顔と肩が写ったものが最適です。

# ---- Training
train-no-photos = まず使える自撮りが少なくとも1枚必要です。顔の写真を送ってください。
train-still-looking = 少しお待ちください。写真{ $waiting ->
       *[other] { $waiting }枚
    }をまだ確認しています。終わったらもう一度「完了」を押してください。
train-already = すでに顔を学習中です。進み具合は /queue で確認できます。
train-nothing-new = これらの写真からはもう顔を覚えています。さらに良くするには自撮りを追加するか、肖像画を頼んでください。
train-queued = ありがとうございます！写真{ $photos ->
       *[other] { $photos }枚
    }から顔を覚えます。
train-done = **顔を覚えました。** 所要時間は{ $minutes ->
        [0] 1分足らず
       *[other] 約{ $minutes }分
    }、使った写真は{ $photos ->
       *[other] { $photos }枚
    }です。最初にどの肖像画を作りましょうか。
train-understood = **{ $who }** に見えます。訂正は /me でできます。
instant-ready = **もうあなたの肖像画を作れます**。写真だけをもとにします。顔を学習し終えると、もっと似てきます。
button-again-train = もう一度試す
button-relearn = 顔を学習し直す

# ---- Portraits
portrait-before-training = まだあなたの顔を知りません。まず自撮りを何枚か送り、「完了」を押してください。
portrait-not-trained = 使える自撮りが{ $accepted ->
       *[other] { $accepted }枚
    }ありますが、まだ学習していません。「完了」を押してから、もう一度頼んでください。
portrait-training = まだ顔を学習中です。終わったとお知らせしてから、もう一度頼んでください。進み具合は /queue で確認できます。
portrait-scene-picture = 送られた画像を背景にしました。顔を学習するための自撮りなら、文字を付けずにもう一度送ってください。
portrait-which = どのスタイルにしますか。
portrait-unknown-style = 「{ $name }」というスタイルはありません。{ $closest } のことですか。
portrait-unknown-style-none = 「{ $name }」というスタイルはありません。/styles ですべて見られます。
portrait-done = **{ $style }**：{ $best }
portrait-likeness = 類似度 { $percent } %
portrait-unlike = 類似度 { $percent } %（十分ではありません）
portrait-from-photos = 写真だけをもとに作りました。顔を学習すると、もっと似ます。
portrait-before = 写真だけでは類似度 { $percent } %でした。
portrait-outdated = あなたの顔は、モデルの以前の版で覚えたものです。学習し直すともっと似ます。
portrait-best-unlike = 十分に似たものがありません。「もっと似せる」を試すか、自撮りを追加してください。
portrait-unclean = これらの写真からは、きれいに切り抜けませんでした。無地の壁の前で撮った写真なら、より良い画像になります。
portrait-withheld = { $count ->
       *[other] 裸が含まれていたため、{ $count }枚は表示していません。
    }
more-seeds = シード：{ $seeds }
portrait-label = AI生成 · ジョブ { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = { $style } スタイルのAI生成肖像画
portrait-few-photos = 顔は写真{ $photos ->
       *[other] { $photos }枚
    }だけで覚えています。{ $recommended }枚以上あるとはっきり良く似ます。/selfies で追加できます。
button-again = もう一度
button-like = 一番良いものに似せる
button-restyle = 別のスタイル
button-closer = もっと似せる
button-bolder = もっとスタイルを
button-delete = 削除
button-report = 報告
button-more = その他…
button-back = 戻る
button-cancel = 中止
button-files = ファイルで
button-styles = スタイル
button-portrait = { $style } で作る
button-selfies = 自撮りを追加
at-limit-face = 顔の重みはもう上限です。自撮りを追加する方が効果的です：/selfies
at-limit-style = スタイルの重みはもう上限です。別のものを試してください：/styles

# ---- Styles
styles-title = **スタイル** · { $from }–{ $to } / { $total }
styles-found = 「{ $search }」を含む**スタイル** · { $from }–{ $to } / { $total }
styles-line = `{ $name }` **{ $title }**
styles-none = 「{ $search }」に合うスタイルはありません。一覧はこちらです。
styles-nothing = このボットにはスタイルが入っていません。運営者に知らせてください。

# ---- Jobs: queue, progress, cancel
queue-empty = 待機中・実行中のものはありません。/portrait で肖像画を作れます。
queue-title = **あなたのジョブ**
queue-line = { $number }. { $what }：{ $state }
what-enrol = 顔の学習
what-instant = 写真から顔を知る
what-portrait = 肖像画、{ $style }
what-inspect = 写真の確認
what-alive = ご本人かの確認
what-other = ジョブ
what-stickers = スタンプ
what-inspect-garment = 服の確認
what-tryon = 服の試着
state-queued = { $position ->
        [1] 次の番です
       *[other] 待機中、{ $position }番目
    }
state-running = 実行中
progress-queued = { $what } · { $position ->
        [1] 次の番です
       *[other] 待ち順 { $position } / { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = 準備中
stage-loading = モデルを読み込み中
stage-preparing = 写真を準備中
stage-training = { $total }ステップ中{ $done }
stage-aside = 画像を作成する間、{ $total }ステップ中{ $done }で一時停止
stage-drawing = 画像を作成中、{ $total }ステップ中{ $done }
stage-cutting = 切り抜き中 { $done } / { $total }
stage-finishing = 仕上げ中、{ $total }中{ $done }
stage-other = 作業中、{ $total }中{ $done }
cancel-none = 待機中・実行中のものはありません。
cancel-which = どれを中止しますか。
cancel-unknown = あなたのジョブ { $number } は見つかりません。/queue でジョブを確認できます。
cancel-finished = ジョブ { $number } はもう終わっています。/show { $number } でもう一度表示できます。
cancel-done = ジョブ { $number } を中止しました。利用枠は減りません。
cancel-by-operator = ボットの運営者がジョブ { $number } を止めました。利用枠は減りません。
cancel-asked = ジョブ { $number } を中止しています…

# ---- Gallery
gallery-empty = まだ画像がありません。/portrait で最初の1枚を作れます。
gallery-title = **あなたの肖像画** · { $from }–{ $to } / { $total }
gallery-line = { $number }. **{ $style }**、{ $count ->
       *[other] { $count }枚
    }、最高の類似度 { $percent } %
gallery-line-edited = { $number }. **{ $style }**、{ $count ->
       *[other] { $count }枚
    }
gallery-show = { $number } を表示
show-unknown = あなたのジョブ { $number } は見つかりません。/gallery で画像を見られます。
show-unfinished = ジョブ { $number } には表示できる画像がありません。実行中のものは /queue で確認できます。
show-gone = ジョブ { $number } の画像はもう保存されていません。「もう一度」で作り直せます。
again-none = もう一度作れるものがまだありません。/portrait で最初の1枚を作れます。
delete-ask = ジョブ { $number } の画像を完全に削除しますか。
delete-ask-more = それらから作ったもの（話す肖像画など）も削除されます。
delete-done-more = それらから作ったものも削除しました。
delete-done = ジョブ { $number } の画像を削除しました。
button-delete-yes = はい、削除する
button-no = いいえ
files-text = { $style } · シード { $seed }

# ---- Settings and language
settings-title = **既定の設定**
settings-pictures = 毎回の枚数：{ $count }
settings-style = 既定のスタイル：{ $style }
settings-style-ask = 毎回たずねる
settings-language = 言語：{ $language }
settings-saved = 保存しました。
settings-unknown = 「{ $name }」という設定はありません。設定できるのは { $known } です。
settings-style-none = 指定なし
button-pictures = { $count }
button-language = 言語
language-ask = どの言語で話しましょうか。
language-set = これからは日本語で話します。
language-unknown = 「{ $name }」はまだ話せません。話せるのは { $known } です。
language-name = 日本語

# ---- Quota
quota-text = 過去24時間に計算時間を{ $total }分中{ $used }分使いました。肖像画1枚は約{ $portrait }秒、顔の学習は約{ $training }分かかります。
quota-jobs = 待機中または実行中：{ $most }件中{ $queued }件。
quota-spent = 今日の計算時間を使い切りました。{ $hours ->
       *[other] { $hours }時間後
    }にもう一度試してください。残りは /quota で確認できます。
quota-queue = すでに{ $most }件のジョブが待っています。1つ終わるのを待つか、/cancel で1つ中止してください。
button-stars = 今すぐ作る（{ $stars } ⭐）
stars-title = 肖像画：{ $count }枚
stars-text = 今日の計算時間を使い切っていても、今すぐ作ります。作れなかったときはスターをお返しします。
stars-gone = この申し出は無効になりました。もう一度肖像画を頼んでください。
stars-back = { $stars } ⭐ をお返しします。支払われたものを作れませんでした。
stars-support = 支払いについての質問は /report で書いてください。ボットの運営者が読みます。支払われて作られなかったものは自動で返金されます。
stars-terms = **ここで売られているもの。** その日の無料の計算時間を超える肖像画は、1枚 { $stars } ⭐ です。ほかと同じルールですぐに作ります。作れなかったとき、止められたとき、表示されなかったときは、スターが自動で戻ります。そのほかは /paysupport へ。
paused = 保守のため少し休んでおり、新しいジョブは受け付けていません。後でもう一度試してください。データは失われません。

# ---- Privacy
privacy-text = **あなたの写真、あなたの顔、あなたのルール。** 写真、顔のモデル、画像は、あなた専用の鍵で暗号化されます。位置情報などの隠れたデータはどの写真からも取り除きます。ほかの誰もあなたの顔を使えず、あなたの写真はあなた自身のモデルの学習だけに使います。ご利用のチャットサービスを除けば、写真を持つのはこのボットの運営者だけです。画像にはすべてAI生成の印が付きます。作るのは大人の肖像画だけで、裸は見せません。あなたを入れる画像に写ったほかの人の顔は、見つけて置き換えるだけです。本人がここで禁止した顔とだけ比べ、覚えたり保存したりしません。そのような画像は最後に使ってから約1時間で消します。ほかの人を画像に入れるのは本人が同意した後だけで、その1枚に限ります。/mydata で保存内容を確認し、/export で受け取り、/forget で鍵を壊して消せます。
mydata-title = **あなたについて保存されているもの**
mydata-consent = 同意：版 { $version }、{ $date } に同意。
mydata-no-consent = 同意：なし。
mydata-faces = 覚えた顔：{ $count }
mydata-selfies = 自撮り：{ $count }
mydata-pictures = 作った画像：{ $count }
mydata-files = ファイル：{ $count }、合計 { $megabytes } MB
mydata-jobs = ジョブ：{ $count }
mydata-language = 言語：{ $language }
mydata-next = /export ですべて受け取り、/forget で消せます。
export-ready = あなたについて保存されているものすべてを1つにまとめました。写真が入っているので、大切に保管してください。
export-parts = あなたについて保存しているもののすべてです。一つには大きすぎるため、{ $count } 個のアーカイブに分けました。それぞれ単独で開けます。`about.json` は最初のものにあります。.001 で終わるファイルの残りは続くアーカイブにあり、順につなげると元のファイルになります。写真が入っているので大切に保管してください。
export-part = アーカイブ { $number } / { $count }。
export-impossible = このボットはデータの書き出しなしで設定されています。運営者に聞いてください。
forget-ask = **すべて消しますか。** 写真、覚えた顔、すべての画像、ジョブ、設定が対象です。元に戻せません。
button-forget = はい、すべて消す
forget-done = **すべて消しました。** 消したもの：{ $parts }。鍵を破棄したので、どの複製ももう開けません。お送りした画像はこのチャットからも消えます。さようなら！/start でまた始められます。
forget-yours = あなたが送ったものは、ご自身で消すまでこのチャットに残ります。
forget-receipt = あとで確かめたいときのために、この受領証を保管してください：**{ $code }**。/receipt にこのコードを付けると、アカウントが消去済みかどうかが分かります。誰のものかは含まれません。
receipt-erased = この受領証のアカウントは{ $date }に消去され、ここには何も保存されていません。
receipt-unknown = このコードの受領証はありません。文字を確かめてください。
forget-day = 今日使った分は、名前を含まないコードで明日まで数えられます。
pictures-gone = これらの画像は削除されました。
message-gone = このメッセージは削除されました。書かれていた人の記録はもうありません。
forget-selfies = { $count ->
       *[other] 自撮り{ $count }枚
    }
forget-faces = { $count ->
       *[other] 覚えた顔{ $count }つ
    }
forget-pictures = { $count ->
       *[other] 画像{ $count }枚
    }
forget-jobs = { $count ->
       *[other] ジョブ{ $count }件
    }
forget-account = アカウントと設定
forget-kept = 何も変更していません。
report-ask = どこに問題がありますか？そのまま書いてください。このボットの運営者が、画像と一緒に読みます。
report-thanks = ありがとうございます。報告はボットの運営者に届きました。
report-where = このグループの画像を報告するには、その画像に /report と返信してください。それ以外の報告は私との個別チャットで受け付けます。
report-why = どこに問題がありますか？このボットの運営者が画像とあなたの回答を見ます。
report-reason-not-me = 私ではない
report-reason-offensive = 不快な内容
report-reason-minor = 18歳未満の人が写っている
report-reason-other = その他
report-undo = 報告を取り消す
report-undone = 報告を取り消しました。
report-settled = この報告はすでに対応が決まっています。
report-gone = この報告はもうありません。
report-limit = 今日はもう{ $most }件の報告を送りました。ボットの運営者に届いています。続きは明日送れます。
report-taken-back = 報告 { $number } は取り消されました。
report-dismiss = 却下
report-ban = 利用停止
report-dismissed = 報告 { $number } を却下しました。

# ---- Admin
whoami = ここでのあなたのIDは `{ $name }` です。運営者がこれを ADMIN_IDS に加えると管理者になれます。
whoami-admin = ここでのあなたのIDは `{ $name }` で、管理者です。
alert-model-missing = モデルがないためジョブが失敗しました：{ $component }。`{ $how }` で入手してください。利用者には設定中と伝えています。
alert-model-damaged = モデルが壊れているためジョブが失敗しました：{ $component }。`{ $how }` で修復してください。
admin-stats = **統計**
admin-stats-people = 人数：{ $people }
admin-stats-jobs = ジョブ：待機 { $queued }、実行中 { $running }、完了 { $done }、失敗 { $failed }
admin-stats-paused = 新しいジョブ：{ $paused ->
        [yes] 停止中
       *[no] 受付中
    }
admin-unknown-person = 「{ $person }」は見つかりません。`telegram:12345` のようなIDが必要です。本人は /whoami で確認できます。
admin-not-yourself = 自分自身やほかの管理者を利用停止にはできません。
admin-banned = { $person } を利用停止にしました。待機中のジョブ：{ $count }件を中止。
admin-allowed = { $person } は再びボットを使えます。
admin-paused = 停止中：新しいジョブは受け付けません。/resume で再開します。
admin-resumed = 新しいジョブを再び受け付けます。
help-jobs = 全員の待機中と実行中のジョブを見て、止める
jobs-title = **待機中と実行中**
jobs-line = { $number }. { $kind }: { $state ->
        [running] 実行中
       *[queued] 待機中
    }
jobs-stopped = ジョブ { $number } を止め、本人に知らせました。
jobs-stopped-of = { $person } のジョブを止めました：{ $count }件。
jobs-none = 待機中も実行中もありません。
jobs-unknown = このジョブはもう終わったか、その番号のものはありません。
button-stop-job = 停止
admin-audit-title = **監査ログ、新しい順**
admin-audit-empty = 監査ログは空です。

# ---- Answers to what does not fit
banned = このボットはもう使えません。間違いだと思う場合は、運営者に連絡してください。
flood = もう少しゆっくりお願いします。{ $seconds ->
       *[other] { $seconds }秒後
    }にもう一度試してください。
private-only = 顔は個人的なものです。私との個別チャットで試してください。
anonymous-admin = グループの名前で書かれているため、どなたの顔のことか分かりません。「匿名」を一時的にオフにするか、個別チャットで話しかけてください。
result-not-allowed = このチャットでは文章は書けますが、画像やファイルは送れません。管理者が許可できます。個別チャットならいつでもお送りできます。
unknown-command = /{ $name } というコマンドはありません。{ $closest } のことですか。
unknown-command-none = /{ $name } というコマンドはありません。/help でできることを見られます。
unknown-button = このボタンはもう使えません。/start を送って続けてください。
edited-instead = メッセージが変更されたので、今の内容で作ります。
said-most = 一度に作れるのは { $most } 枚までです。
said-caption-later = この写真はまず自撮りとして使います。顔を覚えたら、もう一度「{ $style }」と言ってください。
said-new = まず自撮りを送るか、/help でできることを見てください。
said-collecting = 自撮りを集めています。写真を送るか、「完了」を押してください。
said-ready = うまく理解できませんでした。「サイバーパンク、笑顔で」のように好きな言葉でスタイルを教えるか、下から選んでください。
said-offer = この中のどれかですか？
said-thanks = どういたしまして！もう1枚作りますか？
said-unused = 次の言葉は使えませんでした：{ $words }
argument-missing = { $name } も必要です。コマンドの後に付けてください。
argument-not-a-number = { $name } は数で書いてください（「{ $value }」は数ではありません）。
argument-out-of-range = { $name } は { $least } から { $most } までです。
argument-too-small = { $name } は { $least } 以上です。

# ---- Errors of the engine: what happened and what to do next
error-engine = こちらで問題が起きました。利用枠は減りません。もう一度試してください。
error-bad-photo = 使えない写真があります。{ $sentence }
error-not-enough-photos = 使える写真が{ $needed ->
       *[other] 少なくとも{ $needed }枚
    }必要ですが、今は{ $usable }枚です。自撮りをもっと送ってください。
error-unknown-style = 「{ $name }」というスタイルはもうありません。/styles ですべて見られます。
error-no-identity = まだあなたの顔を知りません。まず自撮りを送り、「完了」を押してください。
error-under-age = 写真の人は18歳未満に見えます。大人の肖像画しか作りません。ご本人なら、もっと新しい写真を送ってください。
error-child-in-picture = この画像には子供がいるかもしれないため、人を入れたり、話させたりはしません。別の画像にしてください。
error-portrait-covered = この画像では、マスクや手などで口が隠れているため、話させることができません。顔が隠れていない画像にしてください。
error-unsafe-picture = 裸が含まれていたため、画像を表示していません。別のスタイルを試すか、「もう一度」を押してください。
error-content-refused = { $category ->
    [sexual] 実在の人についての性的な内容は、見せることも話すこともしません。別の言葉にするか、ほかのものを頼んでください。
    [minors] 子供や10代の人をこのような画像に入れたり、誰かを子供にしたりはしません。ほかのものを頼んでください。
    [violence] 人への暴力や脅しは、見せることも話すこともしません。ほかのものを頼んでください。
    [figures] 誰かを有名人にしたり、有名人だと名乗らせたりはしません。名前を外してください。
    [hate] 人への憎しみや侮辱は、見せることも話すこともしません。別の言葉にしてください。
    [documents] 偽造の書類や別人名義の書類のための写真は作りません。ほかのものを頼んでください。
   *[operator] このボットの運営者は、この言葉を認めていません。別の言葉にしてください。
}
error-weight-missing = このボットはまだ設定が終わっていません。モデル（{ $component }）がありません。運営者には伝えてあり、`{ $how }` でダウンロードできます。
error-weight-corrupt = このボットのモデルが壊れています（{ $component }）。運営者は `{ $how }` で修復できます。
error-source-unreachable = モデル（{ $component }）を今はダウンロードできません。後でもう一度試してください。
error-out-of-memory = メモリが足りなくなりました。一度の枚数を減らすか、後でもう一度試してください。
error-base-too-large = このボットの基本モデル（{ $name }）はこのマシンに収まりません。グラフィックカードもメモリも足りません。運営者は ENGINE_BASE で別のモデルを選べます。詳しくは `python -m bot doctor` で確認できます。
error-needs-cuda = このボットの基本モデル（{ $name }）は CUDA か ROCm のグラフィックカードでしか動かず、このマシンにはありません。運営者は ENGINE_BASE で別のモデルを選べます。
error-device-lost = グラフィックカードが三回続けて応答しなくなりました。利用枠は減りません。後でもう一度試してください。
error-not-a-number = モデルの計算が破綻し、画像を作れませんでした。利用枠は減りません。別のスタイルか、より小さい重みを試してください。運営者は `python -m bot weights verify` でファイルを確認できます。
error-disk-full = ディスクがいっぱいで、結果を保存できませんでした。何も失われていません。後でもう一度試してください。
error-files-unreachable = 画像の保管先が今応答しないため、保存できませんでした。何も失われていません。後でもう一度試してください。
files-wait = 少しお待ちください。画像を保管する場所が今応答していません。何も失われていません。応答があり次第、続きを行います。
files-too-many = 一度に受け取れる量を超えています。残りは十分後に送ってください。
error-cancelled = ご希望どおり中止しました。利用枠は減りません。
error-worker-died = このジョブは何度か失敗しました。利用枠は減りません。もう一度試してください。
error-laid-aside = 学習は画像のために中断され、再開されませんでした。利用枠は減りません。もう一度試してください。

# ---- Forms
button-tune = 変更してもう一度…
menu-talk = 話させる
file-parts = このファイルは Discord の上限を超えているため、{ $count } 個に分けて送ります。同じフォルダーに保存し、7-Zip などのソフトで { $name } を開くと残りが結合されます。
form-selfies = 自撮り写真
form-photos = 自撮りを10枚まで
form-photos-hint = あなただけ、顔がはっきり、光や角度はいろいろ。
form-agree = 同意します。本人で、18歳以上です
form-agree-hint = 同意がなければ写真は開きません。

portrait-style-elsewhere = スタイル「{ $name }」には、このボットより大きなモデルが必要です。ここではたとえば { $closest } が使えます。/styles ですべて見られます。
button-apart = { $count }枚すべて
stickers-none = スタンプはお気に入りの画像から作りますが、お気に入りがまだありません。ギャラリーで印を付けてから、もう一度 /stickers をお試しください。
stickers-nothing-new = お気に入りはすべてスタンプになっています。別の画像に印を付けるか、スタンプを消して作り直してください。
stickers-full = スタンプセットは { $most } 個までで、もういっぱいです。消してから新しく作ってください。
stickers-act = お気に入りからスタンプを作るか、今あるスタンプを消せます。
stickers-done = スタンプを { $count } 個作りました。AI 生成です。
stickers-skipped = 人物が見つからず除いた画像：{ $count } 枚。
stickers-nobody = これらの画像に人物が見つからず、切り抜けませんでした。肖像画をお気に入りにして、もう一度 /stickers をお試しください。
stickers-title = わたしの肖像画
stickers-delete-ask = スタンプを消しますか。追加済みの場所からも消えます。
stickers-deleted = スタンプを消しました。
button-stickers-delete = スタンプを消す
apart-text = ジョブ { $number }：画像を1枚ずつ。
apart-unsure = 画像の送信中に中断されました。足りないものがあれば、ボタンをもう一度押してください。
result-too-large = このファイルは { $megabytes } MB で、ここで送れるのは { $most } MB までです。このボットの運営者に頼んでください。
styles-others = ほかに{ $count }件は、このボットより大きなモデルが必要です。
styles-alt = スタイル「{ $title }」の見本（AI 生成）
stage-instant = 写真から最初の1枚を用意、学習は続きます
stage-trying = 顔とスタイルの重みを試しています

# ---- Talking portraits
help-talk = 自分の肖像画に話してもらう
param-text = 話してもらう言葉
param-voice = 声の名前（例：ja-anna）
param-motion = 頭の動かし方（1〜46）
talk-prompt = 何を話しましょうか。文字で書くか、{ $seconds }秒までの音声メッセージ、音声、動画を送ってください。選ばなければ、あなたの言語の声を使います。
talk-which = どの肖像画に話してもらいますか。
talk-portrait = ジョブ { $number }、画像 { $rank } · { $style }
talk-no-portrait = 話せる肖像画がまだありません。まず1枚作ってから、音声メッセージをもう一度送ってください。
talk-portrait-gone = その肖像画はもうありません。/portrait で新しく作れます。
talk-not-heard = 録音をダウンロードできませんでした。もう一度送ってください。
talk-file-too-large = このファイルは大きすぎます。もっと短い録音か、映像のない音声を送ってください。
talk-text-too-long = 1本の動画で話すには長すぎます：{ $characters }文字で、上限は{ $most }文字です。短くするか、2本に分けてください。
talk-done = **あなたの話す肖像画**（{ $seconds }秒）
talk-voice = 声：{ $voice }
talk-label = AI生成 · ジョブ { $number }
talk-gif = 冒頭をGIFにしました。AI生成です。
talk-delete-ask = ジョブ { $number } の動画を削除しますか。
talk-delete-done = ジョブ { $number } の動画を削除しました。
button-talk = 話してもらう
button-voices = 声
button-motion = 動き
button-listen = 聞く
button-note = ビデオメッセージ
button-finer = より精細に（低速）
button-gif = GIFで
voice-which = どの声にしますか。選んだ声は次からも使います。
voice-title = { $title }（{ $language }、{ $kind ->
        [natural] 自然な声
        [online] 自然な声・オンライン：文字は Microsoft に送られます
       *[robot] 機械の声
    }）
voice-chosen = これからは { $voice } を使います。
voice-gone = 「{ $name }」という声はもうありません。声のメニューで今あるものを見られます。
voice-none = このボットには声が用意されていません。
voice-soon = まもなく { $voice } が話します…
voice-heard = このように聞こえます。AI生成です。
voice-sample = こんにちは！あなたの肖像画がお友だちに話すと、こんな声になります。
motion-which = 頭をどう動かしますか。選んだ動きは次からも使います。
motion-still = 動かさない
motion-style = 動き { $number }
motion-chosen = これからは：{ $motion }
what-talk = 話す肖像画
what-speak = 試し聞き用の声
stage-looking = 肖像画を確認中
stage-speaking = 声を準備中
stage-animating = 顔を動かしています、{ $total }コマ中{ $done }
stage-enhancing = より精細な画像を準備中
sound-broken = この録音は読み取れません。音声メッセージ、MP3、WAV、MP4 のどれかで送ってください。
sound-no-audio = このファイルには音がありません。音声メッセージか、音のある動画を送ってください。
sound-too-long = { $seconds }秒ありますが、1本の動画は{ $most }秒までです。もっと短い録音を送ってください。
sound-too-short = 短すぎます。少なくとも一言は話してください。
sound-silent = この録音からは何も聞こえません。マイクを確認して、もう一度話してください。
sound-no-speech = 話し声が聞こえません。音楽か雑音だけかもしれません。誰かが話している録音を送ってください。
text-empty = この文には読み上げられるものがありません。言葉を書いてください。
text-too-long = この文は1本の動画には長すぎます。上限は{ $most }文字です。
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = 「{ $name }」という声はありません。次のどれかを試してください：{ $closest }
error-voice-unreachable = オンラインの声が応答しません。ネットワークなしで使える声を選ぶか、後でもう一度試してください。
error-style-not-here = スタイル「{ $name }」は、このボットの今のモデルでは使えません。/styles から選んでください。運営者は `{ $how }` で追加できます。
error-bad-adapter = このスタイルのファイルは壊れているか、別のモデル用です。別のスタイルを選んでください。運営者は `python -m bot styles` で理由を確認できます。
error-bad-base = このボットの基本モデル（{ $name }）の記述が正しくありません。運営者は `python -m bot doctor` で理由を確認できます。
error-other-base = 今は別のモデルを使っており、あなたの顔は前のモデルで覚えたものです。/selfies を送り、「完了」を押すと学習し直します。
error-unfit-portrait = この画像には話してもらえません。別の肖像画を試してください。
error-portrait-without-face = この画像には顔がないため、話せません。別の肖像画を試してください。
error-portrait-face-too-small = この画像の顔は小さすぎて話せません。もっと大きく写ったものを試すか、画像を切り抜いてください。
error-portrait-turned-away = この画像の頭は横を向きすぎて話せません。もっと正面を向いた肖像画を試してください。

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = お気に入りの画像
help-stickers = お気に入りをスタンプにする
help-presets = 保存したプリセット
help-link = 別のプラットフォームで同じアカウントを使う
help-post = このグループに自分の完成画像を見せる
help-reports = 報告された内容
help-setquota = 人の1日の計算時間を決める
help-adult = ある人が成人だと確認する
help-setstyle = スタイルを無効・有効にする
help-broadcast = お知らせを希望する全員に送る
help-limit = このグループで1日に見せられる画像の数
param-do = use、save、delete：使う、保存、削除
param-act = make（作る）または delete（消す）
param-name = プリセットの名前
param-code = 別のプラットフォームで出た連携コード、または招待コード
param-receipt = 受領証のコード
param-picture = ジョブの何枚目の画像か
param-minutes = 1日の分数。なしなら共通の上限
param-state = on または off：有効・無効
button-favourite = お気に入り
button-favourites = お気に入り一覧
button-gallery = 自分の画像
favourites-empty = お気に入りはまだありません。肖像画の下の「お気に入り」を押すと、削除するまで保存されます。
favourites-title = **お気に入り** · { $from }–{ $to } / { $total }
favourites-caption = ジョブ { $number }、画像 { $rank } · { $style }
favourites-which = ジョブ { $number } のどの画像にしますか。印のあるものをもう一度押すと外れます。
favourites-pick = 画像 { $rank }
favourites-added = ★ ジョブ { $number } の画像 { $rank } をお気に入りにしました。削除するまで残ります。
favourites-removed = ジョブ { $number } の画像 { $rank } をお気に入りから外しました。ほかと同じように期限で消えます。
presets-none = プリセットはまだありません。肖像画の下の「その他…」に、設定を保存するボタンがあります。
presets-title = **プリセット**
presets-line = **{ $name }**：{ $style } × { $count }
button-keep-preset = プリセットに保存
presets-ask = このプリセットを何と呼びますか。
presets-placeholder = 休暇
presets-draw = { $name } を使う
presets-saved = **{ $name }** として保存しました：{ $style }、ジョブ { $number } から。
presets-deleted = プリセット「{ $name }」を削除しました。
presets-unknown = 「{ $name }」というプリセットはありません。/presets で一覧を見られます。
presets-full = プリセットはもう{ $most }件あり、これが上限です。まず /presets で1つ削除してください。
link-code =
    あなたの連携コード：**{ $code }**
    { $minutes }分以内に、別のプラットフォームで私に `/link { $code }` と送ってください。1回だけ使え、そちらで確認するまで連携されません。誰にも渡さないでください。コードを持つ人はあなたのアカウントを乗っ取れます。
link-ask = **両方のアカウントを連携しますか。** 残せるのは1つだけで、もう一方の内容はすべて消えます。このコードを自分で作った場合だけ進んでください。そうでなければ、ほかの人があなたのアカウントを使えるようになります。
link-there = 別の側（コードを作った側）：顔 { $faces }、画像 { $pictures }、未完了のジョブ { $jobs }
link-here = この側：顔 { $faces }、画像 { $pictures }、未完了のジョブ { $jobs }
link-two-faces = どちらのアカウントも顔を覚えています。顔を混ぜることはなく、残す側の顔を使います。
link-warning = 消したものは戻りません。先に /export でダウンロードしてください。
button-link-there = 別のアカウントを残す
button-link-here = このアカウントを残す
link-asked = コードを作った { $platform } で確認しています。十分以内にそちらで答えてください。それまで何も変わりません。そちらには番号 **{ $check }** が出ます。違う番号なら「いいえ」を押してください。
link-confirm = **ご本人ですか。** { $platform } の { $name } さんが、ここで作られたコードを入力し、あなたのアカウントを共用しようとしています。顔、画像、権限のすべてが対象です。{ $kept } ご自身で、あちらにも番号 **{ $check }** が出ている場合だけ「はい」を押してください。
link-keeps-yours = このアカウントが残り、もう一方は消えます。
link-keeps-theirs = もう一方のアカウントが残り、**このアカウントは**顔と画像とともに**消えます**。
button-link-yes = はい、私です
button-link-no = いいえ、違います
link-declined = コードを作った側で断られました。すべてそのままです。
link-kept = 何も連携していません。コードは無効です。だれかに見られたなら、/link で新しく作ってください。
link-done = **連携しました。** 両方のプラットフォームで同じアカウントを使います。/start を送って続けてください。
link-told = ここのアカウントが { $platform } のものと連携されました。心当たりがなければ、すぐに運営者へ連絡してください。
link-wrong = コードが違うか、期限が切れています。別のプラットフォームの /link で新しく作ってください。
link-tries = 間違ったコードが多すぎます。{ $minutes }分後にもう一度試してください。
link-same = これはこのアカウントのコードです。別のプラットフォームで入力してください。
post-where = /post はグループに画像を見せるものです。グループで入力してください。
post-label = AI生成 · { $style }
post-limit = このグループで見せられるのは1日{ $most }枚までです。後でもう一度試してください。
limit-where = /limit はグループ用です。グループで入力してください。
limit-set = このグループの1日の画像数：{ $most }
setquota-done = { $person } は1日{ $minutes }分の計算時間を使えます。
setquota-general = { $person } には再び共通の上限が適用されます。
adult-on = 年齢チェックは { $person } を成人とみなします（明らかに子供の写真は除く）。管理者全員が /audit で確認できます。
adult-off = { $person } は再び年齢チェックで判断されます。
setstyle-none = 無効なスタイルはありません。スタイルを押すと無効になります。
setstyle-list = 無効：{ $names }。押すと切り替わります。
setstyle-off = スタイル `{ $name }` を無効にしました。
setstyle-on = スタイル `{ $name }` を有効にしました。
broadcast-ask = { $count }人に1通ずつ送ります。お知らせを断った人には送りません。送信しますか。
broadcast-sent = { $count }人に送信中です。
button-send = 送信
button-no-news = 今後は不要
news-off = わかりました。お知らせは送りません。/settings で再び有効にできます。
reports-none = 報告はありません。
reports-title = **報告、新しい順**
reports-job = ジョブ { $number }
reports-general = 全般
reports-line = { $number }. { $person }（{ $about }）：{ $reason }（{ $state ->
        [dismissed] 却下
        [banned] 利用停止
       *[open] 未対応
    }）
reports-show = { $number } を見る
reports-person = { $person } の画像
settings-news = 運営者からのお知らせ：{ $news ->
        [off] 受け取らない
       *[on] 受け取る
    }
button-news-on = お知らせ：オン
button-news-off = お知らせ：オフ
quota-kind = 24時間以内にできるのは{ $most }回までで、使い切りました。後でもう一度試してください。残りは /quota で確認できます。
quota-enrol = 顔の学習：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }, { $minutes }分
quota-portrait = 肖像画のジョブ：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }, { $minutes }分
quota-talk = 話す肖像画：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }, { $minutes }分
mydata-favourites = お気に入り：{ $count }
mydata-presets = プリセット：{ $count }
mydata-reports = 送った報告：{ $count }
mydata-platforms = 使っているプラットフォーム：{ $names }
platform-local = ウェブアプリ
forget-favourites = { $count ->
       *[other] お気に入り{ $count }件
    }
forget-presets = { $count ->
       *[other] プリセット{ $count }件
    }
forget-reports = { $count ->
       *[other] 報告{ $count }件
    }
fusion-turned-away = 頭が大きく横を向いているため、あなた自身の顔を入れられませんでした。
fusion-turned = 頭が横を向いているため、あなた自身の顔は控えめに入っています。
fusion-glasses = 写真と画像の一方だけが眼鏡のため、あなた自身の顔は控えめに入っています。
fusion-not-nearer = あなた自身の顔を入れても類似度が上がらなかったため、そのままにしました。
looks-person-young = 若い人
looks-person-adult = 人
looks-person-mature = 40歳以上の人
button-person = 指定しない
me-tags = 写真に写っているもの：{ $tags }
tag-glasses = 眼鏡
tag-sunglasses = サングラス
tag-smiling = 笑顔
tag-open-mouth = 開いた口
tag-closed-eyes = 閉じた目
tag-raised-eyebrows = 上がった眉
tag-looking-up = 上目づかい
tag-pursed-lips = すぼめた唇
tag-hat = 帽子
tag-scarf = マフラー
tag-suit = スーツ
tag-tie = ネクタイ
tag-uniform = 制服
tag-necklace = ネックレス
error-bad-template = この画像には人を入れられません。別のものを試してください。
error-no-face-in-template = この画像には、あなたの顔に置き換えられる顔が見当たりません。顔がはっきり写ったものを送ってください。
error-nobody-placed = 1人につき1つの場所が必要です。誰をどこに入れるか、もう一度選んでください。
error-no-such-face = この画像に空いている顔 { $number } はありません。顔は{ $faces }つです。別の番号を選んでください。
error-unfit-face = 顔 { $number } は{ $reason ->
        [child] 18歳未満に見えます
        [too-small] 小さすぎます
       *[other] 横を向きすぎています
    }。別の顔か別の画像を選んでください。
error-spoilt-portrait = このスタイルでは、どの写真からも良い画像ができませんでした。理由：{ $fault ->
        [eyes] 左右の目が合いません
        [face] 顔にむらやゆがみが出ます
        [blur] 顔がはっきりしません
        [hair] 髪の一部が欠けるか、ぼやけます
        [background] 元の背景が周りに残ります
        [cut] 写真の端が見えてしまいます
       *[other] 顔があなたに似ていません
    }。別のスタイルや構図を試すか、背景がすっきりした写真を送ってください。
error-spoilt-template = 写真を何枚か試しましたが、この画像ではどれも自然に見えません。理由：{ $fault ->
        [eyes] 左右の目が合いません
        [turned] 頭が写真よりも横を向いています
        [blur] 顔のはっきりさが周りと合いません
        [marred] 顔にむらやゆがみが出ます
        [neck] 顔と首の色が合いません
        [seam] 顔の縁が見えてしまいます
        [age] 顔が18歳未満に見えます
       *[other] 顔があなたに似ていません
    }。別の画像を試すか、写真を増やして顔を学習させてください。
error-bad-garment = この服を着たあなたを見せることはできません。大人がひとりで着ていて、正面から顔と服全体が写っている画像を送ってください。
error-no-garment = { $reason ->
        [bare] この画像に人は見えますが、服を肌や背景と見分けられませんでした。ひとりの人が正面を向いて着ていて、服全体が写っている画像を送ってください。
        [ground] この画像の服は誰も着ておらず、背景と見分けられません。ひとりの人が正面を向いて着ていて、服全体が写っている画像を送ってください。
        [corrected] 修正の結果、服が何も残っていません。修正をひとつ取り消してください。
       *[nobody] この画像には人も服も見当たりません。ひとりの人が正面を向いて着ていて、服全体が写っている画像を送ってください。
    }
error-no-such-garment = この画像に服 { $number } はありません。見つかったのは { $garments } 点です。別の番号を選んでください。
error-garment-not-worn = この服は平らに置かれているか掛けてあり、誰も着ていません。ここでは体に着せることができません。お店のモデル着用写真のように、カメラに顔を向けた人が着ている画像を送ってください。
error-narrow-photos = 使えそうな写真はどれも頭の上が切れています。一歩離れて撮った写真を送ってください。髪の上に少し余白があって頭全体が写り、首が見えていて、カメラのほうを向いたものです。
error-beard-cut = この服ではひげがあごのところで切れてしまい、ひげ全体がわかる写真が一枚もありません。明るい昼間に一歩離れて撮った写真を送ってください。頭とひげ全体が写り、カメラのほうを向き、背景がひげと違う色の無地の壁のものです。
error-garment-too-small = この画像は小さすぎます。短い辺が { $pixels } ピクセルですが、{ $needed } ピクセル必要です。もっと大きいものを送ってください。
error-unfit-head = この服を着ている人は{ $reason ->
        [child] 18歳未満に見えます。置き換えるのは大人の顔だけです。大人が着ている画像を送ってください
        [too-small] 小さすぎて、あなたの顔を入れられません。もっと大きい画像か、近くから撮った画像を送ってください
        [turned-away] 横を向きすぎていて、あなたの顔を入れられません。正面から撮った画像を送ってください
       *[other] 顔が切れているか、隠れているか、後ろ向きで、あなたの顔に置き換えられません。頭全体が正面から見える画像を送ってください
    }。
error-scene-not-here = ここのベースモデルは顔しか作れないため、言葉から背景を作れません。用意された背景から選んでください。
error-dresser-not-here = このボットに設定された着せ替え方法（{ $name }）は、ベースモデル（{ $base }）では使えません。運営者は TRYON_BACKENDS で変更できます。
background-keep = 元の画像のまま
background-white = 白
background-grey = グレー
background-studio = スタジオ
background-evening = 夕暮れ
background-beach = 海辺
background-woods = 森
background-city = 街
background-bar = バー
part-face = 顔
part-hair = 髪
part-skin = 肌
part-body = 体
part-background = 背景
part-clothes = 服
button-private = 個別チャットを開く

# ---- Into a picture, and into clothes
help-inpaint = 画像に自分を入れる
help-tryon = 画像の服を着た自分を見る
help-accept = 誰かの画像に顔を貸す
param-template = 用意された画像の名前
param-background = 自分の後ろの背景
param-scene = 言葉で書いた背景、またはシーンの名前
menu-inpaint = 自分を入れる
menu-tryon = これを試着
what-inspect-template = 画像の確認
what-template = 画像にあなたを入れる
title-template = 画像の中へ
title-tryon = 試着
somebody = 誰か
picture-one-of-album = 画像は一度に一枚だけ受け取ります。アルバムの最初の一枚を使い、ほかは保存していません。
inpaint-prompt = **どの画像にあなたを入れましょうか。** 今送ってください。写っている顔は見つけて置き換えるだけで、比べたり覚えたりしません。画像は最後に使ってから約1時間で消します。
inpaint-found = { $count ->
        [1] 顔が1つ見えます。あなたの顔に置き換えます。
       *[other] 顔が{ $count }つ見えます。置き換えられるのは顔 { $face } だけなので、そこにあなたの顔を入れます。
    }
inpaint-place = この画像の場所はあなたのものです。
inpaint-places = **場所は { $count } つです。だれがどこに入りますか。** 空いた場所はなくなり、ほかの人が寄ります。
inpaint-who = **顔が{ $count }つ見えます。誰をどこに入れますか。**
inpaint-plan = **誰がどこに入るか**
inpaint-alt = それぞれの顔に番号を付けた画像
inpaint-unfit = { $count ->
        [1] この画像の顔は置き換えられません。別の画像を試してください。
       *[other] この画像の{ $count }つの顔はどれも置き換えられません。別の画像を試してください。
    }
inpaint-nobody = まだ誰の場所も決まっていません。自分の顔を選ぶか、誰かを招待してください。
inpaint-gone = この画像はもうありません。ほかの人が写った画像は短い間しか保存しません。もう一度送ってください。
inpaint-again-guest = 借りた顔は1枚の画像だけに使えます。もう1枚作るには、また招待してください。
template-turned-away = 横を向きすぎています
template-too-small = 小さすぎます
template-child = 18歳未満に見えます。置き換えるのは大人の顔だけです
template-covered = 手・マスク・濃い色の眼鏡で隠れています
seat-unfit = 顔 { $face }：{ $reason }
seat-line = 顔 { $face }：{ $state ->
        [own] あなた
        [open] あなたのコードを使う人
        [asked] { $name }さんに聞いています
        [agreed] { $name }さんが同意
        [refused] { $name }さんは断りました
        [empty] 空いたまま
       *[free] そのまま
    }
button-seat = 自分を { $face } に
button-draw = 今すぐ作る
button-invite = 誰かを招待
button-unseat = 顔 { $face } はそのまま
button-face = 顔 { $face }
button-faces = ほかの顔
button-templates = 用意された画像
templates-title = **用意された画像** · { $from }–{ $to } / { $total }
templates-caption = { $title } · 顔{ $faces }つ
template-title-cover = 雑誌の表紙
template-title-painting = 古い絵画
template-title-stamp = 切手
template-title-print = インスタント写真
template-title-helmet = 宇宙飛行士
template-title-poster = 手配書
template-title-television = 古いテレビ
template-title-porthole = 潜水艦
template-title-duo = 並んで
template-title-hearts = ロケット
template-title-call = ビデオ通話
template-title-film = フィルム
template-title-wall = 写真の壁
template-title-team = 4人のビデオ通話
template-title-booth = 証明写真機
template-title-banknote = 紙幣
template-title-premiere = 映画ポスター
template-title-newspaper = 新聞の一面
template-title-record = レコードジャケット
template-title-globe = スノードーム
template-title-billboard = 広告看板
template-title-pop = ポップアート
template-title-card = トランプ
template-title-cinema = 映画館で
template-title-band = バンドのポスター
template-title-table = パーティーの食卓
template-title-holiday = ホリデーカード
template-title-family = 家族の肖像
template-unknown = 「{ $name }」という用意された画像はありません。この中から選んでください。
invite-which = どの顔を招待する人に使いますか。
invite-code =
    顔 { $face } の招待コード：**{ $code }**
    そこに入ってほしい人に渡してください。その人が私に `/accept { $code }` と送り、画像を見て決めます。1回だけ、{ $hours }時間使えます。本人の同意なしに顔を使うことはありません。
invite-agreed = **{ $name }さんが同意しました。** 顔 { $face } になります。
invite-refused = { $name }さんは顔 { $face } になることを断りました。
invite-withdrawn = { $name }さんが顔 { $face } への同意を取り消しました。その顔ではもう何も作られず、作ったものはここから消えました。
accept-ask = **{ $host }さんが、この画像の顔 { $face } としてあなたを入れたいそうです。** あなたの顔はこの1枚だけに使われます。{ $host }さんに渡るのは完成した画像だけで、あなたの写真は渡りません。/accept で取り消せます。同意しますか。
accept-pose = 画像はこれから作ります。このポーズの人たちを「{ $style }」のスタイルで表します。
accept-words = { $host }さんの説明：「{ $words }」
accept-agreed = ありがとうございます。/accept でいつでも取り消せます。
accept-refused = わかりました。あなたの顔は使いません。
accept-withdrawn = 取り消しました。あなたの顔ではもう何も作られず、作られたものはチャットからも削除されました。
accept-none = 誰にも顔を貸していません。あなたを画像に入れたい人が招待コードの付いた1行をくれるので、そのまま送ってください。
accept-title = **顔を貸した相手**
accept-line = { $number }. { $host }：{ $state ->
        [agreed] まだ作っていません
       *[used] 作りました
    }
accept-unknown = その招待はないか、期限が切れています。新しい招待コードをもらってください。
accept-own = これはあなた自身の招待コードです。画像に入ってほしい人に渡してください。
button-lend = はい、ここで顔を使って
button-take-back = { $number ->
        [0] 取り消す
       *[other] { $number } を取り消す
    }
lent-only-here = この画像だけのために借りた顔なので、ほかのことには使えません。
template-done = **できました：**
template-alt = 顔を入れたAI編集画像
template-source-photo = ご自身の写真の画素を、この画像の光に合わせて使いました。
template-source-moved = ご自身の写真の画素を、表情を変え、この画像の光に合わせて使いました。
template-source-base = 学習した顔で作りました。
template-spoilt = { $count ->
   *[other] ほかの{ $count }枚は出来が悪いため表示していません。
}
template-each = 顔 { $face }：類似度 { $percent } %
template-unlike = 同じ人と言えるほど似たものはありません。自撮りを増やすか、別の画像を試してください。
template-guest = 招待された人がこの画像だけに顔を貸しており、取り消すことができます。
error-no-shoulders = この画像の{ $number }番の場所には頭と肩が写った人が必要ですが、そこまで写っている写真がありません。もっと離れて撮った写真で顔を覚え直させるか、別の用意された画像を選んでください。
error-template-gone = 使う前に画像が消されました。もう一度送ってください。
error-guest-left = この画像に顔を貸していた人が取り消したため、何も作りませんでした。利用枠は減りません。誰がどこに入るか、もう一度選んでください。
tryon-prompt = **どの服を着せましょうか。** 今、服の画像を送ってください。顔が見える1人が着ているものが最適です。画像は最後に使ってから約1時間で消します。
tryon-found = **服が{ $count }点見つかりました。** ✓の付いたものは画像のまま残ります。
tryon-flat = **この服は誰も着ていません（{ $count } 点）。** ✓ の付いたものを、この画像をもとにあなたが着た姿にします。柄や文字、形が少し変わることがあります。
tryon-garment = { $number }. { $kind ->
        [top] トップス
        [coat] コート・ジャケット
        [trousers] ズボン
        [skirt] スカート
        [uniform] つなぎ
        [bottom] ズボンかスカート
        [dress] ワンピース
       *[whole] 全体
    }
tryon-redrawn = 作り直すもの：{ $parts }。
tryon-stays = 画像のままのもの：{ $parts }。
tryon-found-alt = それぞれの服に番号と色を付けた画像
tryon-squares = どのマスですか。`B3` や `B3 C4` のように書いてください。最後のマスは { $last } です。
tryon-no-square = { $name } というマスはありません。最後のマスは { $last } です。
tryon-still-looking = 少しお待ちください。マスの準備がまだです。後でもう一度送ってください。
tryon-nothing-kept = 服を1点は残してください。でないと試着するものがありません。
tryon-backdrop = どの背景にしますか。
tryon-background-unknown = 使える背景：{ $known }。
tryon-done = **試着しました：**
tryon-alt = 服を試着したAI生成画像
button-wear = これを試着
button-backdrop = 別の背景
button-more-garment = 足りない
button-less-garment = 余分なものがある
button-clothes = 服に戻る
button-wardrobe = 見本の服
wardrobe-title = **服** · { $from }–{ $to } / { $total }
wardrobe-caption = { $title } · AI生成
garment-title-denim-jacket = デニムジャケット
garment-title-white-shirt = 白いシャツ
garment-title-stripes = ボーダーTシャツ
garment-title-red = 赤いTシャツ
garment-title-black = 黒いTシャツ
garment-title-green = 緑のTシャツ
garment-title-blue-shirt = 青いシャツ
garment-title-mustard = からし色のTシャツ
garment-title-navy = 紺のTシャツとジーンズ
garment-title-summer = 白いTシャツとショートパンツ
quota-template = 画像に入れた回数：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }, { $minutes }分
quota-tryon = 試着：{ $most ->
        [0] { $count }
       *[other] { $count } / { $most }
    }, { $minutes }分
mydata-agreements = 顔を貸した回数：{ $count }
forget-agreements = { $count ->
       *[other] 顔を貸す同意{ $count }件
    }

# ---- One's own photo as the canvas
portrait-label-edited = AI編集 · ジョブ { $number }
portrait-alt-edited = { $style } スタイルのAI編集写真
portrait-enlarged = 写真の中の顔の画素が少ないため拡大しました。そのぶん柔らかく見えます。
portrait-tighter = 写真に写っている範囲がご希望より狭いため、より近い構図になりました。少し離れて撮った写真があると広く写せます。
source-photo = あなたの写真を新しい光で
source-redrawn = あなたの写真。顔は学習した顔で作り直しました
source-moved = あなたの写真を新しい光で、表情を変えて
portrait-mien-weak = 一部の画像では、似なくなるのを避けるため、表情がご希望より控えめです。
source-base = 学習した顔で作りました
expression-as-is = そのまま
expression-smile = 笑顔
expression-serious = 真顔
expression-surprised = 驚き
stage-composing = 写真をシーンに合わせています { $done } / { $total }
error-unknown-scene = シーン「{ $name }」はありません。{ $closest } を試してください。
error-pose-not-here = このボットのベースモデル（{ $base }）はポーズ指定に対応していません。pose= を外してください。運営者は ControlNet 付きの Stable Diffusion を選べます。
error-no-pose = ポーズの元になる画像に人が見つかりません。全身がはっきり写った画像を送ってください。
pose-prompt = **誰のポーズにしますか？** 一人から四人の全身がはっきり写った写真を送ってください。関節と指の位置だけを読み取って暗号化して保存し、写真はすぐに削除します。写っている人の顔は使いません。
pose-read = ポーズを読み取り、写真を削除しました。
pose-who = **このポーズには { $count } 人います。誰がどこに入りますか？** 顔を使う前に一人ずつ同意を求めます。誰も入らない場所には、実在しない人が入ります。
pose-words = 招待した人には、決める前にあなたの言葉を見せます。
error-fewer-drawn = 何度か試しましたが、全員の顔をはっきり作れませんでした。もう一度試すか、別のスタイル、またはカメラを向いたポーズにしてください。
portrait-pose-canvas = ポーズは新しく作る画像のためのもので、{ $name } とは一緒に使えません。どちらかを外してください。
argument-choice = { $name } に使える値：{ $choices }。
param-expression = 顔の表情
param-framing = どこまで写すか
param-shape = 画像の形（幅と高さの比）
param-draw = canvas：写真をそのスタイルに、base：学習した顔で作る

# ---- Shape, size, detail and thoroughness
argument-not-here = ここで使われているモデルでは { $name } は効果がありません。付けずに送ってください。
param-size = 長い辺のピクセル数
param-refine = face：顔をより細かく作り直す、hires：全体を大きく作り直す
param-photos = no または yes：学習した顔に加えて、写真もモデルに見せる
param-pose = ポーズ：全身、複数人、または写真のポーズ
param-preset = 顔をどれだけ丁寧に学習するか：quick、good、best
settings-shape = 形：{ $value }
settings-size = 長い辺：{ $value }
settings-refine = 細かさ：{ $value }
settings-preset = 顔の学習：{ $value }
button-shape = 形
button-size = 大きさ
button-refine = 細かさ
button-preset = 学習
size-usual = スタイルのまま
size-pixels = { $pixels } ピクセル
refine-none = 標準
refine-face = 顔をより細かく
refine-hires = 全体を大きく
photos-no = いいえ
photos-yes = はい
preset-quick = すばやく
preset-good = ふつうに
preset-best = じっくり
button-done-quick = 完了、すばやく学習
button-done-best = 完了、じっくり学習
button-finer-face = 顔を細かく
button-photos-too = 写真も使う

help-verify = この画像はここで作られた？
what-verify = マークを探しています
verify-prompt = 画像かクリップを、/verify をキャプションにして送るか、/verify で返信してください。切り抜きやスクリーンショットでもかまいません。
verify-yours = ここで作られました。あなたのジョブ { $number }、{ $what }です。
verify-job = ここで作られました。ジョブ { $number }、{ $what }です。ほかの人のもので、管理者なので見えています。
verify-here = これはここで作られました。誰が作ったかは誰にも教えません。
verify-alike = 同じ種類のボットのマークがありますが、対応するジョブが見つかりません。削除されたか古すぎる、マークがほとんど残っていない、または別のボットが作ったものです。
verify-nothing = 私のマークは見つかりません。ただし、これは何の証明にもなりません。大きな加工や小さな切り抜きで消えることがあるからです。
verify-says = ファイル自体に、AIで作成または編集されたと書かれています。これは誰でもファイルに書けます。
stage-verifying = マークを探しています
# ---- A face that is blocked, and what was refused
help-block = このボットに自分の顔の使用を禁止する
help-strikes = 内容のために断られた人
help-pardon = ある人の断りの記録を消す
help-blocked = ここで禁止された顔
help-unblock = 顔を禁止リストから外す
param-number = 禁止された顔の番号
button-block = はい、私の顔を禁止する
button-unblock = 私の顔をもう一度許可する
block-ask = **このボットにあなたの顔の使用を禁止しますか？** 覚えた顔と写真を削除します。ほかの人が教えた場合も、その顔ではもう何も作りません。その後は、誰が送っても、あなたの顔が見える写真・画像・場面をすべて断ります。そのために、あなたの顔を表す128個の数だけを、名前なしで暗号化して保存します。これは意図的に /forget の後も残ります。後でも /block undo で、このプラットフォームのこのアカウントから取り消せます。
block-done = **あなたの顔はここで禁止されました。** 誰からも覚えず、見分けられた画像は断ります。横顔や質の悪い写真では間違えることがあります。/block undo で取り消せます。
block-is = あなたの顔はここで禁止されています。/block me で、最新の写真の顔に更新します。
block-none = ここで禁止した顔はありません。別のアカウントからの場合は、ボットの運営者が取り消せます。
block-undone = あなたの顔をまた使えます。/selfies で自撮りを送り、初めから始めてください。
block-nobody-known = まだあなたの顔を知りません。まず自撮りを送り、受け付けられたらもう一度 /block me をしてください。
forget-block = 禁止はお望みどおり残ります：名前のない、暗号化された128個の数です。/block undo で取り消せます。
photo-blocked = この人は、このボットに自分の顔を禁止しています。ご本人なら /block undo で取り消せます。
error-blocked-face = この画像の誰かが、このボットに自分の顔を禁止しているため、使いません。別の画像を送ってください。
blocked-none = ここで顔を禁止した人はいません。
blocked-title = **禁止された顔：{ $count }**（番号と日付。誰のものかは見えません）。/unblock と番号で一つ外せます。
blocked-unknown = 番号 { $number } の禁止された顔はありません。/blocked で一覧を見られます。
blocked-removed = 禁止された顔 { $number } をリストから外しました。
strikes-pause = 回数が多すぎます。{ $hours }時間、あなたのためには何も作りません。
strikes-paused = 許可されていないものを何度も頼まれたため、今は何も作りません。{ $hours }時間後にもう一度試してください。今あるものは残ります。
strikes-nobody = 今日、内容のために断られた人はいません。
strikes-title = **一日のうちに内容のために断られた回数**
strikes-line = { $person }：{ $count }
strikes-line-pause = { $person }：{ $until } UTC まで休止
strikes-no-strikes = { $person } の記録はありません。
strikes-pardoned = { $person } の記録を消しました。

# ---- The web app for other devices, private bots, what admins are told
help-web = ウェブアプリを開く（ログイン用リンク）
help-join = 招待コードで非公開ボットに参加する
help-admit = この非公開ボットの利用を許可する
help-expel = この非公開ボットの利用許可を取り消す
help-invite = 1人分の招待コードを作る
param-browsers = out：すべてのブラウザーからログアウト
private-bot = このボットは非公開です。運営者が許可すると使えます。ここでのあなたのIDは `{ $name }` です。
private-knock = { $person } がこのボットの利用を希望しています。
button-admit = 許可する
admit-done = { $person } はボットを使えるようになり、本人に知らせました。
expel-done = { $person } はもうボットを使えません。データは本人のもので、/export と /forget は引き続き使えます。
expel-not-in = { $person } は /admit や招待で許可された人ではありません。ALLOWED_IDS と管理者は設定で変更します。
invitation-off = 招待は無効です。設定は INVITATIONS=yes です。
invitation-code = 招待コード：`{ $code }`。{ $days } 日以内に1人が使えます。その人が `/join { $code }` を送ります。
join-in = すでにこのボットを使えます。
join-wrong = 招待コードが違うか、期限切れか、すでに使われています。
join-done = このボットを使えるようになりました。使い方は /start で見られます。
web-off = ここではウェブアプリをほかの端末から使えません。運営者が変更できます。
web-here = すでにウェブアプリを開いています。
web-link =
    { $url }
    このリンクでウェブアプリにログインできます。1回だけ、{ $minutes } 分間有効です。ほかの人に渡さないでください。
web-out = { $count ->
        [0] どこにもログインしていませんでした。
       *[other] { $count } 件のブラウザーからログアウトしました。
    }
button-web-out = すべてログアウト
web-told = あなたのウェブアプリにブラウザーがログインしました：{ $agent }。心当たりがなければログアウトしてください。
alert-no-worker = 画像を作れません。「{ $lane }」のワーカーが起動しません。依頼は受け付けられ、ジョブは待機します。理由はログにあります。
alert-disk-low = ディスクの空きがほとんどありません。データフォルダーの残りは { $megabytes } MBです。いっぱいになる前に空けてください。
alert-store-away = 利用者のファイルの保管先が応答していません。会話は続きます。写真、ジョブ、画像は待機し、失われるものはありません。動いているか確認してください。詳細はログにあります。
# ---- What fields of forms and of commands are called
field-style = スタイル
field-count = 枚数
field-seed = シード
field-face = 顔の強さ
field-strength = スタイルの強さ
field-expression = 表情
field-framing = 構図
field-shape = 縦横比
field-size = サイズ
field-refine = 細かさ
field-scene = 背景の場面
field-draw = 作り方
field-search = 検索
field-do = 操作
field-act = 操作
field-name = 名前
field-job = ジョブ
field-language = 言語
field-setting = 設定
field-value = 値
field-reason = 理由
field-person = 人
field-code = コード
field-picture = 画像
field-minutes = 分
field-number = 番号
field-state = 状態
field-text = 言葉
field-voice = 声
field-motion = 動き
field-template = 用意された画像
field-background = 背景
field-preset = 学習方法
field-photo = 写真
field-browsers = ブラウザ
field-file = ファイル

# ---- Asked for in words, copied, shown elsewhere
form-ask = 何を変えますか。例：「油絵、笑顔、2枚」。書かなかったものはそのままです。
form-placeholder = 油絵、笑顔、2枚
form-nothing = 何を変えるのか分かりませんでした。スタイル、表情、枚数のどれかを教えてください。
button-copy = コピー
answer-elsewhere = 返事はダイレクトメッセージにあります：{ $url }
answer-not-taken = ⚠️ 届きませんでした。もう一度お試しください。
bot-about = 自撮りを送ると、好きなスタイルの肖像画ができます。顔はあなただけのものです。
bot-description = 数枚の自撮りから、あなたの肖像画を作ります。好きなスタイル、用意された画像、別の服、話す動画も。写真はあなた専用の鍵で暗号化され、あなたの画像にだけ使われ、一つのコマンドで消せます。成人専用です。
inline-none = お気に入りはまだありません：開く
showing-consent = ここに表示する前に、チャットで同意してください。
scene-aurora = オーロラ
scene-blossom = 桜
scene-bokeh = 金色の光
scene-bookshelf = 図書室
scene-brick = レンガの壁
scene-cafe = カフェ
scene-city = 街の通り
scene-dunes = 砂丘
scene-forest = 森
scene-mountains = 山
scene-neon_street = ネオン街
scene-office = オフィス
scene-paper = 灰色のスタジオ
scene-park = 草原
scene-sea = 海
scene-snowfall = 雪景色
scene-stage = ステージ
scene-starfield = 星空
scene-sunrise = 朝もや
scene-underwater = 水の中
scene-wheat = 麦畑

# ---- 自分の言葉で作る画像
words-too-long = 説明は { $most } 文字までです（今は { $characters } 文字）。画像でいちばん大切なことだけを書いてください。
words-none = 絵文字や記号は読めません。見たいものを言葉で書いてください。
words-not-drawn = { $words }は、もっと大きなモデルがないと表せません。ここではあなたの写真をシーンに入れます。{ $used }とスタイル「{ $style }」を使いました。
words-style-only = { $words }は、もっと大きなモデルがないと表せません。ここではあなたの写真をスタイル「{ $style }」のシーンに入れます。
words-not-here = { $words }は、もっと大きなモデルがないと表せません。ここではあなたの写真をシーンに入れます。
words-drawn = モデルにはこう伝えます：{ $words }
words-foreign = モデルが読めるのは英語です。{ $words }は訳せなかったため、画像に出ないかもしれません。
words-quoted = 「{ $words }」
more-words = あなたの言葉：{ $words }
param-prompt = 画像に見せたいもの（自分の言葉で）
param-light = 別のスタイルの光
field-prompt = 自分の言葉
field-light = 光
field-photos = 写真も使う
field-pose = ポーズ
light-candlelight = ろうそくの光
light-golden-hour = ゴールデンアワー
light-blue-hour = ブルーアワー
light-low-key = 強い光ひとつ
light-split-light = 赤と青
light-window-light = 柔らかい窓の光
light-flame = 炎
light-neon = ネオン
