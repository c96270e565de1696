### Русский

# ---- Pieces
list-or = { $rest } или { $last }
list-and = { $rest } и { $last }
time-left = { $seconds ->
    [0] с минуты на минуту
   *[other] { $minutes ->
        [0] меньше чем через минуту
        [one] примерно через { $minutes } минуту
        [few] примерно через { $minutes } минуты
        [many] примерно через { $minutes } минут
       *[other] примерно через { $minutes } минуты
    }
}
finish = Будет готово { $time }.

# ---- Start and help
start-new = **Привет!** Я бот: запоминаю твоё лицо по нескольким селфи и рисую твои портреты в любом стиле.
start-collecting = **С возвращением!** У меня { $accepted ->
        [0] пока нет ни одного подходящего твоего селфи
        [one] { $accepted } подходящее твоё селфи
        [few] { $accepted } подходящих твоих селфи
        [many] { $accepted } подходящих твоих селфи
       *[other] { $accepted } подходящего твоего селфи
    }. Пришли ещё или нажми «Готово».
start-ready = **С возвращением!** Я знаю твоё лицо. Попробуй /portrait { $style } или выбери стиль ниже.
start-training = **С возвращением!** Я всё ещё запоминаю твоё лицо; /queue покажет, сколько осталось.
start-group = **Привет!** Лицо — дело личное: напиши мне в личный чат, там я тебя и нарисую.
help-title = **Что я умею**
help-hint = Пришли селфи, нажми «Готово» и попроси портрет. Вот и всё.
help-start = Начать или узнать, на чём мы остановились
help-help = Показать, что я умею
help-selfies = Прислать или добавить селфи
help-train = Запомнить моё лицо по селфи
help-portrait = Нарисовать меня в стиле
help-styles = Посмотреть стили
help-gallery = Мои готовые картинки
help-show = Снова показать готовое задание
help-again = Нарисовать последнее ещё раз, по-новому
help-queue = Мои задания в очереди и в работе
help-cancel = Остановить задание
help-me = Что бот понял обо мне
help-mydata = Что обо мне хранится
help-export = Получить всё, что обо мне хранится
help-forget = Стереть всё обо мне
help-language = Выбрать язык
help-privacy = Как обращаются с моими фото
help-settings = Мои настройки по умолчанию
help-quota = Сколько мне ещё можно сегодня
help-report = Пожаловаться на картинку или проблему
help-stats = Цифры этого бота
help-ban = Закрыть человеку доступ
help-allow = Вернуть человеку доступ
help-pause = Не принимать новых заданий
help-resume = Снова принимать задания
help-audit = Последние записи журнала
param-style = Название стиля
param-count = Сколько картинок, от 1 до 10
param-seed = Число, которое закрепляет случайность
param-face = Насколько сильно учитывать лицо, от 0.5 до 1.3
param-strength = Насколько сильно учитывать стиль, от 0 до 1
param-search = Слово для поиска
param-job = Номер задания
param-language = Язык
param-setting = Что настроить
param-value = Новое значение
param-reason = Что не так
param-person = платформа:пользователь

# ---- Consent
consent-text = **Перед первым селфи.** Чтобы рисовать тебя, я смотрю твои фото и создаю модель твоего лица. Это биометрические данные. Они зашифрованы твоим личным ключом, используются только для картинок, о которых ты просишь, никому больше не показываются и в любой момент стираются командой /forget. Каждая моя картинка помечена как созданная ИИ. Ты соглашаешься, на фото действительно ты и тебе есть 18 лет?
consent-text-photos = Я храню { $waiting ->
        [one] присланное тобой фото ({ $waiting })
       *[other] присланные тобой фото ({ $waiting })
    } нераскрытыми, пока ты не ответишь.
button-agree = Да, это я, и мне есть 18
button-disagree = Нет
button-privacy = Подробнее
consent-given = Спасибо! Теперь пришли селфи: пять или больше, по одному или альбомом.
consent-refused = Хорошо. Из твоих фото я ничего не сохранил. Если передумаешь, пришли /start.
consent-changed = После твоего согласия текст изменился, поэтому спрашиваю снова.

# ---- Selfies
selfies-ask = **Пришли мне селфи**, по одному или альбомом. С пятью и больше сходство намного лучше: разный свет, разные ракурсы, в кадре только ты, лицо хорошо видно, без тёмных очков.
selfies-ask-more = **Пришли ещё селфи**, и я запомню твоё лицо заново вместе с { $accepted ->
        [one] тем { $accepted }
       *[other] теми { $accepted }
    }, что уже есть. Пока что нынешние портреты работают.
selfies-status = **Селфи: { $accepted ->
        [0] пока нет подходящих
        [one] { $accepted } подходящее
        [few] { $accepted } подходящих
        [many] { $accepted } подходящих
       *[other] { $accepted } подходящего
    }**
selfies-looking = { $waiting ->
        [one] Смотрю { $waiting } фото …
       *[other] Смотрю { $waiting } фото …
    }
selfies-line-good = { $number }. ✓ подходит
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … смотрю
selfies-earlier = … и ещё { $count ->
        [one] { $count } фото
       *[other] { $count } фото
    } до этого
selfies-few = { $accepted ->
        [one] Для начала хватит и { $accepted } фото
       *[other] Для начала хватит и { $accepted } фото
    }, но с { $recommended } и больше сходство заметно лучше.
