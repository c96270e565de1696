### Every sentence a person reads. Short, warm, one clear thing and what to do next.
### Commands stay as they are in every language: /portrait, /selfies, /train ...

# ---- Pieces
list-or = { $rest } or { $last }
list-between = { $one }, { $two }
list-sentences = { $one } { $two }
list-and = { $rest } and { $last }
time-left = { $seconds ->
    [0] any moment now
   *[other] { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }
}
finish = Ready in { $time }.

# ---- Start and help
start-new = **Hello!** I am a bot that learns your face from a few selfies and makes portraits of you in any style.
start-collecting = **Welcome back!** I have { $accepted ->
        [0] no usable selfie of you yet
        [one] one usable selfie of you
       *[other] { $accepted } usable selfies of you
    }. Send more, or press Done.
start-ready = **Welcome back!** I know your face. Try /portrait { $style }, or pick a style below.
start-training = **Welcome back!** I am still learning your face; /queue shows how far I am.
start-group = **Hello!** Faces are private: write to me in a private chat and I will make your portrait there.
help-title = **What I can do**
help-hint = Send selfies, press Done, then ask for a portrait. That is all it takes.
help-start = Begin, or see where you left off
help-help = Show what I can do
help-selfies = Send or add selfies
help-alive = Show that the photos are of me
help-train = Learn my face from the selfies
help-portrait = Make a portrait of me in a style
help-styles = See the styles
help-gallery = My finished pictures
help-show = Show a finished job again
help-again = Make the last portrait again
help-queue = My waiting and running jobs
help-cancel = Stop a job
help-me = What I was recognised as
help-mydata = What is stored about me
help-export = Get everything stored about me
help-forget = Erase everything about me
help-receipt = Check the receipt of an erasure
help-language = Choose my language
help-privacy = How my photos are treated
help-settings = My defaults
help-quota = What I can still use today
help-whoami = Show my id on this platform
help-report = Report a picture or a problem
help-paysupport = Who to ask about a payment
help-terms = What is sold here and when it is paid back
help-stats = Statistics of this bot
help-ban = Ban a person
help-allow = Lift a person's ban
help-pause = Accept no new jobs
help-resume = Accept new jobs again
help-audit = The latest entries of the audit log
param-style = Name of a style
param-count = How many pictures, 1 to 10
param-limit = Pictures per day, 0 to 1000
param-seed = Seed: the same number gives the same picture
param-face = How strongly your face is used, 0.5 to 1.3
param-strength = How strongly the style is used, 0 to 1
param-search = A word to search for
param-job = Number of the job
param-language = Language
param-setting = What to set
param-value = The new value
param-reason = What is wrong
param-person = platform:user

# ---- Consent
consent-text = **Before the first selfie.** To draw you, I look at your photos and learn a model of your face. The best of the photos are kept with it, because pictures are made from them; both go when nothing was drawn with your face for a year, at the latest. That is biometric data. It is encrypted with a key of your own, which is locked with the master key of whoever runs this bot; it is used only for pictures you ask for, shown to nobody else, and erased with /forget at any time. Every picture I make is marked as AI-generated. Do you agree, is it you on the photos, and are you 18 or older?
consent-text-photos = I keep { $waiting ->
        [one] the photo you just sent
       *[other] the { $waiting } photos you just sent
    } unopened until you have answered.
consent-short = I still need your answer to go on: do you agree to how I treat your photos, is it you on them, and are you 18 or older?
button-read-again = Read it again
button-agree = I agree, it is me, and I am 18+
button-disagree = No
button-privacy = Read more
consent-given = Thank you! Now send me selfies: five or more, one by one or as an album.
consent-refused = That is fine. I have not kept any of your photos. If you change your mind, send /start.
consent-withdraw = **Shall I erase everything?** I still have photos of you or things made from them. Without your consent they have to go, together with your learnt face and all your pictures, jobs and settings. This cannot be undone. Until you press Yes, everything stays as it is.
consent-changed = The text has changed since you agreed, so I ask again.

# ---- Selfies
selfies-ask = **Send me selfies**, one by one or as an album. Five or more make a much better likeness: different light, different angles, only you, face clearly visible, no sunglasses.
selfies-ask-more = **Send me more selfies** and I will learn your face again together with the { $accepted ->
        [one] one
       *[other] { $accepted }
    } I already have. You can keep making portraits in the meantime.
selfies-status = **Selfies: { $accepted ->
        [0] none usable yet
        [one] 1 usable
       *[other] { $accepted } usable
    }**
selfies-looking = { $waiting ->
        [one] Looking at one photo …
       *[other] Looking at { $waiting } photos …
    }
selfies-line-good = { $number }. ✓ good
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … looking
selfies-earlier = … and { $count ->
        [one] one photo
       *[other] { $count } photos
    } before that
selfies-few = { $accepted ->
        [one] One photo is enough to begin
       *[other] { $accepted } photos are enough to begin
    }, but with { $recommended } or more the likeness is much better.
selfies-enough = That is enough for a good likeness. Press Done, or send more.
selfies-none = Send a clear photo of your face to begin.
selfies-full = I have looked at { $most } photos, which is the most I can take for one person. Press Done to go on, or /forget to start over.
selfies-understood = I see { $looks }. Wrong? Correct me with the buttons.
selfies-two-people = The photos show two people equally often. Which one are you?
button-this-is-me = Photo { $number } is me
selfies-under-age = Too many of these photos look under 18, and I only make portraits of adults, so I cannot learn this face. If you are an adult, send newer photos.
alive-ask = **Show that it is you.** Within { $minutes } minutes, send a video of your face (a video note is fine) or one photo for each step, in this order:
alive-side = Turn your head to one side
alive-up = Look up
alive-mouth = Open your mouth wide
alive-eyes = Close both eyes for a moment
alive-next = Good. Now the next one; still to come: { $left }.
alive-late = That took too long. Ask for new steps.
alive-enough = You have had { $most } tries today. Tomorrow you can try again, with other steps.
alive-needed = Before I learn this face, I need to see that it is yours. Make a few movements in a video or in photos.
alive-done = Thank you, it is you. What you sent is deleted.
alive-no-unreadable = I cannot read this. Send a video or photos of your face.
alive-no-face = I lost sight of your face. Try again in good light.
alive-no-person = This does not look like the person in your photos.
alive-no-code = Those were not the steps I asked for, or they were in a different order. Do each one clearly and look straight ahead in between.
button-alive = Show that it is me
selfies-training = I am learning your face right now. Send more photos when that is done, or stop it with /cancel.
selfies-not-looked = I could not look at this photo. Please send it again.
selfies-not-set-up = I cannot look at photos yet, because this bot is not fully set up. The operator has been told; please try again later.
button-done = Done, learn my face
button-correct = Correct these details
looks-man-young = a young man
looks-man-adult = a man
looks-man-mature = a man aged 40 or over
looks-woman-young = a young woman
looks-woman-adult = a woman
looks-woman-mature = a woman aged 40 or over
looks-age = about { $age } years old
looks-full = **{ $who }**, { $age }
me-none = I know nothing about your face yet. Send me a selfie to begin.
me-looks = I see { $looks }.
me-corrected = Thank you. From now on I see **{ $who }**.
me-retrain = Press Done to learn your face again with this change.
me-photos = { $accepted ->
        [0] No usable photo yet.
        [one] From one photo.
       *[other] From { $accepted } photos.
    }
