### Every sentence a person reads. Short, warm, one clear thing and what to do next.
### Commands stay as they are in every language: /portrait, /selfies, /train ...

# ---- Pieces
list-or = { $rest } or { $last }
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
start-new = **Hello!** I am a bot that learns your face from a few selfies and draws portraits of you in any style.
start-collecting = **Welcome back!** I have { $accepted ->
        [0] no usable selfie of you yet
        [one] one usable selfie of you
       *[other] { $accepted } usable selfies of you
    }. Send more, or press Done.
start-ready = **Welcome back!** I know your face. Try /portrait { $style }, or pick a style below.
start-training = **Welcome back!** I am still learning your face; /queue shows how far I am.
start-group = **Hello!** Faces are private: write to me in a private chat and I will draw you there.
help-title = **What I can do**
help-hint = Send selfies, press Done, then ask for a portrait. That is all.
help-start = Begin, or see where we are
help-help = Show what I can do
help-selfies = Send or add selfies
help-alive = Show that the photos are of you
help-train = Learn my face from the selfies
help-portrait = Draw me in a style
help-styles = See the styles
help-gallery = My finished pictures
help-show = Show a finished job again
help-again = Draw the last one again, with new luck
help-queue = My waiting and running jobs
help-cancel = Stop a job
help-me = What was understood about me
help-mydata = What is stored about me
help-export = Get everything stored about me
help-forget = Erase everything about me
help-language = Choose my language
help-privacy = How my photos are treated
help-settings = My defaults
help-quota = What I may still use today
help-whoami = Show my id here
help-report = Report a picture or a problem
help-stats = Numbers of this bot
help-ban = Shut a person out
help-allow = Let a person in again
help-pause = Take no new jobs
help-resume = Take new jobs again
help-audit = The latest entries of the audit log
param-style = Name of a style
param-count = How many pictures, 1 to 10
param-seed = Number that fixes the luck of the draw
param-face = How strongly your face is used, 0.5 to 1.3
param-strength = How strongly the style is used, 0 to 1
param-search = A word to look for
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
consent-refused = That is all right. I have kept nothing of your photos. If you change your mind, send /start.
consent-withdraw = **Shall I erase everything?** I still hold photos of you or what was made from them: without your consent that has to go, with your learnt face, all pictures, jobs and settings. This cannot be undone. Until you press Yes, everything stays as it is.
consent-changed = The text has changed since you agreed, so I ask again.

# ---- Selfies
selfies-ask = **Send me selfies**, one by one or as an album. Five or more make a much better likeness: different light, different angles, only you, face clearly visible, no sunglasses.
selfies-ask-more = **Send me more selfies** and I will learn your face anew together with the { $accepted ->
        [one] one
       *[other] { $accepted }
    } I already have. Your present portraits keep working meanwhile.
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
    }, but with { $recommended } or more the likeness is clearly better.
selfies-enough = That is enough for a good likeness. Press Done, or send more.
selfies-none = Send a clear photo of your face to begin.
selfies-full = I have looked at { $most } photos, which is all I can take for one person. Press Done to go on, or /forget to begin anew.
selfies-understood = I see { $looks }. Wrong? Correct me with the buttons.
selfies-two-people = The photos show two people, as many of the one as of the other. Which of them are you?
button-this-is-me = Photo { $number } is me
selfies-under-age = Too many of these photos look under 18, and I only draw adults, so I cannot learn this face. If they show you as an adult, send newer photos.
alive-ask = **Show that it is you.** Within { $minutes } minutes send a video of your face (a video note is fine), or one photo for each step, in this order:
alive-side = Turn your head to one side
alive-up = Look up
alive-mouth = Open your mouth wide
alive-eyes = Close both eyes for a moment
alive-next = Good. Now the next one; still to come: { $left }.
alive-late = That took too long. Ask for new steps.
alive-needed = Before I learn this face I want to see that it is yours: show it with a few movements, in a video or photos.
alive-done = Thank you, it is you. What you sent is deleted.
alive-no-unreadable = I cannot read this. Send a video or photos of your face.
alive-no-face = I do not see your face all the time. Try again in good light.
alive-no-person = This does not look like the person on your photos.
alive-no-code = These were not the steps I asked for, or not in that order. Do each one clearly and look ahead in between.
button-alive = Show that it is me
selfies-training = I am learning your face right now. Send more photos when that is done, or stop it with /cancel.
selfies-not-looked = I could not look at this photo. Please send it again.
selfies-not-set-up = I cannot look at photos yet, because this bot is not completely set up. Whoever runs it has been told; please try again later.
button-done = Done, learn my face
button-correct = Correct what you see
looks-man-young = a young man
looks-man-adult = a man
looks-man-mature = an older man
looks-woman-young = a young woman
looks-woman-adult = a woman
looks-woman-mature = an older woman
looks-age = about { $age } years old
looks-full = **{ $who }**, { $age }
me-none = I know nothing about your face yet. Send me a selfie to begin.
me-looks = I see { $looks }.
me-corrected = Thank you, from now on I see **{ $who }**.
me-retrain = Press Done to learn your face anew with this.
me-photos = { $accepted ->
        [0] No usable photo yet.
        [one] From one photo.
       *[other] From { $accepted } photos.
    }