selfies-enough = Для хорошего сходства этого достаточно. Нажми «Готово» или пришли ещё.
selfies-none = Для начала пришли чёткое фото своего лица.
selfies-full = Просмотрено фото: { $most }, больше на одного человека я взять не могу. Нажми «Готово», чтобы продолжить, или /forget, чтобы начать заново.
selfies-understood = Я вижу: { $looks }. Неверно? Поправь меня кнопками.
selfies-under-age = На слишком многих фото человек выглядит младше 18 лет, а я рисую только взрослых, поэтому запомнить это лицо не могу. Если ты на них уже взрослый человек, пришли более новые фото.
selfies-training = Я как раз запоминаю твоё лицо. Пришли другие фото, когда закончу, или останови командой /cancel.
selfies-not-looked = Мне не удалось посмотреть это фото. Пришли его ещё раз, пожалуйста.
button-done = Готово, запомни моё лицо
button-correct = Исправить увиденное
looks-man-young = молодой мужчина
looks-man-adult = мужчина
looks-man-mature = мужчина в возрасте
looks-woman-young = молодая женщина
looks-woman-adult = женщина
looks-woman-mature = женщина в возрасте
looks-age = возраст примерно { $age }
looks-full = **{ $who }**, { $age }
me-none = Я пока ничего не знаю о твоём лице. Для начала пришли селфи.
me-looks = Я вижу: { $looks }.
me-corrected = Спасибо, теперь я вижу: **{ $who }**.
me-retrain = Нажми «Готово», чтобы я запомнил лицо заново с учётом этого.
me-photos = { $accepted ->
        [0] Подходящих фото пока нет.
        [one] По { $accepted } фото.
       *[other] По { $accepted } фото.
    }
button-man = Мужчина
button-woman = Женщина
button-young = Моложе
button-adult = Взрослый возраст
button-mature = Старше

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Это не картинка. Пришли фото в формате JPEG, PNG, WebP или HEIC.
photo-unknown-format = Такие картинки я не умею читать. Пришли её в формате JPEG, PNG, WebP или HEIC.
photo-broken = Картинка дошла повреждённой. Пришли её ещё раз, лучше файлом.
photo-too-many-pixels = В этой картинке слишком много пикселей. Пришли обычное фото с телефона.
photo-too-large = Этот файл слишком велик для меня. Пришли его как фото, а не как файл.
photo-animated = Это анимация. Пришли неподвижное фото.
photo-no-face = Я не вижу здесь лица. Посмотри в камеру при хорошем свете, ничем не закрываясь.
photo-several-faces = Я вижу больше одного человека. Пришли фото, где только ты, или обрежь его.
photo-face-too-small = Лицо здесь слишком маленькое. Подойди ближе или обрежь фото.
photo-blurred = Фото размыто. Держи камеру ровно, протри объектив и попробуй ещё раз.
photo-bad-light = Свет слишком тёмный или резкий. Попробуй встать лицом к окну.
photo-turned-away = Лицо слишком отвёрнуто. Смотри больше в камеру.
photo-eyes-closed = Глаза здесь закрыты. Попробуй ещё раз с открытыми.
photo-covered = Что-то закрывает лицо. Убери тёмные очки, маску или руку и попробуй ещё раз.
photo-duplicate = Это фото у меня уже есть. Пришли другое.
photo-other-person = Похоже, это другой человек, не тот, что на остальных фото. Присылай фото только одного человека.
photo-under-age = Этот человек выглядит младше 18 лет. Я рисую только взрослых. Если это ты, попробуй более новое фото.
photo-nudity = Наготу я не принимаю. Пришли фото в одежде, лучше всего голову и плечи.

# ---- Training
train-no-photos = Сначала мне нужно хотя бы одно подходящее селфи. Пришли фото своего лица.
train-still-looking = Минутку, я ещё смотрю { $waiting ->
        [one] { $waiting } фото
       *[other] { $waiting } фото
    }. Сразу после этого нажми «Готово» ещё раз.
train-already = Я уже запоминаю твоё лицо. /queue покажет, сколько осталось.
train-nothing-new = По этим фото я твоё лицо уже знаю. Пришли ещё селфи, чтобы стало лучше, или попроси портрет.
train-queued = Спасибо! Я запомню твоё лицо по { $photos ->
        [one] { $photos } фото
       *[other] { $photos } фото
    }.
train-done = **Теперь я знаю твоё лицо.** Понадобилось { $minutes ->
        [0] меньше минуты
        [one] { $minutes } минута
        [few] { $minutes } минуты
        [many] { $minutes } минут
       *[other] { $minutes } минуты
    } и { $photos ->
        [one] { $photos } фото
       *[other] { $photos } фото
    }. Какой портрет нарисовать первым?
train-understood = Я вижу: **{ $who }**; исправить можно через /me.
instant-ready = **Я уже могу тебя нарисовать**, только по твоим фото. Портреты будут больше похожи, когда я запомню твоё лицо.
button-again-train = Попробовать ещё раз
button-relearn = Выучить лицо заново

# ---- Portraits
portrait-before-training = Я ещё не знаю твоего лица. Сначала пришли несколько селфи, потом нажми «Готово».
portrait-not-trained = У меня { $accepted ->
        [one] { $accepted } подходящее твоё селфи
        [few] { $accepted } подходящих твоих селфи
        [many] { $accepted } подходящих твоих селфи
       *[other] { $accepted } подходящего твоего селфи
    }, но лицо по ним ещё не изучено. Нажми «Готово» и попроси снова.
portrait-training = Я всё ещё запоминаю твоё лицо. Попроси снова, когда скажу, что закончил; /queue покажет, сколько осталось.
portrait-which = Какой стиль?
portrait-style-elsewhere = Стилю «{ $name }» нужна модель больше, чем у этого бота. Здесь я могу нарисовать, например, { $closest }; все стили — /styles.
portrait-unknown-style = Я не знаю стиля «{ $name }». Может быть, { $closest }?
portrait-unknown-style-none = Я не знаю стиля «{ $name }». /styles покажет все.
portrait-done = **{ $style }**: { $best }
portrait-likeness = сходство { $percent } %
portrait-unlike = сходство { $percent } %, слишком мало, чтобы назвать это тем же человеком
portrait-from-photos = Нарисовано только по фото; когда лицо запомнено, сходство больше.
portrait-outdated = Твоё лицо выучено на прежней версии модели, которой я рисую; если выучить его заново, сходство будет больше.
portrait-best-unlike = Ни одна не похожа настолько, чтобы назвать её тобой. Попробуй «Ближе ко мне» или добавь селфи.
portrait-withheld = { $count ->
        [one] Я придержал { $count } картинку: на ней нагота.
        [few] Я придержал { $count } картинки: на них нагота.
        [many] Я придержал { $count } картинок: на них нагота.
       *[other] Я придержал { $count } картинки: на них нагота.
    }