button-man = Man
button-woman = Woman
button-young = Younger adult
button-adult = Adult
button-mature = 40 or over

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = This is not a picture. Send a photo as JPEG, PNG, WebP or HEIC.
photo-unknown-format = I cannot read this kind of picture. Send it as JPEG, PNG, WebP or HEIC.
photo-broken = This picture arrived damaged. Send it again, preferably as a file.
photo-too-many-pixels = This picture has far too many pixels for me. Send an ordinary phone photo.
photo-too-large = This file is too large for me. Send it as a photo instead of a file.
photo-sticker = A sticker shows me nothing of you. Send a photo of your face.
photo-animated = This is an animation. Send a still photo.
photo-no-face = I cannot see a face here. Face the camera in good light, with nothing in front of you.
photo-several-faces = I see more than one person. Send a photo with only you, or crop it.
photo-face-too-small = Your face is too small here. Come closer, or crop the photo.
photo-blurred = This photo is blurred. Hold still, wipe the lens and try again.
photo-bad-light = The light is too dark or too harsh. Try facing a window.
photo-turned-away = Your face is turned too far away. Look more towards the camera.
photo-eyes-closed = Your eyes are closed here. Try again with open eyes.
photo-covered = Something covers your face. Take off sunglasses, mask or hand and try again.
photo-drawn = This looks like a drawing or a computer-made picture. I need a photo of you, taken with a camera.
photo-rephotographed = This looks like a photo of a screen or a print. Send the original photo, or take a new one.
photo-forwarded = This photo was forwarded. I only learn a face from photos you send yourself: if it shows you, save it and send it again.
photo-duplicate = I already have this photo or a nearly identical one. Send a different one.
photo-other-person = This looks like somebody other than the person in your other photos. Send photos of the same person only.
photo-under-age = This person looks under 18, and I only make portraits of adults. I can be wrong: if this is you, send one or two newer photos, which are then judged together, or write /report to reach the operator.
photo-nudity = I do not accept nudity. Send a photo with clothes on, ideally head and shoulders.

# ---- Training
train-no-photos = I need at least one usable selfie first. Send me a photo of your face.
train-still-looking = One moment, I am still looking at { $waiting ->
        [one] one photo
       *[other] { $waiting } photos
    }. Press Done again right after.
train-already = I am already learning your face. /queue shows how far I am.
train-nothing-new = I already know your face from these photos. Send more selfies to improve it, or ask for a portrait.
train-queued = Thank you! I will learn your face from { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }.
train-done = **I know your face now.** Done in { $minutes ->
        [0] less than a minute
        [one] about a minute
       *[other] about { $minutes } minutes
    }, from { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }. Which portrait shall I make first?
train-understood = I see **{ $who }**; use /me to correct this.
instant-ready = **I can make portraits of you already**, from your photos alone. They will look more like you once I have learnt your face.
button-again-train = Try again
button-relearn = Learn my face again

# ---- Portraits
portrait-before-training = I do not know your face yet. Send me a few selfies first, then press Done.
portrait-not-trained = I have { $accepted ->
        [one] one usable selfie
       *[other] { $accepted } usable selfies
    } of you but have not learnt from them yet. Press Done, then ask again.
portrait-training = I am still learning your face. Ask again when I say it is done; /queue shows how far I am.
portrait-scene-picture = I put your picture behind you. If it is a selfie for learning your face, send it again without words.
portrait-which = Which style?
portrait-style-elsewhere = The style “{ $name }” needs a larger model than this bot has. You can use { $closest } here, for example; /styles shows all.
portrait-unknown-style = There is no style called “{ $name }”. Did you mean { $closest }?
portrait-unknown-style-none = There is no style called “{ $name }”. /styles shows all of them.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % likeness
portrait-unlike = { $percent } % likeness (not close enough)
portrait-from-photos = Made from photos only; it will look more like you once I have learnt your face.
portrait-before = From your photos alone it was { $percent } % likeness.
portrait-outdated = Your face was learnt with an earlier version of the model. Let me learn it again and the likeness will improve.
portrait-best-unlike = None of these looks enough like you. Try “Closer to me”, or add more selfies.
portrait-unclean = I could not cut you out of these photos quite cleanly. A photo in front of a calm wall gives better pictures.
portrait-withheld = { $count ->
        [one] One picture is not shown because it contained nudity.
       *[other] { $count } pictures are not shown because they contained nudity.
    }
more-seeds = Seed: { $seeds }
portrait-label = AI-generated · job { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = AI-generated portrait in the style { $style }
portrait-few-photos = I know your face from only { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }; with { $recommended } or more the likeness will be much better. Add some with /selfies.
button-again = Again
button-like = Similar to the best
button-restyle = Other style
button-closer = Closer to me
button-bolder = More style
button-delete = Delete
button-report = Report
button-more = More …
button-back = Back
button-cancel = Cancel
button-files = As files
button-apart = All { $count } pictures
stickers-none = Stickers are made from your favourite pictures, and you have none yet. Mark some in your gallery, then try /stickers again.
stickers-nothing-new = All your favourites are stickers already. Mark another picture, or delete the stickers to make them again.
stickers-full = A sticker set holds { $most } stickers, and yours is full. Delete it to begin a new one.
stickers-act = I can make stickers from your favourites, or delete the ones you have.
stickers-done = Stickers made: { $count }. AI-generated.
stickers-skipped = Left out because nobody was found in them: { $count }.
stickers-nobody = I found nobody in these pictures, so there is nothing to cut out. Mark a portrait as a favourite and try /stickers again.
stickers-title = My portraits
stickers-delete-ask = Delete your stickers? They also disappear wherever they are installed.
stickers-deleted = Your stickers are deleted.
button-stickers-delete = Delete the stickers
apart-text = Job { $number }: the pictures one by one.
apart-unsure = I was interrupted while sending these pictures. If any are missing, press the button again.
result-too-large = This file is { $megabytes } MB, and no more than { $most } MB can be sent here. Ask the operator of this bot for it.
button-styles = Styles
button-portrait = Portrait: { $style }
button-selfies = Add selfies
at-limit-face = Your face already has its full weight. Adding selfies helps more: /selfies.
at-limit-style = The style already has its full weight. Try another one: /styles.

# ---- Styles
styles-title = **Styles** · { $from }–{ $to } of { $total }
styles-found = **Styles** with “{ $search }” · { $from }–{ $to } of { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = { $count } more need a larger model than this bot has.
styles-alt = Preview of the style { $title }, AI-generated
styles-none = No style matches “{ $search }”. Here are all of them.
styles-nothing = This bot has no styles installed. Please tell the operator.

# ---- Jobs: queue, progress, cancel
queue-empty = You have no waiting or running jobs. Ask for a portrait with /portrait.
queue-title = **Your jobs**
queue-line = { $number }. { $what }: { $state }
what-enrol = learning your face
what-instant = getting to know you from your photos
what-portrait = portraits, { $style }
what-inspect = looking at a photo
what-alive = checking that it is you
what-other = a job
what-stickers = stickers
what-inspect-garment = looking at clothes
what-tryon = trying on clothes
state-queued = { $position ->
        [1] next in line
       *[other] waiting, place { $position }
    }
state-running = running
progress-queued = { $what } · { $position ->
        [1] next in line
       *[other] place { $position } of { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = getting ready
stage-loading = loading the models
stage-preparing = preparing your photos
stage-instant = a first picture from your photos; still learning
stage-training = step { $done } of { $total }
stage-aside = paused at step { $done } of { $total } while a picture is made
stage-drawing = making the picture, step { $done } of { $total }
stage-cutting = cutting out, { $done } of { $total }
stage-trying = trying face and style weights
stage-finishing = finishing, { $done } of { $total }
stage-other = working, { $done } of { $total }
cancel-none = You have no waiting or running jobs.
cancel-which = Which one shall I stop?
cancel-unknown = You have no job { $number }. /queue shows your jobs.
cancel-finished = Job { $number } is already finished. /show { $number } shows it again.
cancel-done = Job { $number } is cancelled. It does not count towards your limit.
cancel-by-operator = The operator of this bot has stopped job { $number }. It does not count towards your limit.
cancel-asked = I am stopping job { $number } …

# ---- Talking portraits
help-talk = Make one of my portraits talk
param-text = What it should say
param-voice = Name of a voice, such as en-anna
param-motion = Head movement, 1 to 46
talk-prompt = What should it say? Write it, or send a voice message, audio or video of up to { $seconds } seconds. I use a voice in your language unless you choose another.
talk-which = Which portrait should talk?
talk-portrait = Job { $number }, picture { $rank } · { $style }
talk-no-portrait = You have no portrait that could talk yet. Make one first, then send your voice message again.
talk-portrait-gone = That portrait is no longer here. Make a new one with /portrait.
talk-not-heard = I could not download that recording. Please send it again.
talk-file-too-large = That file is too large for me. Send a shorter recording, or audio without the picture.
talk-text-too-long = That is too long for one clip: { $characters } characters, and the limit is { $most }. Shorten it, or make two clips.
talk-done = **Your talking portrait**, { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
talk-voice = Spoken by { $voice }
talk-label = AI-generated · job { $number }
talk-gif = The beginning as a GIF. AI-generated.
talk-delete-ask = Delete the clip of job { $number }?
talk-delete-done = The clip of job { $number } is deleted.
button-talk = Make it talk
button-voices = Voices
button-motion = Movement
button-listen = Listen
button-note = Video note
button-finer = Finer (slow)
button-gif = As GIF
voice-which = Which voice? I will keep it for later clips.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] natural
        [online] natural, online: your text is sent to Microsoft
       *[robot] robot
    })
voice-chosen = From now on I use { $voice }.
voice-gone = The voice “{ $name }” is no longer available. The voices menu shows the others.
voice-none = No voice is set up on this bot.
voice-soon = { $voice } is about to speak …
voice-heard = This is how it sounds. AI-generated.
voice-sample = Hello! This is how your portrait sounds when it speaks to your friends.
motion-which = How should the head move? I will keep it for later clips.
motion-still = Keep still
motion-style = Movement { $number }
motion-chosen = From now on: { $motion }.
what-talk = a talking portrait
what-speak = a voice sample
stage-looking = looking at the portrait
stage-speaking = preparing the voice
stage-animating = animating the face, frame { $done } of { $total }
stage-enhancing = preparing the finer picture
sound-broken = I cannot read this recording. Send it as a voice message, MP3, WAV or MP4.
sound-no-audio = There is no sound in this file. Send a voice message, or a video with sound.
sound-too-long = This lasts { $seconds } seconds, and a clip can be up to { $most } long. Send a shorter recording.
sound-too-short = This is too short. Say at least one word.
sound-silent = I hear nothing in this recording. Check the microphone and speak again.
sound-no-speech = I hear no speech in this, perhaps only music or noise. Send a recording of somebody speaking.
text-empty = There is nothing in this text to read aloud. Write some words.
text-too-long = This text is too long for one clip. The limit is { $most } characters.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = There is no voice “{ $name }”. Try one of these: { $closest }.
error-voice-unreachable = The online voice does not answer. Choose a voice that works offline, or try again later.

# ---- Gallery
gallery-empty = You have no pictures yet. Make the first with /portrait.
gallery-title = **Your portraits** · { $from }–{ $to } of { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] one picture
       *[other] { $count } pictures
    }, best { $percent } % likeness
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] one picture
       *[other] { $count } pictures
    }