button-man = Man
button-woman = Woman
button-young = Younger adult
button-adult = Adult
button-mature = Older

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = This is not a picture. Send a photo as JPEG, PNG, WebP or HEIC.
photo-unknown-format = I cannot read this kind of picture. Send it as JPEG, PNG, WebP or HEIC.
photo-broken = This picture arrived damaged. Send it again, best as a file.
photo-too-many-pixels = This picture has far too many pixels for me. Send an ordinary phone photo.
photo-too-large = This file is larger than I can take. Send it as a photo instead of a file.
photo-animated = This is an animation. Send a still photo.
photo-no-face = I see no face here. Face the camera in good light, without anything in front of it.
photo-several-faces = I see more than one person. Send a photo with only you, or crop it.
photo-face-too-small = Your face is too small here. Come closer, or crop the photo.
photo-blurred = This photo is blurred. Hold still, wipe the lens and try again.
photo-bad-light = The light is too dark or too harsh. Try facing a window.
photo-turned-away = Your face is turned too far away. Look more towards the camera.
photo-eyes-closed = Your eyes are closed here. Try again with open eyes.
photo-covered = Something covers your face. Take off sunglasses, mask or hand and try again.
photo-drawn = This looks like a drawing or a computer's picture. I need a photo of you, taken with a camera.
photo-rephotographed = This looks like a photo of a screen or of a print. Send the photo itself, or take a new one.
photo-forwarded = This photo was forwarded. I learn a face only from photos you send yourself: save it and send it anew, if it shows you.
photo-duplicate = I already have this photo, or one nearly the same. Send a different one.
photo-other-person = This looks like somebody else than your other photos. Send photos of the same person only.
photo-under-age = This person looks under 18, and I only draw adults. I can be wrong: if this is you, send one or two newer photos, which then decide together, or write /report and ask those who run this bot.
photo-nudity = I do not accept nudity. Send a clothed photo, best head and shoulders.

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
train-done = **I know your face now.** It took { $minutes ->
        [0] less than a minute
        [one] a minute
       *[other] { $minutes } minutes
    } and { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }. Which portrait shall I draw first?
train-understood = I see **{ $who }**; /me corrects that.
instant-ready = **I can draw you already**, from your photos alone. Portraits are more alike once I have learnt your face.
button-again-train = Try again
button-relearn = Learn my face anew

# ---- Portraits
portrait-before-training = I do not know your face yet. Send me a few selfies first, then press Done.
portrait-not-trained = I have { $accepted ->
        [one] one usable selfie
       *[other] { $accepted } usable selfies
    } of you but have not learnt from them yet. Press Done, then ask again.
portrait-training = I am still learning your face. Ask again when I say I am done; /queue shows how far I am.
portrait-which = Which style?
portrait-style-elsewhere = The style “{ $name }” needs a larger model than this bot has. From here I can draw for instance { $closest }; /styles shows all.
portrait-unknown-style = I know no style “{ $name }”. Did you mean { $closest }?
portrait-unknown-style-none = I know no style “{ $name }”. /styles shows all there are.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % like you
portrait-unlike = { $percent } % like you, below what I would call the same person
portrait-from-photos = Drawn from photos only; a learnt face is more alike.
portrait-outdated = Your face was learnt with an earlier version of the model I draw with; learnt anew it will be more alike.
portrait-best-unlike = None of these is close enough to call it you. Try “Closer to me”, or add more selfies.
portrait-withheld = { $count ->
        [one] I kept one picture back because it showed nudity.
       *[other] I kept { $count } pictures back because they showed nudity.
    }
portrait-label = AI-generated · job { $number } · seed { $seed }
portrait-caption = { $rank }. { $likeness } · seed { $seed }
portrait-alt = AI-generated portrait in the style { $style }
portrait-few-photos = I know you from only { $photos ->
        [one] one photo
       *[other] { $photos } photos
    }; with { $recommended } or more the likeness will be clearly better. /selfies adds some.
button-again = Again
button-like = More like the best
button-restyle = Other style, same seed
button-closer = Closer to me
button-bolder = More style
button-delete = Delete
button-report = Report
button-more = More …
button-back = Back
button-cancel = Cancel
button-files = As files
button-apart = All { $count } pictures
stickers-none = Stickers are made of your favourite pictures, and there are none yet. Mark some in your gallery, then try /stickers again.
stickers-nothing-new = All your favourites are stickers already. Mark another picture, or delete the stickers to make them anew.
stickers-full = A sticker set holds { $most } stickers, and yours is full. Delete it to begin a new one.
stickers-act = Write /stickers to make stickers, or /stickers delete to take them away.
stickers-done = Stickers made: { $count }. AI-generated.
stickers-skipped = Left out, because nobody was found in them: { $count }.
stickers-nobody = I found nobody in these pictures, so there is nothing to cut out. Mark a portrait as a favourite and try /stickers again.
stickers-title = My portraits
stickers-delete-ask = Delete your stickers? Where they are already installed they disappear too.
stickers-deleted = Your stickers are deleted.
button-stickers-delete = Delete the stickers
apart-text = Job { $number }: the pictures one by one.
apart-unsure = I was interrupted while sending these pictures. If some are missing, press the button once more.
result-too-large = This file has { $megabytes } MB; no more than { $most } MB can be sent here. Ask whoever runs this bot for it.
button-styles = Styles
button-portrait = Draw { $style }
button-selfies = Add selfies
at-limit-face = I already use your face as strongly as I can. Adding selfies helps more: /selfies.
at-limit-style = I already use the style as strongly as I can. Try another one: /styles.