portrait-label = Создано ИИ · задание { $number } · зерно { $seed }
portrait-caption = { $rank }. { $likeness } · зерно { $seed }
portrait-alt = Созданный ИИ портрет в стиле { $style }
portrait-few-photos = Я знаю тебя только по { $photos ->
        [one] { $photos } фото
       *[other] { $photos } фото
    }; с { $recommended } и больше сходство будет заметно лучше. /selfies добавляет.
button-again = Ещё раз
button-like = Похожие на лучшую
button-restyle = Другой стиль, то же зерно
button-closer = Ближе ко мне
button-bolder = Больше стиля
button-delete = Удалить
button-report = Пожаловаться
button-more = Ещё …
button-back = Назад
button-cancel = Отменить
button-files = Файлами
button-apart = Все картинки: { $count }
stickers-none = Стикеры делаются из избранных картинок, а их пока нет. Отметьте несколько в галерее и попробуйте /stickers ещё раз.
stickers-nothing-new = Всё избранное уже стало стикерами. Отметьте ещё картинку или удалите стикеры, чтобы сделать их заново.
stickers-full = В наборе помещается стикеров: { $most }, и ваш полон. Удалите его, чтобы начать новый.
stickers-act = Напишите /stickers, чтобы сделать стикеры, или /stickers delete, чтобы убрать их.
stickers-done = Готово стикеров: { $count }. Созданы ИИ.
stickers-skipped = Пропущено, потому что на них никого не нашлось: { $count }.
stickers-nobody = На этих картинках никого не нашлось, вырезать нечего. Отметьте портрет как избранный и попробуйте /stickers ещё раз.
stickers-title = Мои портреты
stickers-delete-ask = Удалить ваши стикеры? Там, где они уже установлены, они тоже исчезнут.
stickers-deleted = Ваши стикеры удалены.
button-stickers-delete = Удалить стикеры
apart-text = Задание { $number }: картинки по одной.
apart-unsure = Отправка этих картинок прервалась. Если каких-то не хватает, нажмите кнопку ещё раз.
result-too-large = В этом файле { $megabytes } МБ, а здесь можно отправить не больше { $most } МБ. Спросите его у тех, кто держит этого бота.
button-styles = Стили
button-portrait = Нарисовать { $style }
button-selfies = Добавить селфи
at-limit-face = Лицо уже учитывается настолько сильно, насколько возможно. Больше помогут новые селфи: /selfies.
at-limit-style = Стиль уже учитывается настолько сильно, насколько возможно. Попробуй другой: /styles.

# ---- Styles
styles-title = **Стили** · { $from }–{ $to } из { $total }
styles-found = **Стили** со словом «{ $search }» · { $from }–{ $to } из { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = Ещё { $count } требуют модели больше, чем у этого бота; владелец увидит, как их добавить, командой `python -m bot styles --all`.
styles-alt = Образец стиля { $title }, создан ИИ
styles-none = Ни в одном стиле нет «{ $search }». Вот всё, что есть.
styles-nothing = У этого бота не установлено ни одного стиля. Скажи, пожалуйста, тому, кто им управляет.

# ---- Jobs: queue, progress, cancel
queue-empty = Твоих заданий нет ни в очереди, ни в работе. /portrait тебя нарисует.
queue-title = **Твои задания**
queue-line = { $number }. { $what }: { $state }
what-enrol = запоминание лица
what-instant = знакомство по твоим фото
what-portrait = портреты, { $style }
what-inspect = просмотр фото
what-other = задание
what-stickers = стикеры
what-inspect-garment = просмотр одежды
what-tryon = примерка одежды
state-queued = в очереди, место { $position }
state-running = в работе
progress-queued = { $what } · { $position ->
        [1] на очереди
       *[other] место { $position } в очереди
    }
progress-running = { $what } · { $stage }
stage-starting = подготовка
stage-loading = загрузка моделей
stage-preparing = подготовка твоих фото
stage-instant = первая картинка по вашим фото; обучение продолжается
stage-training = обучение, шаг { $done } из { $total }
stage-drawing = рисование, шаг { $done } из { $total }
stage-cutting = вырезаю, { $done } из { $total }
stage-trying = подбор весов лица и стиля
stage-finishing = отделка, { $done } из { $total }
stage-other = работа идёт, { $done } из { $total }
cancel-none = Твоих заданий нет ни в очереди, ни в работе.
cancel-which = Какое остановить?
cancel-unknown = Твоего задания { $number } я не знаю. /queue покажет твои задания.
cancel-finished = Задание { $number } уже готово. /show { $number } покажет его снова.
cancel-done = Задание { $number } отменено. Тебе это ничего не стоит.
cancel-asked = Останавливаю задание { $number } …

# ---- Talking portraits
help-talk = Пусть твой портрет заговорит
param-text = Что ему сказать
param-voice = Имя голоса, например ru-anna
param-motion = Как двигать головой, от 1 до 46
talk-prompt = Что он должен сказать? Напиши это или пришли голосовое, аудио или видео до { $seconds } секунд. Если не выбрать другой, возьму голос твоего языка.
talk-which = Какой портрет должен говорить?
talk-portrait = Задание { $number }, картинка { $rank } · { $style }
talk-no-portrait = У меня ещё нет твоего портрета, который мог бы говорить. Дай сначала нарисовать его, потом пришли голосовое снова.
talk-portrait-gone = Этого портрета уже нет. /portrait нарисует новый.
talk-not-heard = Мне не удалось получить эту запись. Пришли её ещё раз.
talk-file-too-large = Этот файл для меня слишком большой. Пришли запись покороче или только звук.
talk-text-too-long = Слишком длинно для одного ролика: { $characters } знаков, а можно { $most }. Сократи или сделай два ролика.
talk-done = **Вот ты говоришь**, { $seconds } с.
talk-label = Создано ИИ · задание { $number }
talk-gif = Начало как движущаяся картинка. Создано ИИ.
talk-delete-ask = Удалить ролик задания { $number }?
talk-delete-done = Ролик задания { $number } удалён.
button-talk = Пусть заговорит
button-voices = Голоса
button-motion = Движение
button-listen = Послушать
button-note = Видеосообщение
button-finer = Чётче (долго)
button-gif = Как GIF
voice-which = Какой голос? Выбор останется и для следующих роликов.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] живой
        [online] живой, через сеть: текст уходит в Microsoft
       *[robot] робот
    })