gallery-show = Show { $number }
show-unknown = You have no job { $number }. /gallery shows your pictures.
show-unfinished = Job { $number } has no pictures to show. /queue shows what is still running.
show-gone = The pictures of job { $number } are no longer stored. “Again” makes new ones.
again-none = There is nothing to make again yet. Make the first with /portrait.
delete-ask = Delete the pictures of job { $number } permanently?
delete-ask-more = What was made from them, such as a talking portrait, is deleted too.
delete-done-more = What was made from them is deleted too.
delete-done = The pictures of job { $number } are deleted.
button-delete-yes = Yes, delete
button-no = No
files-text = { $style } · seed { $seed }

# ---- Settings and language
settings-title = **Your defaults**
settings-pictures = Pictures each time: { $count }
settings-style = Default style: { $style }
settings-style-ask = ask me
settings-language = Language: { $language }
settings-saved = Saved.
settings-unknown = There is no setting “{ $name }”. You can set { $known }.
settings-style-none = any
button-pictures = { $count }
button-language = Language
language-ask = Which language shall I speak?
language-set = From now on I speak English.
language-unknown = I do not speak “{ $name }” yet. I speak { $known }.
language-name = English

# ---- Quota
quota-text = In the last 24 hours you used { $used } of { $total } minutes of computing time. A portrait takes about { $portrait } seconds, learning a face about { $training ->
        [one] one minute
       *[other] { $training } minutes
    }.
quota-jobs = Waiting or running: { $queued } of { $most } jobs.
quota-spent = You have used today's computing time. Try again in { $hours ->
        [one] an hour
       *[other] { $hours } hours
    }; /quota shows your usage.
quota-queue = You already have { $most } jobs waiting. Let one finish, or stop one with /cancel.
button-stars = Make it now for { $stars } ⭐
stars-title = Portraits: { $count }
stars-text = Made now, although today's computing time is used up. If they cannot be made, you get your Stars back.
stars-gone = This offer no longer holds. Ask for the portrait again.
stars-back = Your { $stars } ⭐ are on their way back to you: what you paid for was not made.
stars-support = Questions about a payment? Write them with /report: the operator of this bot reads them. What was paid for and not made is given back automatically.
stars-terms = **What is sold here.** A portrait beyond today's free computing time costs { $stars } ⭐ a picture. It is made at once, by the same rules as every other. If it cannot be made, is stopped or is withheld, your Stars come back automatically. For everything else there is /paysupport.
paused = I am taking a short break for maintenance and accept no new jobs. Please try again later; nothing of yours is lost.

# ---- Privacy
privacy-text = **Your photos, your face, your rules.** Photos, the model of your face and your pictures are encrypted with a key of your own. Location and other hidden data are removed from every photo. Nobody else can use your face, and your photos train nothing but your own model. Apart from the chat platform you use, only the operator of this bot holds your photos. Every picture is marked as AI-generated. I only make portraits of adults, and I do not show nudity. In a picture you want to be put into, other people's faces are only found and replaced. They are compared only with faces blocked here by their owners, and never learnt or kept; the picture is deleted about an hour after it was last used. Another person is put into a picture only after they have said Yes themselves, and only for that one picture. /mydata shows what is stored, /export sends it to you, /forget erases it by destroying your key.
mydata-title = **What is stored about you**
mydata-consent = Consent: version { $version }, given on { $date }.
mydata-no-consent = Consent: not given.
mydata-faces = Faces learnt: { $count }
mydata-selfies = Selfies: { $count }
mydata-pictures = Pictures made: { $count }
mydata-files = Files: { $count }, together { $megabytes } MB
mydata-jobs = Jobs: { $count }
mydata-language = Language: { $language }
mydata-next = /export sends you everything, /forget erases it.
export-ready = Everything stored about you, as one archive. Keep it safe: it holds your photos.
export-parts = Everything stored about you, in { $count } archives because it is too large for one. Each opens by itself; `about.json` is in the first. If a file name ends in .001, the other pieces of that file are in the archives that follow: join them in order. Keep the archives safe: they hold your photos.
export-part = Archive { $number } of { $count }.
export-impossible = This bot is set up without exports. Please ask the operator.
forget-ask = **Erase everything?** Your photos, your learnt face, all pictures, jobs and settings. This cannot be undone.
button-forget = Yes, erase everything
forget-done = **Everything is erased.** Deleted: { $parts }. Your key is destroyed, so no copy can be opened again. The pictures I sent you are removed from our chat as well. Goodbye! /start begins again.
forget-yours = What you sent me stays in this chat until you delete it.
forget-receipt = If you ever want to check this, keep this receipt: **{ $code }**. /receipt with this code says whether the account is still erased; it names nobody.
receipt-erased = The account of this receipt was erased on { $date }, and nothing of it is stored here.
receipt-unknown = There is no receipt with this code. Check the letters.
forget-day = What you used of your daily limits counts until tomorrow, under a code without your name.
pictures-gone = These pictures are deleted.
message-gone = This message was deleted: somebody it named is no longer here.
forget-selfies = { $count ->
        [one] one selfie
       *[other] { $count } selfies
    }
