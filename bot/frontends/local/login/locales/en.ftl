# The pages that sign people in and out.
login-title = Sign in
login-field-name = Name
login-field-password = Password
login-go = Sign in
login-by-link = Send /web to the bot on Telegram or Discord and open the link it answers with. It works once, for ten minutes.
login-by-telegram = On Telegram, the button beside the message field opens this app without a password.
login-invited = I have an invitation code
login-wait = One moment …
login-scripts = This page needs JavaScript.
login-as = This link signs you in as { $person }. If that is not you, close this page.
login-wrong = The name or the password is wrong.
login-link-old = This link has expired or was used already. Send /web to the bot again for a new one.
login-telegram = Open this page from the bot on Telegram.
login-telegram-old = Telegram's sign-in has expired. Close the app and open it again.
login-slow = Too many tries. Wait { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    } and try again.
login-not-here = Nobody signs in this way here.
login-no-invitations = Invitations are switched off here.
login-name = Choose a name of 1 to 40 characters.
login-password-short = Choose a password of at least { $least } characters.
login-invitation = This invitation code is wrong, has expired, or was used already.
login-name-taken = Somebody already has this name. Choose another one.
join-title = Join by invitation
join-field-code = Invitation code
join-password-hint = At least { $least } characters.
join-go = Create account
sessions-title = Where you are signed in
sessions-seen = last seen { $at } UTC
sessions-way-link = by link
sessions-way-password = by password
sessions-way-telegram = Telegram Mini App
sessions-here = Sign out here
sessions-there = Sign out
sessions-others = Sign out everywhere else
sessions-done = Signed out.
sessions-password = Change password
sessions-password-old = Present password
sessions-password-new = New password
sessions-password-go = Change password
sessions-password-done = The password is changed. Every other browser is signed out.
sessions-back = Back to the chat
sessions-operator = Operator page