voice-chosen = Теперь я беру { $voice }.
voice-gone = Голоса «{ $name }» здесь больше нет. В меню голосов видно, какие есть.
voice-none = На этом боте не настроен ни один голос.
voice-soon = { $voice } сейчас что-то скажет …
voice-heard = Вот как он звучит. Создано ИИ.
voice-sample = Привет! Вот как звучит твой портрет, когда говорит с друзьями.
motion-which = Как двигать головой? Выбор останется и для следующих роликов.
motion-still = Не двигать
motion-style = Движение { $number }
motion-chosen = Теперь: { $motion }.
what-talk = говорящий портрет
what-speak = голос на пробу
stage-looking = смотрю на портрет
stage-speaking = готовлю голос
stage-animating = двигаю губами, кадр { $done } из { $total }
stage-enhancing = готовлю более чёткую картинку
sound-broken = Не могу прочитать эту запись. Пришли её голосовым сообщением, MP3, WAV или MP4.
sound-no-audio = В этом файле нет звука. Пришли голосовое или видео со звуком.
sound-too-long = Это длится { $seconds } с, а в ролике может быть { $most }. Пришли запись покороче.
sound-too-short = Слишком коротко, чтобы что-то сказать. Пришли хотя бы слово.
sound-silent = В этой записи ничего не слышно. Проверь микрофон и скажи ещё раз.
sound-no-speech = Не слышу, чтобы кто-то говорил, может быть, только музыка или шум. Пришли запись, где кто-то говорит.
text-empty = В этом тексте нет ничего, что мог бы сказать голос. Напиши слова.
text-too-long = Этот текст слишком длинный для одного ролика. Можно не больше { $most } знаков.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = Голоса «{ $name }» нет. Может быть, один из этих: { $closest }.
error-voice-unreachable = Сетевой голос не отвечает. Выбери голос, который работает без сети, или попробуй позже.

# ---- Gallery
gallery-empty = У тебя пока нет картинок. /portrait нарисует первую.
gallery-title = **Твои портреты** · { $from }–{ $to } из { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
        [many] { $count } картинок
       *[other] { $count } картинки
    }, лучшее сходство { $percent } %
gallery-show = Показать { $number }
show-unknown = Твоего задания { $number } я не знаю. /gallery покажет твои картинки.
show-unfinished = У задания { $number } нет картинок. /queue покажет, что ещё в работе.
show-gone = Картинки задания { $number } больше не хранятся. «Ещё раз» нарисует заново.
again-none = Повторять пока нечего. /portrait нарисует первую.
delete-ask = Удалить картинки задания { $number } навсегда?
delete-done = Картинки задания { $number } удалены.
button-delete-yes = Да, удалить
button-no = Нет
files-text = { $style } · зерно { $seed }

# ---- Settings and language
settings-title = **Твои настройки по умолчанию**
settings-pictures = Картинок за раз: { $count }
settings-style = Стиль, если не назван: { $style }
settings-style-ask = спрашивать
settings-language = Язык: { $language }
settings-saved = Сохранено.
settings-unknown = Настройки «{ $name }» нет. Я знаю { $known }.
settings-style-none = любой
button-pictures = { $count }
button-language = Язык
language-ask = На каком языке говорить?
language-set = Теперь я говорю по-русски.
language-unknown = На «{ $name }» я пока не говорю. Я говорю: { $known }.
language-name = Русский

# ---- Quota
quota-text = За последние 24 часа израсходовано { $used } из { $total } минут вычислений. Портрет занимает около { $portrait } секунд, запоминание лица — около { $training ->
        [one] { $training } минуты
       *[other] { $training } минут
    }.
quota-jobs = В очереди или в работе: { $queued } из { $most } заданий.
quota-spent = Время вычислений на сегодня израсходовано. Попробуй снова через { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
        [many] { $hours } часов
       *[other] { $hours } часа
    }; /quota покажет, как обстоят дела.
quota-queue = У тебя уже ждут задания: { $most }. Дождись одного или останови одно командой /cancel.
paused = У меня короткий перерыв на обслуживание, новых заданий не принимаю. Попробуй позже; ничего твоего не пропало.

# ---- Privacy
privacy-text = **Твои фото, твоё лицо, твои правила.** Фото, модель лица и картинки зашифрованы ключом, который принадлежит только тебе. Место съёмки и другие скрытые данные удаляются из каждого фото. Никто другой не может использовать твоё лицо, и ничего не идёт на обучение чего-либо, кроме твоей собственной модели. Кроме чат-платформы, которой ты пользуешься, твои фото есть только у того, кто управляет этим ботом. Каждая картинка помечена как созданная ИИ. Я рисую только взрослых и не показываю наготу. Лица других людей на картинке, в которую тебя вставляют, только находят и заменяют, никогда не сравнивают, не запоминают и не хранят; такая картинка удаляется примерно через час после последнего рисунка. Другого человека вставляют в картинку только после его собственного «да» и только для этого рисунка. /mydata покажет, что хранится, /export передаст это тебе, /forget сотрёт, уничтожив твой ключ.
mydata-title = **Что о тебе хранится**
mydata-consent = Согласие: версия { $version }, дано { $date }.
mydata-no-consent = Согласие: не дано.
mydata-faces = Изученные лица: { $count }
mydata-selfies = Селфи: { $count }
mydata-pictures = Сделанные картинки: { $count }
mydata-files = Файлы: { $count }, всего { $megabytes } МБ
mydata-jobs = Задания: { $count }
mydata-language = Язык: { $language }
mydata-next = /export передаст тебе всё, /forget сотрёт.
export-ready = Всё, что о тебе хранится, одним архивом. Береги его: внутри твои фото.
export-impossible = Этот бот настроен без выгрузки данных. Обратись к тому, кто им управляет.
forget-ask = **Стереть всё?** Твои фото, изученное лицо, все картинки, задания и настройки. Отменить это нельзя.
button-forget = Да, стереть всё
forget-done = **Всё стёрто.** Удалено: { $parts }. Твой ключ уничтожен, ни одну копию больше не открыть. Спасибо за компанию; /start начнёт заново.
forget-selfies = { $count ->
        [one] { $count } селфи
       *[other] { $count } селфи
    }