# ---- Styles
styles-title = **Styles** · { $from }–{ $to } of { $total }
styles-found = **Styles** with “{ $search }” · { $from }–{ $to } of { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = { $count } more need a larger model than this bot has; whoever runs it can see how with `python -m bot styles --all`.
styles-alt = Preview of the style { $title }, AI-generated
styles-none = No style has “{ $search }” in it. Here is everything there is.
styles-nothing = This bot has no styles installed. Please tell whoever runs it.

# ---- Jobs: queue, progress, cancel
queue-empty = Nothing of yours is waiting or running. /portrait draws you.
queue-title = **Your jobs**
queue-line = { $number }. { $what }: { $state }
what-enrol = learning your face
what-instant = knowing you from your photos
what-portrait = portraits, { $style }
what-inspect = looking at a photo
what-alive = looking whether it is you
what-other = a job
what-stickers = stickers
what-inspect-garment = looking at clothes
what-tryon = trying clothes on
state-queued = waiting, place { $position }
state-running = running
progress-queued = { $what } · { $position ->
        [1] next in line
       *[other] place { $position } of { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = getting ready
stage-loading = loading the models
stage-preparing = preparing your photos
stage-instant = a first picture from your photos; learning goes on
stage-training = learning, step { $done } of { $total }
stage-drawing = drawing, step { $done } of { $total }
stage-cutting = cutting out, { $done } of { $total }
stage-trying = trying face and style weights
stage-finishing = finishing { $done } of { $total }
stage-other = working, { $done } of { $total }
cancel-none = Nothing of yours is waiting or running.
cancel-which = Which one shall I stop?
cancel-unknown = I know no job { $number } of yours. /queue shows your jobs.
cancel-finished = Job { $number } is already finished. /show { $number } brings it back.
cancel-done = Job { $number } is cancelled. It costs you nothing.
cancel-asked = I am stopping job { $number } …

# ---- Talking portraits
help-talk = Let a portrait of yours speak
param-text = What it should say
param-voice = Name of a voice, such as en-anna
param-motion = Way of moving the head, 1 to 46
talk-prompt = What should it say? Write it, or send a voice message, audio or video of up to { $seconds } seconds. I use a voice of your language unless you choose another.
talk-which = Which portrait should speak?
talk-portrait = Job { $number }, picture { $rank } · { $style }
talk-no-portrait = I have no portrait of you that could speak yet. Let me draw one first, then send your voice message again.
talk-portrait-gone = That portrait is no longer here. /portrait draws a new one.
talk-not-heard = I could not get that recording. Please send it again.
talk-file-too-large = That file is too large for me. Send a shorter recording, or audio without the picture.
talk-text-too-long = That is too long to say in one clip: { $characters } characters, and { $most } are possible. Shorten it, or make two clips.
talk-done = **Here you speak**, { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
talk-label = AI-generated · job { $number }
talk-gif = The beginning as a moving picture. AI-generated.
talk-delete-ask = Delete the clip of job { $number }?
talk-delete-done = The clip of job { $number } is deleted.
button-talk = Make it talk
button-voices = Voices
button-motion = Movement
button-listen = Listen
button-note = Video note
button-finer = Finer (slow)
button-gif = As GIF
voice-which = Which voice? The choice is kept for later clips.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] natural
        [online] natural, online: your text is sent to Microsoft
       *[robot] robot
    })
voice-chosen = From now on I use { $voice }.
voice-gone = There is no voice “{ $name }” here any more. The voices menu shows those there are.
voice-none = No voice is set up on this bot.
voice-soon = { $voice } is about to say something …
voice-heard = This is how it sounds. AI-generated.
voice-sample = Hello! This is how your portrait sounds when it speaks to your friends.
motion-which = How should the head move? The choice is kept for later clips.
motion-still = Hold still
motion-style = Movement { $number }
motion-chosen = From now on: { $motion }.
what-talk = a talking portrait
what-speak = a voice to listen to
stage-looking = looking at the portrait
stage-speaking = preparing the voice
stage-animating = moving the lips, frame { $done } of { $total }
stage-enhancing = preparing the finer picture
sound-broken = I cannot read this recording. Send it as a voice message, MP3, WAV or MP4.
sound-no-audio = There is no sound in this file. Send a voice message, or a video with sound.
sound-too-long = This lasts { $seconds } seconds, and a clip can have { $most }. Send a shorter recording.
sound-too-short = This is too short to say anything. Send at least a word.
sound-silent = I hear nothing in this recording. Check the microphone and speak again.
sound-no-speech = I hear no speech in this, perhaps only music or noise. Send a recording in which somebody speaks.
text-empty = There is nothing in this text that a voice could say. Write words.
text-too-long = This text is too long for one clip. At most { $most } characters are possible.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = There is no voice “{ $name }”. Perhaps one of these: { $closest }.
error-voice-unreachable = The online voice does not answer. Choose a voice that works without a network, or try again later.

# ---- Gallery
gallery-empty = You have no pictures yet. /portrait draws the first.
gallery-title = **Your portraits** · { $from }–{ $to } of { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] one picture
       *[other] { $count } pictures
    }, best { $percent } % like you
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] one picture
       *[other] { $count } pictures
    }
gallery-show = Show { $number }
show-unknown = I know no job { $number } of yours. /gallery shows your pictures.
show-unfinished = Job { $number } has no pictures to show. /queue shows what is still running.
show-gone = The pictures of job { $number } are no longer stored. “Again” draws it anew.
again-none = There is nothing to draw again yet. /portrait draws the first.
delete-ask = Delete the pictures of job { $number } for good?
delete-done = The pictures of job { $number } are deleted.
button-delete-yes = Yes, delete
button-no = No
files-text = { $style } · seed { $seed }

# ---- Settings and language
settings-title = **Your defaults**
settings-pictures = Pictures each time: { $count }
settings-style = Style when you name none: { $style }
settings-style-ask = ask me
settings-language = Language: { $language }
settings-saved = Saved.
settings-unknown = There is no setting “{ $name }”. I know { $known }.
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
    }; /quota shows how it stands.