forget-faces = { $count ->
        [one] one learnt face
       *[other] { $count } learnt faces
    }
forget-pictures = { $count ->
        [one] one picture
       *[other] { $count } pictures
    }
forget-jobs = { $count ->
        [one] one job
       *[other] { $count } jobs
    }
forget-account = your account and settings
forget-kept = Nothing was changed.
report-ask = What is wrong? Just write it. The operator of this bot will read it and see the picture.
report-thanks = Thank you. Your report has reached the operator of this bot.
report-where = To report a picture in this group, reply to it with /report. Report anything else in a private chat with me.
report-why = What is wrong with it? The operator of this bot will see the picture and your answer.
report-reason-not-me = It is not me
report-reason-offensive = It is offensive
report-reason-minor = It shows somebody under 18
report-reason-other = Something else
report-undo = Withdraw report
report-undone = Your report is withdrawn.
report-settled = This report has already been decided.
report-gone = This report no longer exists.
report-limit = You have sent { $most } reports today. The operator of this bot has them; you can send more tomorrow.
report-taken-back = Report { $number } was withdrawn.
report-dismiss = Dismiss
report-ban = Ban
report-dismissed = Report { $number } is dismissed.

# ---- Admin
whoami = Your id here is `{ $name }`. The operator can make you an admin by adding it to ADMIN_IDS.
whoami-admin = Your id here is `{ $name }`, and you are an admin.
alert-model-missing = A job failed because a model is missing: { $component }. Fetch it with `{ $how }`; people are told that the bot is not set up yet.
alert-model-damaged = A job failed because a model is damaged: { $component }. Repair it with `{ $how }`.
admin-stats = **Statistics**
admin-stats-people = People: { $people }
admin-stats-jobs = Jobs: { $queued } waiting, { $running } running, { $done } done, { $failed } failed
admin-stats-paused = New jobs: { $paused ->
        [yes] paused
       *[no] accepted
    }
admin-unknown-person = I know nobody called “{ $person }”. I need their id, such as `telegram:12345`; they see it with /whoami.
admin-not-yourself = You cannot ban yourself or another admin.
admin-banned = { $person } is banned. Waiting jobs cancelled: { $count }.
admin-allowed = { $person } may use the bot again.
admin-paused = Paused: no new jobs are accepted. Go on with /resume.
admin-resumed = New jobs are accepted again.
help-jobs = See what waits and runs for everybody, and stop it
jobs-title = **Waiting and running**
jobs-line = { $number }. { $kind }: { $state ->
        [running] running
       *[queued] waiting
    }
jobs-stopped = Job { $number } is stopped. Its owner is told.
jobs-stopped-of = Jobs of { $person } stopped: { $count }.
jobs-none = Nothing waits or runs.
jobs-unknown = This job has ended already, or there is no job with that number.
button-stop-job = Stop
admin-audit-title = **Audit log, newest first**
admin-audit-empty = The audit log is empty.