forget-faces = { $count ->
        [one] { $count } изученное лицо
        [few] { $count } изученных лица
        [many] { $count } изученных лиц
       *[other] { $count } изученного лица
    }
forget-pictures = { $count ->
        [one] { $count } картинка
        [few] { $count } картинки
        [many] { $count } картинок
       *[other] { $count } картинки
    }
forget-jobs = { $count ->
        [one] { $count } задание
        [few] { $count } задания
        [many] { $count } заданий
       *[other] { $count } задания
    }
forget-account = твоя учётная запись и настройки
forget-kept = Всё осталось как есть.
report-ask = Что не так? Напиши это после команды, например `/report 12 это не я`. Это прочтёт человек, который управляет ботом.
report-thanks = Спасибо. Твоё сообщение дошло до тех, кто управляет ботом.

# ---- Admin
admin-stats = **Цифры**
admin-stats-people = Людей: { $people }
admin-stats-jobs = Задания: { $queued } ждут, { $running } в работе, { $done } готово, { $failed } с ошибкой
admin-stats-paused = Новые задания: { $paused ->
        [yes] приостановлены
       *[no] принимаются
    }
admin-unknown-person = Я не знаю никого по имени «{ $person }». Пиши платформа:пользователь, например `telegram:12345`.
admin-not-yourself = Нельзя закрыть доступ себе или другому администратору.
admin-banned = { $person }: доступ закрыт. Отменено ожидавших заданий: { $count }.
admin-allowed = { $person }: доступ снова открыт.
admin-paused = Пауза: новые задания не принимаются. /resume продолжит.
admin-resumed = Новые задания снова принимаются.
admin-audit-title = **Журнал, сначала новое**
admin-audit-empty = Журнал пуст.

# ---- Answers to what does not fit
banned = Тебе больше нельзя пользоваться этим ботом. Если это ошибка, обратись к тому, кто им управляет.
flood = Чуть медленнее, пожалуйста. Я снова слушаю через { $seconds ->
        [one] { $seconds } секунду
        [few] { $seconds } секунды
        [many] { $seconds } секунд
       *[other] { $seconds } секунды
    }.
