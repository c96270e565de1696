# The pages that sign people in and out.
login-title = Iniciar sesión
login-field-name = Nombre
login-field-password = Contraseña
login-go = Iniciar sesión
login-by-link = Envía /web al bot en Telegram o Discord y abre el enlace de su respuesta. Sirve una vez, durante diez minutos.
login-by-telegram = En Telegram, el botón junto al campo de mensaje abre esta aplicación sin contraseña.
login-invited = Tengo un código de invitación
login-wait = Un momento …
login-scripts = Esta página necesita JavaScript.
login-as = Este enlace inicia tu sesión como { $person }. Si no eres tú, cierra la página.
login-wrong = El nombre o la contraseña no son correctos.
login-link-old = Este enlace ha caducado o ya se usó. Envía /web al bot otra vez.
login-telegram = Abre esta página desde el bot en Telegram.
login-telegram-old = El inicio de sesión de Telegram ha caducado. Cierra la aplicación y vuelve a abrirla.
login-slow = Demasiados intentos. Espera { $minutes } { $minutes ->
        [one] minuto
       *[other] minutos
    } y vuelve a intentarlo.
login-not-here = Aquí no se inicia sesión de esta manera.
login-no-invitations = Las invitaciones están desactivadas aquí.
login-name = Elige un nombre de 1 a 40 caracteres.
login-password-short = Elige una contraseña de al menos { $least } caracteres.
login-invitation = Este código de invitación es incorrecto, ha caducado o ya se usó.
login-name-taken = Alguien ya tiene ese nombre. Elige otro.
join-title = Entrar con invitación
join-field-code = Código de invitación
join-password-hint = Al menos { $least } caracteres.
join-go = Crear cuenta
sessions-title = Dónde tienes la sesión iniciada
sessions-seen = última visita { $at } UTC
sessions-way-link = con enlace
sessions-way-password = con contraseña
sessions-way-telegram = Mini App de Telegram
sessions-here = Cerrar sesión aquí
sessions-there = Cerrar sesión
sessions-others = Cerrar las demás sesiones
sessions-done = Sesión cerrada.
sessions-password = Cambiar la contraseña
sessions-password-old = Contraseña actual
sessions-password-new = Contraseña nueva
sessions-password-go = Cambiar la contraseña
sessions-password-done = La contraseña ha cambiado. Se cerró la sesión en los demás navegadores.
sessions-back = Volver al chat
sessions-operator = Página de gestión