# ---- Answers to what does not fit
banned = You can no longer use this bot. If you think that is a mistake, contact the operator.
flood = Slow down a little, please. Try again in { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    }.
private-only = Faces are private. Please try this in a private chat with me.
anonymous-admin = You are writing as the group, so I cannot know whose face you mean. Switch off "Remain anonymous" for a moment, or write to me in a private chat.
result-not-allowed = I may write in this chat, but not send pictures or files. Its admins can allow it; in a private chat I can always send it to you.
unknown-command = There is no /{ $name }. Did you mean { $closest }?
unknown-command-none = There is no /{ $name }. /help shows what I can do.
unknown-button = This button no longer works. Send /start to go on.
edited-instead = You changed your message, so I make what it says now.
said-most = I can make at most { $most } pictures at a time.
said-caption-later = I take this photo as a selfie first. Once I know your face, say “{ $style }” again.
said-new = Send me a selfie to begin, or /help to see what I can do.
said-collecting = I am collecting your selfies. Send photos, or press Done.
said-ready = I did not understand that. Describe a style in your own words, like “cyberpunk, with a smile”, or pick one:
said-offer = Did you mean one of these?
said-thanks = You are welcome! Shall I make another one?
said-unused = I could not use these words: { $words }.
argument-missing = I also need this: { $name }. Add it after the command.
argument-not-a-number = { $name }: this has to be a number, not “{ $value }”.
argument-out-of-range = { $name } must be between { $least } and { $most }.
argument-too-small = { $name } must be at least { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = Something went wrong on my side. It does not count towards your limit; please try again.
error-bad-photo = One of the photos cannot be used. { $sentence }
error-not-enough-photos = I need { $needed ->
        [one] at least one usable photo
       *[other] at least { $needed } usable photos
    } and have { $usable }. Send me more selfies.
error-unknown-style = The style “{ $name }” no longer exists. /styles shows all of them.
error-style-not-here = The style “{ $name }” does not work with this bot's current model. Please choose one from /styles; the operator can add it with `{ $how }`.
error-bad-adapter = The file of this style is damaged or was made for another model. Please choose another style; the operator can see the reason with `python -m bot styles`.
error-bad-base = The base model of this bot ({ $name }) is not described correctly. The operator can see the reason with `python -m bot doctor`.
error-other-base = This bot has a new model, and your face was learnt with the old one. Send /selfies and press Done to learn it again.
error-no-identity = I do not know your face yet. Send me selfies first, then press Done.
error-under-age = The person in these photos looks under 18, and I only make portraits of adults. If this is you, send newer photos.
error-child-in-picture = There may be a child in this picture, so I cannot put anybody into it or make it talk. Choose another picture.
error-portrait-covered = Something covers the mouth in this picture, such as a mask or a hand, so it cannot talk. Choose one with the face uncovered.
error-unsafe-picture = The pictures are not shown because they contained nudity. Try another style or press Again.
error-content-refused = { $category ->
    [sexual] I do not show or say anything sexual about real people. Rephrase it, or ask for something else.
    [minors] I do not put children or teenagers into pictures like this or make anybody look like a child. Ask for something else.
    [violence] I do not show or say violence against people or threats. Ask for something else.
    [figures] I do not turn anybody into a well-known person or let anybody claim to be one. Leave the name out.
    [hate] I do not show or say hate or abuse against people. Rephrase it.
    [documents] I do not make pictures for forged papers or papers in another name. Ask for something else.
   *[operator] The operator of this bot does not allow these words. Rephrase it.
}
error-unfit-portrait = This picture cannot be made to talk. Try another portrait.
error-portrait-without-face = I see no face in this picture, so it cannot talk. Try another portrait.
error-portrait-face-too-small = The face in this picture is too small to talk. Try one where it is larger, or crop the picture.
error-portrait-turned-away = The head in this picture is turned too far to the side to talk. Try a portrait that looks more towards the camera.
error-weight-missing = This bot is not fully set up yet: it lacks a model ({ $component }). The operator has been told and can download it with `{ $how }`.
error-weight-corrupt = A model of this bot is damaged ({ $component }). The operator can repair it with `{ $how }`.
error-source-unreachable = A model ({ $component }) could not be downloaded right now. Please try again later.
error-out-of-memory = The machine ran out of memory. Try fewer pictures at once, or try again later.
error-base-too-large = The base model of this bot ({ $name }) does not fit this machine: neither its graphics card nor its memory is large enough. The operator can choose another with ENGINE_BASE; `python -m bot doctor` says more.
error-needs-cuda = The base model of this bot ({ $name }) runs on a graphics card with CUDA or ROCm only, and this machine has none. The operator can choose another with ENGINE_BASE.
error-device-lost = The graphics card stopped answering three times in a row. It does not count towards your limit; please try again later.
error-not-a-number = The model produced invalid numbers and no picture. It does not count towards your limit. Try another style or a lower weight; the operator can check the files with `python -m bot weights verify`.
error-disk-full = The machine's disk is full, so I could not save your result. Nothing is lost; please try again later.
error-files-unreachable = The store that keeps your pictures does not answer just now, so I could not save this. Nothing is lost; please try again later.
files-wait = This waits: the store that keeps your pictures does not answer just now. Nothing is lost, and I go on with it as soon as it does.
files-too-many = That is more than I can take at once. Send the rest in ten minutes.
error-cancelled = Cancelled, as you asked. It does not count towards your limit.
error-worker-died = This job failed several times. It does not count towards your limit; please try again.
error-laid-aside = This training was laid aside for somebody's picture and did not go on. It does not count towards your limit; please try again.

# ---- Forms
button-tune = Change and repeat …
menu-talk = Make it talk
file-parts = This file is larger than Discord allows, so it comes in { $count } parts. Save them in one folder and open { $name } with a program such as 7-Zip, which joins them.
form-selfies = Selfies
form-photos = Up to ten selfies
form-photos-hint = Only you, face clearly visible, different light and angles.
form-agree = I agree, it is me, and I am 18+
form-agree-hint = Without your consent the photos stay unopened.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = My favourite pictures
help-stickers = Make stickers from my favourites
help-presets = My saved presets
help-link = Use the same account on another platform
help-post = Show a finished picture of mine in this group
help-reports = What people reported
help-setquota = Set a person's computing time per day
help-adult = Confirm that a person is an adult, overriding the age check
help-setstyle = Switch a style off or on
help-broadcast = Send a message to everybody who wants news
help-limit = Pictures per day that may be shown in this group
param-do = use, save or delete
param-act = make or delete
param-name = Name of the preset
param-code = Link code from the other platform, or invitation code
param-receipt = Code of the receipt
param-picture = Which picture of the job
param-minutes = Minutes per day; leave out for the general limit
param-state = on or off
button-favourite = Favourite
button-favourites = My favourites
button-gallery = My pictures
favourites-empty = You have no favourites yet. Press “Favourite” under a portrait to keep it until you delete it.
favourites-title = **Your favourites** · { $from }–{ $to } of { $total }
favourites-caption = Job { $number }, picture { $rank } · { $style }
favourites-which = Which picture of job { $number }? Press a marked one again to remove the mark.
favourites-pick = Picture { $rank }
favourites-added = ★ Picture { $rank } of job { $number } is now a favourite and stays until you delete it.
favourites-removed = Picture { $rank } of job { $number } is no longer a favourite and expires like the others.
presets-none = You have no presets yet. Under a portrait, behind “More …”, there is a button that saves its settings.
presets-title = **Your presets**
presets-line = **{ $name }**: { $style } × { $count }
button-keep-preset = Save as preset
presets-ask = What should this preset be called?
presets-placeholder = holiday
presets-draw = Use { $name }
presets-saved = Saved as **{ $name }**: { $style }, from job { $number }.
presets-deleted = The preset “{ $name }” is deleted.
presets-unknown = You have no preset “{ $name }”. /presets shows yours.
presets-full = You already have { $most } presets, the most you can save. Delete one in /presets first.
link-code =
    Your link code: **{ $code }**
    Send me `/link { $code }` on the other platform within { $minutes } minutes. It works once, and nothing is linked before you have confirmed it there. Keep it secret: anyone who has it can take over your account.
link-ask = **Link both accounts?** Only one of them can stay; everything in the other is erased. Go on only if you created this code yourself: otherwise somebody else gets your account.
link-there = There (where the code comes from): faces { $faces }, pictures { $pictures }, open jobs { $jobs }
link-here = Here: faces { $faces }, pictures { $pictures }, open jobs { $jobs }
link-two-faces = Both accounts have a learnt face. Faces are never mixed: the account that stays keeps its own.
link-warning = What is erased cannot be restored; get it first with /export.
button-link-there = Keep the other account
button-link-here = Keep this account
link-asked = I have asked on { $platform }, where the code was created. Answer there within ten minutes; until then nothing changes. There you are shown the number **{ $check }**: if it is another one, say No.
link-confirm = **Is that you?** { $name } on { $platform } has entered the code you created here and wants to share your account: your face, your pictures and all your rights. { $kept } Say Yes only if it was you and the number **{ $check }** stands there too.
link-keeps-yours = This account stays and the other one is erased.
link-keeps-theirs = The other account stays and **this one is erased**, with its face and pictures.
button-link-yes = Yes, that is me
button-link-no = No, not me
link-declined = The request was declined where the code was created. Everything stays as it is.
link-kept = Nothing was linked, and the code is no longer valid. If anybody has seen it, create a new one with /link.
link-done = **Linked.** Both platforms now use the same account; send /start to go on.
link-told = Your account here has just been linked with one on { $platform }. If that was not you, write to the operator of this bot at once.
link-wrong = This code is wrong or has expired. Get a new one with /link on the other platform.
link-tries = Too many wrong codes. Try again in { $minutes } minutes.
link-same = This code belongs to this account. Enter it on the other platform.
post-where = /post shows a picture in a group. Use it there.
post-label = AI-generated · { $style }
post-limit = No more than { $most } pictures per day may be shown in this group. Try again later.
limit-where = /limit is for a group. Use it there.
limit-set = Pictures per day in this group: { $most }.
setquota-done = { $person } may use { $minutes } minutes of computing time per day.
setquota-general = The general limit applies to { $person } again.
adult-on = The age check now treats { $person } as an adult, except for photos that clearly show a child. All admins can see this in /audit.
adult-off = The age check decides for { $person } again.
setstyle-none = No style is switched off. Press one to switch it off.
setstyle-list = Switched off: { $names }. Press one to switch it on or off.
setstyle-off = The style `{ $name }` is switched off.
setstyle-on = The style `{ $name }` is switched on.
broadcast-ask = This goes to { $count } people, one message each; people who turned news off are left out. Send it?
broadcast-sent = Being sent to { $count } people.
button-send = Send
button-no-news = Stop these messages
news-off = Understood, no more news. You can turn it on again in /settings.
reports-none = Nobody has reported anything.
reports-title = **Reports, newest first**
reports-job = job { $number }
reports-general = in general
reports-line = { $number }. { $person }, about { $about }: { $reason } ({ $state ->
        [dismissed] dismissed
        [banned] person banned
       *[open] open
    })
reports-show = Show { $number }
reports-person = a picture of { $person }
settings-news = News from the operator: { $news ->
        [off] no
       *[on] yes
    }
button-news-on = News: on
button-news-off = News: off
quota-kind = You can do this { $most } times in 24 hours here, and you have reached that limit. Try again later; /quota shows your usage.
quota-enrol = Faces learnt: { $most ->
        [0] { $count }
       *[other] { $count } of { $most }
    }, { $minutes } min
quota-portrait = Portrait jobs: { $most ->
        [0] { $count }
       *[other] { $count } of { $most }
    }, { $minutes } min
quota-talk = Talking portraits: { $most ->
        [0] { $count }
       *[other] { $count } of { $most }
    }, { $minutes } min
mydata-favourites = Favourites: { $count }
mydata-presets = Presets: { $count }
mydata-reports = Reports you sent: { $count }
mydata-platforms = Platforms you use: { $names }
platform-local = the web app
forget-favourites = { $count ->
        [one] one favourite
       *[other] { $count } favourites
    }
forget-presets = { $count ->
        [one] one preset
       *[other] { $count } presets
    }
forget-reports = { $count ->
        [one] one report
       *[other] { $count } reports
    }
fusion-turned-away = The head is turned too far in these to put your own face in.
fusion-turned = The head is turned in these, so less of your own face was put in.
fusion-glasses = There are glasses in either the photo or the picture but not both, so less of your own face was put in.
fusion-not-nearer = Putting your own face in did not improve the likeness here, so these stay as they were.
looks-person-young = a young person
looks-person-adult = a person
looks-person-mature = a person aged 40 or over
button-person = No preference
me-tags = On your photos: { $tags }.
tag-glasses = glasses
tag-sunglasses = sunglasses
tag-smiling = smiling
tag-open-mouth = open mouth
tag-closed-eyes = closed eyes
tag-raised-eyebrows = raised eyebrows
tag-looking-up = looking up
tag-pursed-lips = pursed lips
tag-hat = hat
tag-scarf = scarf
tag-suit = suit
tag-tie = tie
tag-uniform = uniform
tag-necklace = necklace
error-bad-template = Nobody can be put into this picture. Try another one.
error-no-face-in-template = I see no face in this picture to replace with yours. Send one that shows a face clearly.
error-nobody-placed = Each person needs exactly one place. Choose again who goes where.
error-no-such-face = There is no free face { $number } in this picture; it has { $faces }. Choose another number.
error-unfit-face = Face { $number } { $reason ->
        [child] belongs to somebody who looks under 18
        [too-small] is too small
       *[other] is turned too far away
    }. Choose another one or another picture.
error-spoilt-portrait = None of your photos makes a good picture in this style: { $fault ->
        [eyes] the eyes do not match
        [face] the face came out stained or distorted
        [blur] the face is not sharp
        [hair] a part of the hair is missing or smeared
        [background] the old background shows around you
        [cut] the edge of the photo shows
       *[other] the face does not look like you
    }. Try another style or framing, or send me a photo with a calm background.
error-spoilt-template = I tried several of your photos, and none looks right in this picture: { $fault ->
        [eyes] the eyes do not match
        [turned] the head is turned further than in your photos
        [blur] the face is less sharp than its surroundings
        [marred] the face came out stained or distorted
        [neck] the face and neck differ in colour
        [seam] the edge of the face shows
        [age] the face looks under 18
       *[other] the face does not look like you
    }. Try another picture, or let me learn your face from more photos.
error-bad-garment = I cannot show you in these clothes. Send a picture of one adult who wears them, seen from the front, with the face and the whole garment visible.
error-no-garment = { $reason ->
        [bare] I see somebody in this picture, but cannot tell their clothes from skin and background. Send a picture of one person who wears them, seen from the front, with the whole garment in it.
        [ground] I see clothes that nobody wears, on a background I cannot tell them from. Send a picture of one person who wears them, seen from the front, with the whole garment in it.
        [corrected] Your corrections leave nothing of the clothes. Take one of them back.
       *[nobody] I see nobody and no clothes in this picture. Send a picture of one person who wears them, seen from the front, with the whole garment in it.
    }
error-no-such-garment = There is no garment { $number } in this picture; I found { $garments }. Choose another number.
error-garment-not-worn = These clothes lie flat or hang, nobody wears them, and here I cannot put them on a body. Send a picture of somebody who wears them, face to the camera, such as the shop's photo with a model.
error-narrow-photos = In all your photos that would fit, the top of your head is cut off. Send me one taken from a step further away: your whole head with some space above the hair, your neck uncovered, facing the camera.
error-beard-cut = In these clothes your beard would be cut off at the chin, and none of your photos shows me all of it. Send me one from a step further away, in daylight: your whole head with the whole beard, facing the camera, before a plain wall of another colour.
error-garment-too-small = This picture is too small: its shorter side has { $pixels } pixels, I need { $needed }. Send a larger one.
error-unfit-head = The person wearing this { $reason ->
        [child] looks under 18, and I only replace the faces of adults. Send a picture in which an adult wears it
        [too-small] is too small in the picture for your face. Send a larger picture, or one taken from closer
        [turned-away] is turned too far away for your face. Send a picture taken from the front
       *[other] shows no face I could replace with yours: cut off, hidden, or seen from behind. Send a picture in which the whole head is seen from the front
    }.
error-scene-not-here = The base model here makes faces only, so it cannot make a background from words. Choose one of the ready backgrounds.
error-dresser-not-here = The way this bot is set to dress people ({ $name }) does not work with its base model ({ $base }). The operator can change it: TRYON_BACKENDS.
background-keep = as in the picture
background-white = white
background-grey = grey
background-studio = studio
background-evening = evening
background-beach = beach
background-woods = woods
background-city = city
background-bar = bar
part-face = face
part-hair = hair
part-skin = skin
part-body = body
part-background = background
part-clothes = clothes
button-private = Open our private chat

# ---- Into a picture, and into clothes
help-inpaint = Put me into a picture
help-tryon = Show me in the clothes from a picture
help-accept = Lend my face to somebody's picture
param-template = Name of a ready picture
param-background = The background behind me
param-scene = A background in words, or the name of a scene
menu-inpaint = Put me in
menu-tryon = Dress me in this
what-inspect-template = looking at a picture
what-template = putting you into a picture
title-template = Into a picture
title-tryon = Trying on clothes
somebody = somebody
picture-one-of-album = I take one picture at a time and used the first of your album. I did not keep the others.
inpaint-prompt = **Which picture shall I put you into?** Send it now. Faces in it are only found and replaced, never compared or learnt, and the picture is deleted about an hour after it was last used.
inpaint-found = { $count ->
        [one] I see one face. I will replace it with yours.
       *[other] I see { $count } faces. Only face { $face } can be replaced, so I will use that one for you.
    }
inpaint-place = The place in it is yours.
inpaint-places = **{ $count } places. Who goes where?** Empty places are left out, and the others move closer together.
inpaint-who = **I see { $count } faces. Who goes where?**
inpaint-plan = **Who goes where**
inpaint-alt = The picture with a number on every face
inpaint-unfit = { $count ->
        [one] The face in this picture cannot be replaced. Try another picture.
       *[other] None of the { $count } faces in this picture can be replaced. Try another picture.
    }
inpaint-nobody = Nobody has a place yet. Choose a face for yourself, or invite somebody.
inpaint-gone = This picture is no longer here: I keep pictures of other people only for a short while. Send it again.
inpaint-again-guest = A lent face can be used for one picture only. For another one, invite them again.
template-turned-away = turned too far away
template-too-small = too small
template-child = looks under 18, and I only replace the faces of adults
template-covered = covered by a hand, a mask or dark glasses
seat-unfit = Face { $face }: { $reason }
seat-line = Face { $face }: { $state ->
        [own] you
        [open] the person who uses your code
        [asked] waiting for { $name }
        [agreed] { $name } agrees
        [refused] { $name } said no
        [empty] stays free
       *[free] stays as it is
    }
button-seat = Put me on { $face }
button-draw = Make it now
button-invite = Invite somebody
button-unseat = Keep face { $face }
button-face = Face { $face }
button-faces = Other faces
button-templates = Ready pictures
templates-title = **Ready pictures** · { $from }–{ $to } of { $total }
templates-caption = { $title } · { $faces ->
        [one] one face
       *[other] { $faces } faces
    }
template-title-cover = Magazine cover
template-title-painting = Old painting
template-title-stamp = Postage stamp
template-title-print = Instant print
template-title-helmet = Astronaut
template-title-poster = Wanted poster
template-title-television = Old television
template-title-porthole = Submarine
template-title-duo = Side by side
template-title-hearts = Locket
template-title-call = Video call
template-title-film = Film strip
template-title-wall = Photo wall
template-title-team = Video call, four
template-title-booth = Photo booth
template-title-banknote = Banknote
template-title-premiere = Film poster
template-title-newspaper = Front page
template-title-record = Record sleeve
template-title-globe = Snow globe
template-title-billboard = Billboard
template-title-pop = Pop art
template-title-card = Playing card
template-title-cinema = At the cinema
template-title-band = Band poster
template-title-table = Holiday dinner
template-title-holiday = Holiday card
template-title-family = Family portrait
template-unknown = There is no ready picture “{ $name }”. Choose one of these.
invite-which = Which face is for your guest?
invite-code =
    The code for face { $face }: **{ $code }**
    Give it to the person you want there. They send me `/accept { $code }`, see the picture and decide. It works once, for { $hours } hours, and nobody's face is used without their own Yes.
invite-agreed = **{ $name } agrees** to be face { $face }.
invite-refused = { $name } does not want to be face { $face }.
invite-withdrawn = { $name } no longer agrees to be face { $face }. Nothing more is made with that face, and what was made with it is deleted here.
accept-ask = **{ $host } would like to put you into this picture, as face { $face }.** Your face is used for this one picture and nothing else. { $host } gets the finished picture, but none of your photos. You can withdraw with /accept. Do you agree?
accept-pose = The picture is still to be made: people in this pose, in the style “{ $style }”.
accept-words = { $host } describes it like this: “{ $words }”
accept-agreed = Thank you. You can withdraw at any time with /accept.
accept-refused = Understood: your face is not used.
accept-withdrawn = Withdrawn. Nothing more is made with your face, and what was made is deleted, in the chats too.
accept-none = You have not lent your face to anybody. A person who wants you in a picture gives you a line with a code: send it to me as it is.
accept-title = **Where you lent your face**
accept-line = { $number }. { $host }: { $state ->
        [agreed] not made yet
       *[used] made
    }
accept-unknown = This invitation does not exist or has expired. Ask for a new code.
accept-own = This code is your own. Give it to the person you want in the picture.
button-lend = Yes, use my face here
button-take-back = { $number ->
        [0] Withdraw
       *[other] Withdraw { $number }
    }
lent-only-here = Somebody lent you their face for this one picture, so it cannot be used for anything else.
template-done = **Your picture:**
template-alt = AI-edited picture with a face put in
template-source-photo = Made from the pixels of your own photo, in the light of the picture.
template-source-moved = Made from the pixels of your own photo, with another expression, in the light of the picture.
template-source-base = Made with your learnt face.
template-spoilt = { $count ->
    [one] One more came out badly and is not shown.
   *[other] { $count } more came out badly and are not shown.
}
template-each = face { $face }: { $percent } % likeness
template-unlike = None looks enough like the same person. More selfies or another picture may help.
template-guest = A guest lent a face for this one picture and may withdraw it.
error-no-shoulders = Place { $number } in this picture is for somebody seen with head and shoulders, and none of their photos shows that much. Let me learn the face again from a photo taken from further away, or choose another ready picture.
error-template-gone = The picture was deleted before I could use it. Send it again.
error-guest-left = Somebody has withdrawn the face they lent for this picture, so nothing was made. It does not count towards your limit. Choose again who goes where.
tryon-prompt = **Which clothes shall I put you in?** Send a picture of them now, ideally worn by one person whose face is visible. It is deleted about an hour after it was last used.
tryon-found = { $count ->
        [one] **I found one garment.** Everything marked ✓ stays exactly as in the picture.
       *[other] **I found { $count } garments.** Everything marked ✓ stays exactly as in the picture.
    }
tryon-flat = **Nobody wears these clothes ({ $count }).** I make you wear them after this picture, those marked ✓: pattern, letters and cut may come out a little different.
tryon-garment = { $number }. { $kind ->
        [top] top
        [coat] coat or jacket
        [trousers] trousers
        [skirt] skirt
        [uniform] jumpsuit
        [bottom] trousers or skirt
        [dress] dress
       *[whole] all of it
    }
tryon-redrawn = Made new: { $parts }.
tryon-stays = Stays as in the picture: { $parts }.
tryon-found-alt = The picture with a number and a colour on every garment
tryon-squares = Which squares? Write them like `B3` or `B3 C4`; the last one is { $last }.
tryon-no-square = There is no square { $name }; the last one is { $last }.
tryon-still-looking = One moment, the squares are not ready yet. Send them again shortly.
tryon-nothing-kept = At least one garment has to stay, otherwise there is nothing to try on.
tryon-backdrop = Which background?
tryon-background-unknown = You can choose from these backgrounds: { $known }.
tryon-done = **Tried on:**
tryon-alt = AI-generated picture of a person trying on clothes
button-wear = Try this on
button-backdrop = Other background
button-more-garment = Something is missing
button-less-garment = Too much
button-clothes = Back to the clothes
button-wardrobe = Sample clothes
wardrobe-title = **Clothes** · { $from }–{ $to } of { $total }
wardrobe-caption = { $title } · AI-generated
garment-title-denim-jacket = Denim jacket
garment-title-white-shirt = White shirt
garment-title-stripes = Striped T-shirt
garment-title-red = Red T-shirt
garment-title-black = Black T-shirt
garment-title-green = Green T-shirt
garment-title-blue-shirt = Blue shirt
garment-title-mustard = Mustard T-shirt
garment-title-navy = Navy T-shirt and jeans
garment-title-summer = White T-shirt and shorts
quota-template = Put into pictures: { $most ->
        [0] { $count }
       *[other] { $count } of { $most }
    }, { $minutes } min
quota-tryon = Try-ons: { $most ->
        [0] { $count }
       *[other] { $count } of { $most }
    }, { $minutes } min
mydata-agreements = Times you lent your face: { $count }
forget-agreements = { $count ->
        [one] one agreement to lend your face
       *[other] { $count } agreements to lend your face
    }

# ---- One's own photo as the canvas
portrait-label-edited = AI-edited · job { $number }
portrait-alt-edited = AI-edited photo in the style { $style }
portrait-enlarged = The face in your photo has few pixels, so it was enlarged and looks softer.
portrait-tighter = Your photos show less of you than you asked for, so the picture is cropped more tightly. A photo taken from further away would help.
source-photo = your photo in a new light
source-redrawn = your photo, with the face remade from your learnt face
source-moved = your photo in a new light, with another expression
portrait-mien-weak = In some pictures the expression is weaker than you asked for; a stronger one would have looked less like you.
source-base = made with your learnt face
expression-as-is = as I am
expression-smile = smile
expression-serious = serious
expression-surprised = surprised
stage-composing = putting your photo into the scene, { $done } of { $total }
error-unknown-scene = There is no scene “{ $name }”. Try { $closest }.
error-pose-not-here = Nothing steers this bot's base model ({ $base }) by a pose. Leave out pose=; the operator can choose Stable Diffusion with its ControlNet.
error-no-pose = I see nobody in the picture the pose was to come from. Send one that shows whole people clearly.
pose-prompt = **Whose pose?** Send a photo of one to four people, seen whole and clearly. I read where their joints and fingers are, keep only that, encrypted, and delete the photo at once; nobody's face in it is used.
pose-read = I have read the pose and deleted the photo.
pose-who = **{ $count } people in this pose. Who is who?** Everybody is asked before their face is used. Whoever takes no place is made as somebody who does not exist.
pose-words = Whoever you invite is shown your words before they decide.
error-fewer-drawn = The model did not make everybody's face clear, several times. Try again, another style, or a pose in which people face the camera.
portrait-pose-canvas = A pose is for newly made pictures, so it does not go with { $name }. Leave one of the two out.
argument-choice = { $name } can be one of: { $choices }.
param-expression = Facial expression
param-framing = How much of you is visible
param-shape = Shape of the picture, width to height
param-draw = canvas: your photo in the style; base: made with your learnt face

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } has no effect with the model used here. Leave it out.
param-size = Pixels of the longer side
param-refine = face: the face again in more detail; hires: the whole picture, larger
param-photos = no or yes: show the model my photos too, beside what it learnt
param-pose = Pose: whole body, several people, or that of a photo
param-preset = How thoroughly your face is learnt: quick, good or best
settings-shape = Shape: { $value }
settings-size = Longer side: { $value }
settings-refine = Detail: { $value }
settings-preset = Learning a face: { $value }
button-shape = Shape
button-size = Size
button-refine = Detail
button-preset = Learning
size-usual = as in the style
size-pixels = { $pixels } pixels
refine-none = standard
refine-face = face in more detail
refine-hires = whole picture, larger
photos-no = no
photos-yes = yes
preset-quick = quick
preset-good = good
preset-best = best
button-done-quick = Done, learn quickly
button-done-best = Done, learn thoroughly
button-finer-face = Finer face
button-photos-too = With my photos too