private-only = Лицо — дело личное. Напиши мне в личный чат и попробуй там.
unknown-command = Команды /{ $name } я не знаю. Может быть, { $closest }?
unknown-command-none = Команды /{ $name } я не знаю. /help покажет, что я умею.
unknown-button = Эта кнопка больше не работает. /start покажет, на чём мы остановились.
said-new = Для начала пришли селфи или /help, чтобы узнать, что я умею.
said-collecting = Я собираю твои селфи. Пришли фото или нажми «Готово».
said-ready = Назови стиль, например /portrait { $style }.
argument-missing = Добавь, пожалуйста, { $name }: `{ $usage }`
argument-not-a-number = «{ $value }» — не число для { $name }. Вот так: `{ $usage }`
argument-out-of-range = { $name }: от { $least } до { $most }.
argument-too-small = { $name }: не меньше { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = У меня что-то пошло не так. Тебе это ничего не стоит; попробуй ещё раз.
error-bad-photo = Одно из фото не подходит. { $sentence }
error-not-enough-photos = Мне нужно { $needed ->
        [one] хотя бы { $needed } подходящее фото
        [few] хотя бы { $needed } подходящих фото
        [many] хотя бы { $needed } подходящих фото
       *[other] хотя бы { $needed } подходящего фото
    }, а есть { $usable }. Пришли ещё селфи.
error-unknown-style = Стиля «{ $name }» больше нет. /styles покажет все.
error-style-not-here = Нынешняя модель бота не умеет рисовать стиль «{ $name }». Выберите другой в /styles; владелец бота может добавить его командой `{ $how }`.
error-bad-adapter = Файл этого стиля повреждён или сделан для другой модели. Выберите другой стиль; владелец бота узнает причину командой `python -m bot styles`.
error-bad-base = Базовая модель этого бота ({ $name }) описана не так, как нужно. Тот, кто им управляет, узнает причину так: `python -m bot doctor`.
error-other-base = Бот теперь рисует другой моделью, а ваше лицо выучено старой. Отправьте /selfies и нажмите «Готово», чтобы выучить его снова.
error-no-identity = Я ещё не знаю твоего лица. Сначала пришли селфи, потом нажми «Готово».
error-under-age = Человек на этих фото выглядит младше 18 лет, а я рисую только взрослых. Если это ты, пришли более новые фото.
error-unsafe-picture = Я придержал картинки: на них нагота. Попробуй другой стиль или нажми «Ещё раз».
error-unfit-portrait = Эту картинку нельзя заставить говорить. Попробуйте другой портрет.
error-portrait-without-face = Я не вижу лица на этой картинке, говорить некому. Попробуйте другой портрет.
error-portrait-face-too-small = Лицо на этой картинке слишком маленькое, чтобы говорить. Выберите картинку покрупнее или обрежьте её.
error-portrait-turned-away = Голова на этой картинке слишком повёрнута в сторону. Выберите портрет, который смотрит ближе к камере.
error-weight-missing = Этому боту не хватает модели ({ $component }). Тот, кто им управляет, может получить её так: `{ $how }`.
error-weight-corrupt = Модель этого бота повреждена ({ $component }). Тот, кто им управляет, может починить её так: `{ $how }`.
error-source-unreachable = Модель ({ $component }) сейчас не удалось получить. Попробуй позже, пожалуйста.
error-out-of-memory = На машине не хватило памяти. Попробуй меньше картинок сразу или позже.
error-not-a-number = Модель запуталась в собственных числах и не создала картинку. Тебе это ничего не стоит. Попробуй другой стиль или меньший вес; тот, кто управляет ботом, может проверить файлы командой `python -m bot weights verify`.
error-disk-full = Диск машины полон, поэтому результат не удалось сохранить. Ничего не потеряно; попробуй позже.
error-cancelled = Отменено по твоей просьбе. Тебе это ничего не стоит.
error-worker-died = Машина несколько раз споткнулась об это задание. Тебе это ничего не стоит; попробуй ещё раз.

# ---- Forms
button-tune = Ещё раз с …
menu-talk = Оживить голосом
file-parts = Этот файл больше, чем принимает Discord, поэтому он приходит частями: { $count }. Сохраните их в одну папку и откройте { $name } программой вроде 7-Zip: она соединит остальные.
form-usage = Скажите, что изменить: `{ $usage }`. Что может остаться, не пишите.
form-selfies = Селфи
form-photos = До десяти селфи
form-photos-hint = Только вы, лицо хорошо видно, разный свет и ракурсы.
form-agree = Согласен(на), это я, и мне есть 18
form-agree-hint = Без вашего согласия фото не будут открыты.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = Мои любимые картинки
help-stickers = Сделать стикеры из избранного
help-presets = Пожелания, сохранённые под именем
help-link = Та же учётная запись на другой платформе
help-post = Показать мою готовую картинку в этой группе
help-reports = О чём сообщили люди
help-setquota = Задать человеку время вычислений в день
help-setstyle = Убрать стиль или вернуть его
help-broadcast = Написать всем, кто хочет новостей
help-limit = Сколько картинок в день можно показать в группе
param-do = use, save или delete: нарисовать, сохранить, удалить
param-act = make (сделать) или delete (удалить)
param-name = Имя заготовки
param-code = Код с другой платформы
param-picture = Какая картинка задания
param-minutes = Минут в день; без числа — общий предел
param-state = on или off: включён или убран
button-favourite = В любимые
button-favourites = Мои любимые
button-gallery = Мои картинки
favourites-empty = Любимых пока нет. Нажми «В любимые» под портретом: он будет храниться, пока ты его не удалишь.
favourites-title = **Твои любимые** · { $from }–{ $to } из { $total }
favourites-caption = Задание { $number }, картинка { $rank } · { $style }
favourites-which = Какую картинку задания { $number }? Нажми отмеченную ещё раз, чтобы снять отметку.
favourites-pick = Картинка { $rank }
favourites-added = ★ Картинка { $rank } задания { $number } теперь в любимых и останется, пока ты её не удалишь.
favourites-removed = Картинка { $rank } задания { $number } больше не в любимых и исчезнет в срок, как остальные.
presets-none = Заготовок пока нет. `/presets save ИМЯ` сохранит под именем стиль, число картинок и силу из последнего портрета.
presets-title = **Твои заготовки**
presets-line = **{ $name }**: { $style } × { $count }
presets-hint = `/presets ИМЯ` рисует по заготовке, `/presets save ИМЯ 12` сохраняет пожелание задания 12.
presets-draw = Нарисовать { $name }
presets-saved = Сохранено как **{ $name }**: { $style }, из задания { $number }.
presets-deleted = Заготовка «{ $name }» удалена.
presets-unknown = Заготовки «{ $name }» у тебя нет. /presets покажет, какие есть.
presets-nameless = Скажи какую: { $known } и затем имя, например `/presets save отпуск`.
presets-full = Заготовок уже { $most }, больше не помещается. Сначала удали одну в /presets.
link-code =
    Твой код: **{ $code }**
    Напиши мне `/link { $code }` на другой платформе в течение { $minutes } мин. Код действует один раз, и ничего не объединится, пока ты там не подтвердишь. Никому его не давай: у кого он есть, тот может стать здесь тобой.
link-ask = **Объединить обе учётные записи?** Останется только одна; всё, что в другой, будет стёрто. Продолжай, только если этот код создан тобой: его создатель становится тобой.
link-there = Там (откуда код): лиц { $faces }, картинок { $pictures }, открытых заданий { $jobs }
link-here = Здесь: лиц { $faces }, картинок { $pictures }, открытых заданий { $jobs }
link-two-faces = Обе учётные записи знают лицо. Лица никогда не смешиваются: дальше используется лицо той, что останется.
link-warning = Стёртое не вернуть; /export заранее передаст его тебе.
button-link-there = Оставить запись оттуда
button-link-here = Оставить эту запись
link-done = **Объединено.** Теперь на обеих платформах ты один человек; /start покажет, что дальше.
link-told = Твоя учётная запись здесь только что объединена с записью на { $platform }. Если это не ты, сразу напиши тому, кто управляет ботом.
link-wrong = Такого кода нет или он устарел. Получи новый через /link на другой платформе.
link-tries = Слишком много неверных кодов. Попробуй через { $minutes } мин.
link-same = Этот код — от этой же записи. Введи его на другой платформе.
post-where = /post показывает картинку в группе. Напиши это там.
post-label = Создано ИИ · { $style }
post-limit = В этой группе можно показать не больше { $most } картинок в день. Попробуй позже.
limit-where = /limit действует для группы. Напиши это там.
limit-set = Картинок в день в этой группе: { $most }.
setquota-done = { $person }: { $minutes } мин. вычислений в день.
setquota-general = Для { $person } снова действует общий предел.
setstyle-none = Ни один стиль не убран. `/setstyle off ИМЯ` убирает, `/setstyle on ИМЯ` возвращает.
setstyle-list = Убраны: { $names }.
setstyle-state = Сначала on или off, например `/setstyle off oil`.
setstyle-off = Стиль `{ $name }` убран.
setstyle-on = Стиль `{ $name }` возвращён.
broadcast-ask = Получателей: { $count }, по одному сообщению; кто отказался от новостей, не получит. Отправить?
broadcast-sent = Отправляется, получателей: { $count }.
button-send = Отправить
button-no-news = Больше не присылать
news-off = Понятно, новостей больше не будет. /settings включит их снова.
reports-none = Сообщений нет.
reports-title = **Сообщения, сначала новые**
reports-job = задание { $number }
reports-general = в целом
reports-line = { $number }. { $about }: { $reason }
settings-news = Новости от того, кто управляет ботом: { $news ->
        [off] нет
       *[on] да
    }
settings-news-value = Новости бывают on или off: `/settings news off`.
button-news-on = Новости: вкл.
button-news-off = Новости: выкл.
quota-kind = За 24 часа здесь так можно { $most } раз, и они уже использованы. Попробуй позже; /quota покажет, как обстоят дела.
quota-enrol = Запоминаний лица: { $most ->
        [0] { $count }
       *[other] { $count } из { $most }
    }, { $minutes } мин.
quota-portrait = Заданий с портретами: { $most ->
        [0] { $count }
       *[other] { $count } из { $most }
    }, { $minutes } мин.
quota-talk = Говорящих портретов: { $most ->
        [0] { $count }
       *[other] { $count } из { $most }
    }, { $minutes } мин.
mydata-favourites = Любимые картинки: { $count }
mydata-presets = Заготовки: { $count }
mydata-reports = Отправленные сообщения: { $count }
mydata-platforms = Платформы, где я тебя знаю: { $names }
forget-favourites = { $count ->
        [one] { $count } любимая картинка
        [few] { $count } любимые картинки
        [many] { $count } любимых картинок
       *[other] { $count } любимые картинки
    }
forget-presets = { $count ->
        [one] { $count } заготовка
        [few] { $count } заготовки
        [many] { $count } заготовок
       *[other] { $count } заготовки
    }
forget-reports = { $count ->
        [one] { $count } сообщение
        [few] { $count } сообщения
        [many] { $count } сообщений
       *[other] { $count } сообщения
    }
fusion-turned-away = Голова повёрнута так сильно, что твоё лицо вставить не удалось.
fusion-turned = Голова повёрнута, поэтому твоего лица вошло меньше.
fusion-glasses = Очки есть только на фото или только на картинке, поэтому твоего лица вошло меньше.
fusion-not-nearer = Вставка твоего лица не прибавила сходства, поэтому они остались как нарисованы.
looks-person-young = молодой человек (пол не указан)
looks-person-adult = человек
looks-person-mature = человек в возрасте
button-person = Просто человек
me-tags = На твоих фото: { $tags }.
tag-glasses = очки
tag-sunglasses = тёмные очки
tag-smiling = улыбка
tag-open-mouth = открытый рот
tag-closed-eyes = закрытые глаза
tag-raised-eyebrows = поднятые брови
tag-looking-up = взгляд вверх
tag-pursed-lips = поджатые губы
tag-hat = шляпа
tag-scarf = шарф
tag-suit = костюм
tag-tie = галстук
tag-uniform = форма
tag-necklace = ожерелье
error-bad-template = В эту картинку никого не вставить. Попробуй другую.
error-no-face-in-template = На этой картинке нет лица, на место которого можно вставить твоё. Пришли такую, где лицо хорошо видно.
error-nobody-placed = Для каждого человека нужно одно место. Скажи ещё раз, кто где.
error-no-such-face = Свободного лица { $number } на этой картинке нет, всего лиц: { $faces }. Выбери другой номер.
error-unfit-face = Лицо { $number } { $reason ->
        [child] на вид моложе 18 лет
        [too-small] слишком маленькое
       *[other] слишком отвёрнуто
    }. Выбери другое или другую картинку.
error-bad-garment = Эту одежду примерить нельзя. Пришли другую её фотографию.
error-no-garment = Я не нахожу одежды на этой картинке. Пришли такую, где вещь видна чётко и целиком, лучше всего на человеке.
error-no-such-garment = Вещи { $number } на этой картинке нет; я нашёл { $garments }. Выбери другой номер.
error-garment-not-worn = Эту одежду никто не носит, а здешняя базовая модель рисует только лица, без тела. Пришли картинку, где её кто-то носит.
error-garment-too-small = Эта картинка слишком маленькая: меньшая сторона { $pixels } пикселей, а нужно { $needed }. Пришли побольше.
error-unfit-head = Тот, на ком эта одежда, { $reason ->
        [child] на вид моложе 18, а я заменяю лица только взрослых
        [too-small] слишком мал на картинке для твоего лица
        [turned-away] слишком отвернулся для твоего лица
       *[other] не показывает лица, а здешняя базовая модель рисует только лица
    }. Пришли картинку, где лицо видно.
error-scene-not-here = Здешняя базовая модель рисует только лица, поэтому фон по словам она не нарисует. Выбери один из готовых фонов.
background-keep = как на картинке
background-white = белый
background-grey = серый
background-studio = студия
background-evening = вечер
background-beach = пляж
background-woods = лес
background-city = город
background-bar = бар
part-face = лицо
part-hair = волосы
part-skin = кожа
part-body = тело
part-background = фон
button-private = Открыть личный чат

# ---- Into a picture, and into clothes
help-inpaint = Вставить меня в картинку
help-tryon = Показать меня в одежде с картинки
help-accept = Одолжить своё лицо для чьей-то картинки
param-template = Название готовой картинки
param-background = Что позади меня
param-scene = Фон словами
menu-inpaint = Вставить меня
menu-tryon = Примерить на меня
what-inspect-template = просмотр картинки
what-template = рисую тебя на картинке
title-template = На картинке
title-tryon = Примерка одежды
somebody = кто-то
inpaint-prompt = **В какую картинку тебя вставить?** Пришли её сейчас. Лица на ней только находят и заменяют, никогда не сравнивают и не запоминают, а картинка удаляется примерно через час после последнего рисунка.
inpaint-found = { $count ->
        [one] Вижу { $count } лицо. Перерисовать можно лицо { $face }, оно станет твоим.
        [few] Вижу { $count } лица. Перерисовать можно только лицо { $face }, оно станет твоим.
        [many] Вижу { $count } лиц. Перерисовать можно только лицо { $face }, оно станет твоим.
       *[other] Вижу { $count } лица. Перерисовать можно только лицо { $face }, оно станет твоим.
    }
inpaint-who = **Лиц на картинке: { $count }. Кто где?**
inpaint-plan = **Кто где**
inpaint-alt = Картинка с номером у каждого лица
inpaint-unfit = { $count ->
        [1] Лицо на этой картинке нельзя перерисовать. Попробуй другую картинку.
       *[other] Ни одно из лиц на этой картинке ({ $count }) нельзя перерисовать. Попробуй другую картинку.
    }
inpaint-nobody = Пока ни у кого нет места. Выбери лицо для себя или пригласи кого-нибудь.
inpaint-gone = Этой картинки больше нет: картинки с другими людьми я храню недолго. Пришли её ещё раз.
inpaint-again-guest = Одолженное лицо действует на один рисунок. Для другого пригласи снова.
template-turned-away = слишком отвёрнуто
template-too-small = слишком маленькое
template-child = на вид меньше 18 лет, а я заменяю лица только взрослых
seat-unfit = Лицо { $face }: { $reason }
seat-line = Лицо { $face }: { $state ->
        [own] ты
        [open] тот, кто введёт твой код
        [asked] ждём ответа: { $name }
        [agreed] { $name }: да
        [refused] { $name }: нет
       *[free] остаётся как есть
    }
button-seat = Я: { $face }
button-draw = Рисовать
button-invite = Пригласить
button-unseat = Оставить { $face } как есть
button-face = Лицо { $face }
button-faces = Другие лица
button-templates = Готовые картинки
templates-title = **Готовые картинки** · { $from }–{ $to } из { $total }
templates-caption = { $title } · { $faces ->
        [one] { $faces } лицо
        [few] { $faces } лица
        [many] { $faces } лиц
       *[other] { $faces } лица
    }
template-title-studio = Студия
template-title-evening = Вечер
template-title-cover = Обложка журнала
template-title-painting = Старинная картина
template-title-stamp = Почтовая марка
template-title-print = Моментальный снимок
template-title-helmet = Космонавт
template-title-poster = Плакат «Разыскивается»
template-title-television = Старый телевизор
template-title-porthole = Иллюминатор
template-title-duo = Бок о бок
template-title-hearts = Два сердца
template-title-call = Видеозвонок
template-title-film = Киноплёнка
template-title-wall = Стена с фото
template-title-trio = Три арки
template-title-team = Команда из четырёх
template-title-booth = Фотобудка
template-title-bubbles = Пузыри
template-unknown = Готовой картинки «{ $name }» нет. Выбери одну из этих.
invite-which = Какое лицо для гостя?
invite-code =
    Код для лица { $face }: **{ $code }**
    Передай его тому, кого хочешь там видеть. Этот человек пишет мне `/accept { $code }`, видит картинку и решает сам. Код действует один раз, { $hours } ч., и никого не рисуют без собственного «да».
invite-agreed = **{ $name }: согласие** на лицо { $face }.
invite-refused = { $name } не хочет стать лицом { $face }.
invite-withdrawn = { $name }: согласие на лицо { $face } взято назад. С ним ничего не рисуется, а нарисованное здесь удалено.
accept-ask = **{ $host } хочет вставить тебя в эту картинку, на место лица { $face }.** Твоё лицо используется только для этого рисунка и ни для чего больше. { $host } получит рисунок, но ни одного твоего фото. Взять согласие назад можно через /accept. Ты не против?
accept-agreed = Спасибо. Через /accept согласие можно взять назад в любое время.
accept-refused = Понятно: твоё лицо не используется.
accept-withdrawn = Взято назад. С твоим лицом больше ничего не рисуется, а нарисованное здесь удалено. Уже отправленные сообщения остаются на месте.
accept-none = Своё лицо ты никому не одалживаешь. Кто хочет видеть тебя на картинке, даст тебе код: `/accept CODE`.
accept-title = **Кому одолжено твоё лицо**
accept-line = { $number }. { $host }: { $state ->
        [agreed] ещё не нарисовано
       *[used] нарисовано
    }
accept-unknown = Такого приглашения нет или оно устарело. Попроси новый код.
accept-own = Это твой собственный код. Передай его тому, кого хочешь видеть на картинке.
button-lend = Да, возьми моё лицо
button-take-back = { $number ->
        [0] Взять назад
       *[other] Взять назад { $number }
    }
lent-only-here = Это лицо одолжено только для этой картинки, использовать его иначе нельзя.
template-done = **Вот и ты:**
template-alt = Созданная ИИ картинка со вставленным лицом
template-each = лицо { $face }: сходство { $percent } %
template-unlike = Ни одна не похожа настолько, чтобы назвать это тем же человеком. Могут помочь ещё селфи или другая картинка.
template-guest = Гость одолжил лицо только для этого рисунка и может взять согласие назад.
error-template-gone = Картинка была удалена раньше, чем я успел рисовать. Пришли её ещё раз.
error-guest-left = Кто-то взял назад лицо, одолженное для этой картинки, поэтому ничего не нарисовано. Это тебе ничего не стоит. Выбери ещё раз, кто где.
tryon-prompt = **Какую одежду на тебя надеть?** Пришли сейчас её картинку, лучше на одном человеке, чьё лицо видно. Она удаляется примерно через час после последнего рисунка.
tryon-found = **Найдено вещей: { $count }.** Отмеченное ✓ остаётся точно как на картинке.
tryon-garment = { $number }. { $kind ->
        [top] верх
        [bottom] брюки или юбка
        [dress] платье
       *[whole] всё целиком
    }
tryon-redrawn = Нарисовано заново: { $parts }.
tryon-stays = Остаётся как на картинке: { $parts }.
tryon-found-alt = Картинка с номером и цветом на каждой вещи
tryon-squares = Какие клетки? Напиши их, например `B3` или `B3 C4`; последняя — { $last }.
tryon-no-square = Клетки { $name } нет; последняя — { $last }.
tryon-still-looking = Минутку, клетки ещё не готовы. Напиши их чуть позже.
tryon-nothing-kept = Одна вещь должна остаться, иначе примерять нечего.
tryon-backdrop = Какой фон?
tryon-background-unknown = Я знаю такие фоны: { $known }.
tryon-done = **Примерено:**
tryon-alt = Созданная ИИ картинка с примеркой одежды
button-wear = Нарисуй меня в этом
button-backdrop = Другой фон
button-more-garment = Чего-то не хватает
button-less-garment = Лишнее
button-clothes = Назад к одежде
quota-template = Рисунков в картинках: { $most ->
        [0] { $count }
       *[other] { $count } из { $most }
    }, { $minutes } мин.
quota-tryon = Примерок: { $most ->
        [0] { $count }
       *[other] { $count } из { $most }
    }, { $minutes } мин.
mydata-agreements = Сколько раз одолжено твоё лицо: { $count }
forget-agreements = { $count ->
        [one] { $count } согласие одолжить лицо
        [few] { $count } согласия одолжить лицо
        [many] { $count } согласий одолжить лицо
       *[other] { $count } согласия одолжить лицо
    }