quota-queue = You already have { $most } jobs waiting. Let one finish, or stop one with /cancel.
paused = I am taking a short break for maintenance and accept no new jobs. Please try again later; nothing of yours is lost.

# ---- Privacy
privacy-text = **Your photos, your face, your rules.** Photos, the model of your face and your pictures are encrypted with a key that belongs to you alone. Location and other hidden data are removed from every photo. Nobody else can use your face, and nothing is used to train anything but your own model. Apart from the chat platform you use, only whoever runs this bot holds your photos. Every picture is marked as AI-generated. I only draw adults and keep nudity back. Faces of others in a picture you want to be put into are only found and replaced, compared with nothing but faces whose owners have blocked them here, never learnt or kept; such a picture is deleted about an hour after the last drawing. Another person is put into a picture only after their own Yes, for that one drawing. /mydata shows what is stored, /export hands it to you, /forget erases it by destroying your key.
mydata-title = **What is stored about you**
mydata-consent = Consent: version { $version }, given on { $date }.
mydata-no-consent = Consent: not given.
mydata-faces = Faces learnt: { $count }
mydata-selfies = Selfies: { $count }
mydata-pictures = Pictures made: { $count }
mydata-files = Files: { $count }, together { $megabytes } MB
mydata-jobs = Jobs: { $count }
mydata-language = Language: { $language }
mydata-next = /export hands everything to you, /forget erases it.
export-ready = Everything stored about you, as one archive. Keep it safe: it holds your photos.
export-parts = Everything stored about you, in { $count } archives, for it is too large for one. Each opens by itself; `about.json` is in the first. A file that ends in .001 has its other pieces in the archives that follow: joined in order they are the file. Keep them safe: they hold your photos.
export-part = Archive { $number } of { $count }.
export-impossible = This bot is set up without exports. Please ask whoever runs it.
forget-ask = **Erase everything?** Your photos, your learnt face, all pictures, jobs and settings. This cannot be undone.
button-forget = Yes, erase everything
forget-done = **Everything is erased.** Gone: { $parts }. Your key is destroyed, so no copy can be opened again. The pictures I sent you are taken out of our chat as well; what you sent me stays there until you delete it. Goodbye! /start begins again.
pictures-gone = These pictures are deleted.
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
forget-kept = Kept as it is.
report-ask = What is wrong? Just write it. A person who runs this bot will read it, with the picture.
report-thanks = Thank you. Your report has reached the people who run this bot.
report-where = To report a picture in this group, answer it with /report. Anything else is reported in a private chat with me.
report-why = What is wrong with it? The people who run this bot will see the picture and your answer.
report-reason-not-me = It is not me
report-reason-offensive = It is offensive
report-reason-minor = Somebody in it is under 18
report-reason-other = Something else
report-undo = Take it back
report-undone = Your report is taken back.
report-settled = This report has been decided on already.
report-gone = This report is no longer there.
report-taken-back = Report { $number } was taken back.
report-dismiss = Dismiss
report-ban = Ban
report-dismissed = Report { $number } is dismissed.

# ---- Admin
whoami = You are `{ $name }` here. Whoever runs this bot makes you an admin by putting that into ADMIN_IDS.
whoami-admin = You are `{ $name }` here, and an admin.
alert-model-missing = A job failed because a model is missing: { $component }. Fetch it with `{ $how }`; people are told that the bot is not set up yet.
alert-model-damaged = A job failed because a model is damaged: { $component }. Repair it with `{ $how }`.
admin-stats = **Numbers**
admin-stats-people = People: { $people }
admin-stats-jobs = Jobs: { $queued } waiting, { $running } running, { $done } done, { $failed } failed
admin-stats-paused = New jobs: { $paused ->
        [yes] paused
       *[no] accepted
    }
admin-unknown-person = I know nobody called “{ $person }”. Write it as platform:user, for example `telegram:12345`.
admin-not-yourself = You cannot shut yourself or another admin out.
admin-banned = { $person } is shut out. Waiting jobs: { $count } cancelled.
admin-allowed = { $person } may use the bot again.
admin-paused = Paused: no new jobs are taken. /resume goes on.
admin-resumed = New jobs are taken again.
admin-audit-title = **Audit log, newest first**
admin-audit-empty = The audit log is empty.