help-verify = Was this picture made here?
what-verify = looking for my mark
verify-prompt = Send me the picture or clip with /verify as its caption, or answer one with /verify. A crop or a screenshot will do too.
verify-yours = Made here: your job { $number }, { $what }.
verify-job = Made here: job { $number }, { $what }. It belongs to somebody else; you see this as an admin.
verify-here = This was made here. I tell nobody who made it.
verify-alike = This carries the mark of a bot like me, but I cannot match it to a job: the job was erased or is long past, too little of the mark is left, or another bot made it.
verify-nothing = I find no mark of mine. That proves nothing: heavy edits and small crops can remove it.
verify-says = The file itself says that it was made or edited with AI. Anybody can write that into a file.
stage-verifying = looking for the mark
# ---- A face that is blocked, and what was refused
help-block = Forbid this bot to use my face
help-strikes = Who was refused because of the content
help-pardon = Clear a person's refusals
help-blocked = The faces that are blocked here
help-unblock = Remove a face from the block list
param-number = Number of a blocked face
button-block = Yes, block my face
button-unblock = Allow my face again
block-ask = **Forbid this bot to use your face?** Your learnt face and your photos are deleted. If somebody else has taught me your face, nothing more is made with it. From then on I refuse every photo, picture and scene in which I see your face, no matter who sends it. For this I keep 128 numbers describing your face, encrypted and without your name. They are kept on purpose even after /forget. You can undo this later with /block undo, from this account on this platform.
block-done = **Your face is blocked here.** I will not learn it from anybody, and I refuse pictures I recognise it in. I can be wrong, above all with photos from the side or of poor quality. /block undo takes it back.
block-is = Your face is blocked here. /block me updates the block with the face in your newest photos.
block-none = You have not blocked a face here. If you did so from another account, the operator of this bot can undo it.
block-undone = Your face may be used again. Send selfies with /selfies to start over.
block-nobody-known = I do not know your face yet. Send a selfie first; once it is accepted, use /block me again.
forget-block = Your block stays, as you chose: 128 encrypted numbers without your name. /block undo removes it.
photo-blocked = The person in this photo has forbidden this bot to use their face. If it is you, /block undo allows it again.
error-blocked-face = Somebody in this picture has forbidden this bot to use their face, so I cannot use it. Send another one.
blocked-none = Nobody has blocked their face here.
blocked-title = **Blocked faces: { $count }** (number and day; it is not visible whose they are). /unblock and a number removes one.
blocked-unknown = There is no blocked face with the number { $number }; /blocked lists them all.
blocked-removed = Blocked face { $number } is removed from the list.
strikes-pause = That was too often: I will not make anything for you for { $hours } hours.
strikes-paused = I cannot make anything for you right now, because you asked too often for things that are not allowed. Try again in { $hours } h; what you have stays.
strikes-nobody = Nobody was refused because of the content today.
strikes-title = **Refused because of the content, within a day**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: paused until { $until } UTC
strikes-no-strikes = There is nothing against { $person }.
strikes-pardoned = Everything counted against { $person } is cleared.

# ---- The web app for other devices, private bots, what admins are told
help-web = Open the web app: a link that signs you in
help-join = Join a private bot with an invitation code
help-admit = Let a person use this private bot
help-expel = No longer let a person use this private bot
help-invite = Make an invitation code for one person
param-browsers = out: sign out every browser
private-bot = This bot is private. Its operator can let you in; your id here is `{ $name }`.
private-knock = { $person } would like to use this bot.
button-admit = Let in
admit-done = { $person } may use the bot now and has been told.
expel-done = { $person } can no longer use the bot. Their data is still theirs: /export and /forget go on working.
expel-not-in = { $person } was not let in by /admit or an invitation. People in ALLOWED_IDS and admins are changed in the settings.
invitation-off = Invitations are switched off. The setting is INVITATIONS=yes.
invitation-code = Invitation code: `{ $code }`. It lets one person in, within { $days } days: they send me `/join { $code }`.
join-in = You may use this bot already.
join-wrong = This invitation code is wrong, has expired, or was used already.
join-done = You may use this bot now. /start shows how.
web-off = The web app is not open to other devices here. The operator can change that.
web-here = You are in the web app already.
web-link =
    { $url }
    This link signs you in to the web app. It works once, for { $minutes } minutes. Do not pass it on.
web-out = { $count ->
        [0] You were not signed in anywhere.
        [one] One browser was signed out.
       *[other] { $count } browsers were signed out.
    }