# ---- Answers to what does not fit
banned = You cannot use this bot any more. If you think that is a mistake, contact whoever runs it.
flood = A little slower, please. I listen again in { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    }.
private-only = Faces are private. Write to me in a private chat and try this there.
anonymous-admin = You write in the name of the group, so I cannot know whose face is meant. Switch off "Remain anonymous" for a moment, or write to me in a private chat.
result-not-allowed = I may write in this chat, but not send pictures or files. Its admins can allow it; in a private chat I can always show it to you.
unknown-command = I do not know /{ $name }. Did you mean { $closest }?
unknown-command-none = I do not know /{ $name }. /help shows what I can do.
unknown-button = This button no longer works. /start shows where we are.
said-new = Send me a selfie to begin, or /help to see what I can do.
said-collecting = I am collecting your selfies. Send photos, or press Done.
said-ready = I did not get that. Tell me a style in your own words, like “cyberpunk, with a smile”, or pick one:
said-offer = Did you mean one of these?
said-thanks = You are welcome! Shall I draw another one?
said-unused = I could not use these words: { $words }.
argument-missing = Please add { $name }: `{ $usage }`
argument-not-a-number = “{ $value }” is not a number for { $name }. Like this: `{ $usage }`
argument-out-of-range = { $name } must be from { $least } to { $most }.
argument-too-small = { $name } must be at least { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = Something went wrong on my side. It costs you nothing; please try again.
error-bad-photo = One of the photos cannot be used. { $sentence }
error-not-enough-photos = I need { $needed ->
        [one] at least one usable photo
       *[other] at least { $needed } usable photos
    } and have { $usable }. Send me more selfies.
error-unknown-style = I know no style “{ $name }” any more. /styles shows all there are.
error-style-not-here = This bot's present model cannot draw the style “{ $name }”. Please choose one from /styles; whoever runs the bot can add it with `{ $how }`.
error-bad-adapter = The file of this style is damaged or was made for another model. Please choose another style; whoever runs the bot finds the reason with `python -m bot styles`.
error-bad-base = The base model of this bot ({ $name }) is not described as it has to be. Whoever runs it finds the reason with `python -m bot doctor`.
error-other-base = This bot draws with another model now, and your face was learnt with the old one. Send /selfies and press Done to learn it again.
error-no-identity = I do not know your face yet. Send me selfies first, then press Done.
error-under-age = The person on these photos looks under 18, and I only draw adults. If this is you, send newer photos.
error-child-in-picture = Somebody in this picture may be a child, so I put nobody into it and let nobody speak with it. Take another picture.
error-portrait-covered = Something covers the mouth in this picture, a mask or a hand, so it cannot speak. Take one with a free face.
error-unsafe-picture = I kept the pictures back because they showed nudity. Try another style or press Again.
error-content-refused = { $category ->
    [sexual] I draw and say nothing sexual about a real person. Say it in other words, or ask for something else.
    [minors] I put no children or young people into pictures like this, and make nobody a child. Ask for something else.
    [violence] I draw and say no violence against people and no threats. Ask for something else.
    [figures] I make nobody a well-known person, and nobody says here that they are one. Leave the name out.
    [hate] I draw and say no hate or abuse against people. Say it in other words.
   *[operator] Those who run this bot do not allow these words. Say it in other words.
}
error-unfit-portrait = This picture cannot be made to speak. Try another portrait.
error-portrait-without-face = I see no face in this picture, so there is nobody to speak. Try another portrait.
error-portrait-face-too-small = The face in this picture is too small to speak. Try one where it is larger, or crop the picture.
error-portrait-turned-away = The head in this picture is turned too far to the side to speak. Try a portrait that looks more towards the camera.
error-weight-missing = This bot is missing a model ({ $component }). Whoever runs it can fetch it with `{ $how }`.
error-weight-corrupt = A model of this bot is damaged ({ $component }). Whoever runs it can repair it with `{ $how }`.
error-source-unreachable = A model ({ $component }) could not be fetched right now. Please try again later.
error-out-of-memory = The machine ran out of memory. Try fewer pictures at once, or try again later.
error-device-lost = The graphics card stopped answering, three times in a row. It costs you nothing; please try again later.
error-not-a-number = The model lost itself in its own numbers and made no picture. It costs you nothing. Try another style or a lower weight; whoever runs the bot can check the files with `python -m bot weights verify`.
error-disk-full = The machine's disk is full, so I could not save your result. Nothing is lost; please try again later.
files-too-many = That is more than I take in at once. Send the rest in ten minutes.
error-cancelled = Cancelled, as you asked. It costs you nothing.
error-worker-died = The machine stumbled over this job several times. It costs you nothing; please try again.

# ---- Forms
button-tune = Again with …
menu-talk = Make it talk
file-parts = This file is larger than Discord takes, so it comes in { $count } parts. Save them in one folder and open { $name } with a program such as 7-Zip: it joins the rest.
form-usage = Say what to change: `{ $usage }`. Leave out what may stay.
form-selfies = Selfies
form-photos = Up to ten selfies
form-photos-hint = Only you, face clearly visible, different light and angles.
form-agree = I agree, it is me, and I am 18+
form-agree-hint = Without your yes the photos stay unopened.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = My favourite pictures
help-stickers = Make stickers of my favourites
help-presets = Wishes saved under a name
help-link = Use the same account on another platform
help-post = Show a finished picture of mine in this group
help-reports = What people reported
help-setquota = Set a person's computing time a day
help-adult = Say that a person is grown up, against the age check
help-setstyle = Take a style out or put it back
help-broadcast = Write to everybody who wants news
help-limit = Pictures a day that may be shown in this group
param-do = use, save or delete
param-act = make or delete
param-name = Name of the preset
param-code = Code from the other platform
param-picture = Which picture of the job
param-minutes = Minutes a day; without: the general limit
param-state = on or off
button-favourite = Favourite
button-favourites = My favourites
button-gallery = My pictures
favourites-empty = You have no favourites yet. Press “Favourite” under a portrait: it is then kept until you delete it.
favourites-title = **Your favourites** · { $from }–{ $to } of { $total }
favourites-caption = Job { $number }, picture { $rank } · { $style }
favourites-which = Which picture of job { $number }? Press a marked one again to unmark it.
favourites-pick = Picture { $rank }
favourites-added = ★ Picture { $rank } of job { $number } is a favourite now and stays until you delete it.
favourites-removed = Picture { $rank } of job { $number } is no favourite any more and expires like the others.
presets-none = You have no presets yet. `/presets save NAME` keeps style, count and weights of your last portrait under a name.
presets-title = **Your presets**
presets-line = **{ $name }**: { $style } × { $count }
presets-hint = `/presets NAME` draws one, `/presets save NAME 12` keeps the wish of job 12.
presets-draw = Draw { $name }
presets-saved = Saved as **{ $name }**: { $style }, from job { $number }.
presets-deleted = The preset “{ $name }” is deleted.
presets-unknown = You have no preset “{ $name }”. /presets shows those you have.
presets-nameless = Say which: { $known } and then a name, like `/presets save holiday`.
presets-full = You have { $most } presets, which is all there is room for. Delete one in /presets first.
link-code =
    Your code: **{ $code }**
    Type `/link { $code }` to me on the other platform within { $minutes } minutes. It works once, and nothing is joined before you have confirmed it there. Give it to nobody: whoever has it can become you here.
link-ask = **Join both accounts?** Only one of them can stay; what the other holds is erased. Go on only if you made this code yourself: whoever made it becomes you.
link-there = There (where the code is from): faces { $faces }, pictures { $pictures }, open jobs { $jobs }
link-here = Here: faces { $faces }, pictures { $pictures }, open jobs { $jobs }
link-two-faces = Both accounts know a face. Faces are never mixed: the one of the account that stays is used from then on.
link-warning = Whatever is erased is gone for good; /export hands it to you first.
button-link-there = Keep the account from there
button-link-here = Keep this account
link-asked = I have asked on { $platform }, where the code was made. Answer there within ten minutes; until then nothing changes.
link-confirm = **Is that you?** { $name } on { $platform } has typed the code you made here and wants to be one person with you: with your face, your pictures and all you may do. { $kept } Say Yes only if it was you.
link-keeps-yours = This account stays, the other one is erased.
link-keeps-theirs = The other account stays; **this one is erased**, with its face and pictures.
button-link-yes = Yes, that is me
button-link-no = No, not me
link-declined = The answer where the code was made was No. Everything stays as it is.
link-kept = Nothing was joined; the code is void. If somebody has seen it, make a new one with /link.
link-done = **Joined.** You are one person on both platforms now; /start shows where you are.
link-told = Your account here was just joined with one on { $platform }. If that was not you, write to whoever runs this bot at once.
link-wrong = I know no such code, or it is too old. Get a new one with /link on the other platform.
link-tries = Too many wrong codes. Try again in { $minutes } minutes.
link-same = This code is from this very account. Type it on the other platform.
post-where = /post shows a picture in a group. Type it there.
post-label = AI-generated · { $style }
post-limit = No more than { $most } pictures a day may be shown in this group. Try again later.
limit-where = /limit holds for a group. Type it there.
limit-set = Pictures a day in this group: { $most }.
setquota-done = { $person } may use { $minutes } minutes of computing time a day.
setquota-general = For { $person } the general limit holds again.
adult-on = The age check now takes { $person } for grown up, but for photos of clear children. Everybody reads this in /audit.
adult-off = For { $person } the age check decides again.
setstyle-none = No style is taken out. `/setstyle off NAME` takes one out, `/setstyle on NAME` puts it back.
setstyle-list = Taken out: { $names }.
setstyle-state = Say on or off first, like `/setstyle off oil`.
setstyle-off = The style `{ $name }` is taken out.
setstyle-on = The style `{ $name }` is back.
broadcast-ask = This goes to { $count } people, one message each; those who said no to news are left out. Send it?
broadcast-sent = On its way to { $count } people.
button-send = Send
button-no-news = No more of these
news-off = Understood, no more news. /settings switches them on again.
reports-none = Nobody has reported anything.
reports-title = **Reports, newest first**
reports-job = job { $number }
reports-general = in general
reports-line = { $number }. { $person }, about { $about }: { $reason } ({ $state ->
        [dismissed] dismissed
        [banned] person shut out
       *[open] open
    })
reports-show = Show { $number }
reports-person = a picture of { $person }
settings-news = News from whoever runs this bot: { $news ->
        [off] no
       *[on] yes
    }
settings-news-value = News can be on or off: `/settings news off`.
button-news-on = News: on
button-news-off = News: off
quota-kind = Within 24 hours this is possible { $most } times here, and you have done so. Try again later; /quota shows how it stands.
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
mydata-platforms = You are known on: { $names }
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
fusion-turned-away = The head is turned so far in these that your own face could not be put in.
fusion-turned = The head is turned in these, so less of your own face could be put in.
fusion-glasses = Glasses are on only one of photo and picture, so less of your own face could be put in.
fusion-not-nearer = Putting your own face in brought these no nearer to you, so they stay as they were drawn.
looks-person-young = a young person
looks-person-adult = a person
looks-person-mature = an older person
button-person = Just a person
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
error-no-face-in-template = I see no face in this picture to put yours in. Send one that shows a face clearly.
error-nobody-placed = There must be one place for each person. Say again who goes where.
error-no-such-face = There is no free face { $number } in this picture; it has { $faces }. Choose another number.
error-unfit-face = Face { $number } { $reason ->
        [child] belongs to somebody who looks under 18
        [too-small] is too small
       *[other] is turned too far away
    }. Choose another one or another picture.
error-spoilt-template = I tried your photos in several ways, and none looks right in this picture: { $fault ->
        [eyes] the eyes do not match
        [turned] the head is turned further than on your photos
        [blur] the face is not as sharp as what is around it
        [neck] face and neck differ in tone
        [seam] the edge of the face shows
       *[other] the face does not look like you
    }. Try another picture, or learn your face from more photos.
error-bad-garment = These clothes cannot be tried on. Send another picture of them.
error-no-garment = I find no clothes in this picture. Send one that shows the garment clearly and whole, worn by one person if you can.
error-no-such-garment = There is no garment { $number } in this picture; I found { $garments }. Choose another number.
error-garment-not-worn = Nobody wears these clothes, and the base model here draws faces only, so it cannot put them on a body. Send a picture in which somebody wears them.
error-garment-too-small = This picture is too small: its shorter side has { $pixels } pixels, I need { $needed }. Send a larger one.
error-unfit-head = Whoever wears this { $reason ->
        [child] looks under 18, and I replace adults' faces only
        [too-small] is too small in the picture to get your face
        [turned-away] looks too far away to get your face
       *[other] shows no face, and the base model here draws nothing but faces
    }. Send a picture in which the wearer's face is seen.
error-scene-not-here = The base model here draws faces only, so it cannot draw a background from words. Choose one of the ready backgrounds.
background-keep = the picture's own
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
button-private = Open our private chat

# ---- Into a picture, and into clothes
help-inpaint = Put me into a picture
help-tryon = Show me in the clothes of a picture
help-accept = Lend my face to somebody's picture
param-template = Name of a ready picture
param-background = What is behind me
param-scene = A background in words, or the name of a scene
menu-inpaint = Put me in
menu-tryon = Dress me in this
what-inspect-template = looking at a picture
what-template = drawing you into a picture
title-template = Into a picture
title-tryon = Clothes tried on
somebody = somebody
picture-one-of-album = I take one picture at a time: the first of your album. The others I have not kept.
inpaint-prompt = **Which picture shall I put you into?** Send it now. Faces in it are only found and replaced, never compared or learnt, and the picture is deleted about an hour after the last drawing.
inpaint-found = { $count ->
        [one] I see one face, and it becomes yours.
       *[other] I see { $count } faces. Only face { $face } can be redrawn, and it becomes yours.
    }
inpaint-place = You take the place in it.
inpaint-places = **{ $count } places. Who goes where?** A place nobody takes is left out: whoever is there moves together.
inpaint-who = **I see { $count } faces. Who goes where?**
inpaint-plan = **Who goes where**
inpaint-alt = The picture with a number on every face
inpaint-unfit = { $count ->
        [one] The face in this picture cannot be redrawn. Try another picture.
       *[other] None of the { $count } faces in this picture can be redrawn. Try another picture.
    }
inpaint-nobody = Nobody has a place yet. Choose a face for yourself, or invite somebody.
inpaint-gone = This picture is no longer here: I keep pictures with other people on them only for a short while. Send it again.
inpaint-again-guest = A face somebody lent counts for one drawing. For another one, invite them again.
template-turned-away = turned too far away
template-too-small = too small
template-child = looks under 18, and I replace adults' faces only
template-covered = covered: a hand, a mask or dark glasses
seat-unfit = Face { $face }: { $reason }
seat-line = Face { $face }: { $state ->
        [own] you
        [open] whoever uses your code
        [asked] { $name } has been asked
        [agreed] { $name } agrees
        [refused] { $name } said no
        [empty] stays free
       *[free] stays as it is
    }
button-seat = Me: { $face }
button-draw = Draw now
button-invite = Invite somebody
button-unseat = Leave { $face } as it is
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
    Give it to the person you want there. They write `/accept { $code }` to me, see the picture and decide. It works once, for { $hours } hours, and nobody is drawn without their own Yes.
invite-agreed = **{ $name } agrees** to become face { $face }.
invite-refused = { $name } does not want to become face { $face }.
invite-withdrawn = { $name } has taken back the agreement to become face { $face }. Nothing is drawn with it, and what was drawn with it is deleted here.
accept-ask = **{ $host } would like to put you into this picture, as face { $face }.** Your face is used for this one drawing and for nothing else. { $host } gets the drawing, but none of your photos. You can take it back with /accept. Do you agree?
accept-agreed = Thank you. With /accept you can take it back at any time.
accept-refused = Understood: your face is not used.
accept-withdrawn = Taken back. Nothing more is drawn with your face, and what was drawn is deleted, in the chats too.
accept-none = You have lent your face to nobody. Whoever wants you in a picture gives you a code: `/accept CODE`.
accept-title = **Where you lent your face**
accept-line = { $number }. { $host }: { $state ->
        [agreed] not drawn yet
       *[used] drawn
    }
accept-unknown = I know no such invitation, or it is too old. Ask for a new code.
accept-own = This code is your own. Give it to the person you want in the picture.
button-lend = Yes, use my face here
button-take-back = { $number ->
        [0] Take it back
       *[other] Take back { $number }
    }
lent-only-here = Somebody lent you their face for this one picture, so it cannot be used for anything else.
template-done = **There you are:**
template-alt = AI-edited picture with a face put in
template-source-photo = Made of your own photo's pixels, in the picture's light.
template-source-moved = Made of your own photo's pixels with another expression, in the picture's light.
template-source-base = Drawn by the learnt face.
template-spoilt = { $count ->
    [one] One more came out badly, and I do not show it.
   *[other] { $count } more came out badly, and I do not show them.
}
template-each = face { $face } { $percent } % alike
template-unlike = None is close enough to call it the same person. More selfies or another picture may help.
template-guest = A guest lent a face to this drawing alone and may take it back.
error-template-gone = The picture was deleted before I could draw. Send it again.
error-guest-left = Somebody who had lent a face to this picture no longer does, so nothing was drawn. It costs you nothing. Choose again who goes where.
tryon-prompt = **Which clothes shall I put you in?** Send a picture of them now, best worn by one person whose face is seen. It is deleted about an hour after the last drawing.
tryon-found = { $count ->
        [one] **I found one garment.** What is marked ✓ stays exactly as in the picture.
       *[other] **I found { $count } garments.** What is marked ✓ stays exactly as in the picture.
    }
tryon-garment = { $number }. { $kind ->
        [top] top
        [coat] coat or jacket
        [trousers] trousers
        [skirt] skirt
        [uniform] one piece with legs
        [bottom] trousers or skirt
        [dress] dress
       *[whole] all of it
    }
tryon-redrawn = Drawn anew: { $parts }.
tryon-stays = Stays as in the picture: { $parts }.
tryon-found-alt = The picture with a number and a colour on every garment
tryon-squares = Which squares? Write them, like `B3` or `B3 C4`; the last one is { $last }.
tryon-no-square = There is no square { $name }; the last one is { $last }.
tryon-still-looking = One moment, the squares are not ready yet. Write them again right after.
tryon-nothing-kept = One garment has to stay, or there is nothing to try on.
tryon-backdrop = Which background?
tryon-background-unknown = I know these backgrounds: { $known }.
tryon-done = **Tried on:**
tryon-alt = AI-generated picture of clothes tried on
button-wear = Draw me in this
button-backdrop = Other background
button-more-garment = Something is missing
button-less-garment = Too much
button-clothes = The clothes again
quota-template = Drawings into pictures: { $most ->
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
portrait-label-edited = AI-edited · job { $number } · seed { $seed }
portrait-alt-edited = AI-edited photo in the style { $style }
portrait-enlarged = Your photo shows the face in few pixels, so it was enlarged and looks softer.
portrait-tighter = Your photos show less of you than you asked for, so the picture is framed more tightly. One taken from further away would help.
source-photo = your photo in a new light
source-redrawn = your photo, its face redrawn by your learnt face
source-moved = your photo in a new light, with another expression
portrait-mien-weak = In some pictures the expression is weaker than you asked for: more of it would have cost the likeness.
source-base = drawn by your learnt face
expression-as-is = as I am
expression-smile = smile
expression-serious = serious
expression-surprised = surprised
stage-composing = putting your photo into the scene, { $done } of { $total }
error-unknown-scene = There is no scene “{ $name }”. Try { $closest }.
argument-choice = { $name } can be: { $choices }.
param-expression = What the face shows
param-framing = How much of you is seen
param-shape = Shape of the picture, width to height
param-draw = canvas: your photo in the style; base: drawn by your learnt face

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } changes nothing with the model in use here. Leave it out.
param-size = Pixels of the longer side
param-refine = face: the face is drawn again in more detail; hires: the whole picture, larger
param-preset = How thoroughly your face is learnt: quick, good or best
settings-shape = Shape: { $value }
settings-size = Longer side: { $value }
settings-refine = Detail: { $value }
settings-preset = Learning a face: { $value }
button-shape = Shape
button-size = Size
button-refine = Detail
button-preset = Learning
size-usual = as the style has it
size-pixels = { $pixels } pixels
refine-none = as drawn
refine-face = face drawn again
refine-hires = all drawn again, larger
preset-quick = quickly
preset-good = well
preset-best = as well as possible
button-done-quick = Done, learn quickly
button-done-best = Done, learn as well as possible
button-finer-face = Finer face

help-verify = Was this picture made here?
what-verify = looking for my mark
verify-prompt = Send me the picture or clip with /verify as its caption, or answer one with /verify. A crop or a screenshot will do too.
verify-yours = Made here: your job { $number }, { $what }.
verify-job = Made here: job { $number }, { $what }. It is somebody else's; you see this as an admin.
verify-here = This was made here. By whom is told to nobody.
verify-alike = This carries the mark of a bot of my kind, but of no job I know: it was erased or is long past, too little of the mark is left, or another bot made it.
verify-nothing = I find no mark of mine. That proves nothing: strong edits and small cut-outs take it away.
verify-says = The file itself says that AI made or edited it. Anybody can write that into a file.
stage-verifying = looking for the mark
# ---- A face that is blocked, and what was refused
help-block = Forbid my face to this bot
help-strikes = Who was refused for what they asked
help-pardon = Forget what was refused to a person
help-blocked = The faces that are blocked here
help-unblock = Take a face off the block list
param-number = Number of a blocked face
button-block = Yes, block my face
button-unblock = Allow my face again
block-ask = **Forbid your face to this bot?** Your learnt face is deleted, with your photos. If somebody else taught it to me, nothing is drawn with it any more. From then on I refuse every photo, every picture to be put into and every scene I see your face in, whoever sends it. For that I keep 128 numbers of your face, encrypted, without your name; they stay when you use /forget, on purpose. /block undo takes it back, from this account on this platform, also later.
block-done = **Your face is blocked here.** I learn it from nobody and refuse pictures I recognise it in. I can be wrong, most with photos from the side or of poor quality. /block undo takes it back.
block-is = Your face is blocked here. /block me replaces it by what your newest photos show.
block-none = You have blocked no face here. If you did so from another account, whoever runs this bot can take it back.
block-undone = Your face may be used again. Send selfies with /selfies to begin anew.
block-nobody-known = I do not know your face yet. Send a selfie first; once it is accepted, /block me again.
forget-block = Your block stays, as you wished: 128 encrypted numbers without your name. /block undo takes it back.
photo-blocked = Whoever this is has forbidden their face to this bot. If it is you, /block undo takes that back.
error-blocked-face = Somebody in this picture has forbidden their face to this bot, so I do not use it. Send another one.
blocked-none = Nobody has blocked their face here.
blocked-title = **Blocked faces: { $count }** (number and day; whose they are cannot be seen). /unblock and a number takes one off.
blocked-unknown = There is no blocked face with the number { $number }; /blocked lists them.
blocked-removed = Blocked face { $number } is off the list.
strikes-pause = That was too often: for { $hours } hours I draw nothing for you.
strikes-paused = I draw nothing for you for now, because you asked too often for what I may not draw. Try again in { $hours } h; what you have stays.
strikes-nobody = Nobody was refused anything for its content today.
strikes-title = **Refused for what was asked, within a day**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: pauses until { $until } UTC
strikes-no-strikes = Nothing is counted against { $person }.
strikes-pardoned = What was counted against { $person } is forgotten.