button-web-out = Sign out everywhere
web-told = A browser was signed in to your web app: { $agent }. If that was not you, sign it out.
alert-no-worker = No pictures can be made: the worker for “{ $lane }” does not start. People can go on asking; their jobs wait. The log says why.
alert-disk-low = The disk is nearly full: { $megabytes } MB are left in the data folder. Make room before it is full.
alert-store-away = The store of people’s files does not answer. Chats go on; photos, jobs and pictures wait and nothing is lost. See whether it runs; the log says more.
# ---- What fields of forms and of commands are called
field-style = Style
field-count = Pictures
field-seed = Seed
field-face = Face strength
field-strength = Style strength
field-expression = Expression
field-framing = Framing
field-shape = Shape
field-size = Size
field-refine = Detail
field-scene = Scene
field-draw = Method
field-search = Search
field-do = Action
field-act = Action
field-name = Name
field-job = Job
field-language = Language
field-setting = Setting
field-value = Value
field-reason = Reason
field-person = Person
field-code = Code
field-picture = Picture
field-minutes = Minutes
field-number = Number
field-state = State
field-text = Words
field-voice = Voice
field-motion = Movement
field-template = Ready picture
field-background = Background
field-preset = Learning
field-photo = Photo
field-browsers = Browsers
field-file = File

# ---- Asked for in words, copied, shown elsewhere
form-ask = What shall I change? For example: “oil, with a smile, 2 pictures”. What you leave out stays as it is.
form-placeholder = oil, smile, 2 pictures
form-nothing = I did not understand what to change. Tell me a style, an expression or how many pictures.
button-copy = Copy
answer-elsewhere = The answer is in our direct messages: { $url }
answer-not-taken = ⚠️ That did not reach me. Please try again.
bot-about = Send selfies, get portraits of yourself in any style. Your face stays yours.
bot-description = I make portraits of you from a few selfies: in any style, in ready pictures, in other clothes, or talking. Photos are encrypted with a key of your own, used only for your pictures, and erased with one command. Adults only.
inline-none = No favourites yet: open me
showing-consent = Before anything of yours is shown here, say yes to the agreement in the chat.
scene-aurora = Northern lights
scene-blossom = Cherry blossom
scene-bokeh = Golden lights
scene-bookshelf = Library
scene-brick = Brick wall
scene-cafe = Café
scene-city = City street
scene-dunes = Dunes
scene-forest = Forest
scene-mountains = Mountains
scene-neon_street = Neon street
scene-office = Office
scene-paper = Grey studio
scene-park = Meadow
scene-sea = Sea
scene-snowfall = Snowfall
scene-stage = Stage
scene-starfield = Starry sky
scene-sunrise = Morning mist
scene-underwater = Under water
scene-wheat = Wheat field

# ---- A picture in one's own words
words-too-long = A description may have at most { $most } characters, and yours has { $characters }. Say only what matters most in the picture.
words-none = I read words, not emoji or signs. Tell me in words what you would like to see.
words-not-drawn = I cannot show { $words } without a larger model: here I put your own photo into a scene. I used { $used } and the style { $style }.
words-style-only = I cannot show { $words } without a larger model: here I put your own photo into a scene, in the style { $style }.
words-not-here = I cannot show { $words } without a larger model: here I put your own photo into a scene.
words-drawn = I pass this on to the model: { $words }
words-foreign = The model reads English. I could not translate { $words }, so it may not show.
words-quoted = “{ $words }”
more-words = In your words: { $words }
param-prompt = What the picture should show, in your own words
param-light = The light of another style
field-prompt = In your own words
field-light = Light
field-photos = Photos too
field-pose = Pose
light-candlelight = candlelight
light-golden-hour = golden hour
light-blue-hour = blue hour
light-low-key = one hard light
light-split-light = red and blue
light-window-light = soft window light
light-flame = fire
light-neon = neon
