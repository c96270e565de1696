### Español

# ---- Pieces
list-or = { $rest } o { $last }
list-between = { $one }, { $two }
list-sentences = { $one } { $two }
list-and = { $rest } y { $last }
time-left = { $seconds ->
    [0] en cualquier momento
   *[other] { $minutes ->
        [0] en menos de un minuto
        [one] en un minuto más o menos
       *[other] en unos { $minutes } minutos
    }
}
finish = Estará listo { $time }.

# ---- Start and help
start-new = **¡Hola!** Soy un bot que aprende tu cara con unos selfis y hace retratos tuyos en cualquier estilo.
start-collecting = **¡Hola de nuevo!** Tengo { $accepted ->
        [0] todavía ningún selfi tuyo que sirva
        [one] un selfi tuyo que sirve
       *[other] { $accepted } selfis tuyos que sirven
    }. Envía más o pulsa Listo.
start-ready = **¡Hola de nuevo!** Conozco tu cara. Prueba /portrait { $style } o elige un estilo abajo.
start-training = **¡Hola de nuevo!** Sigo aprendiendo tu cara; /queue muestra cuánto falta.
start-group = **¡Hola!** Las caras son privadas: escríbeme en un chat privado y allí hago tu retrato.
help-title = **Lo que sé hacer**
help-hint = Envía selfis, pulsa Listo y pide un retrato. Eso es todo.
help-start = Empezar, o ver por dónde vas
help-help = Mostrar lo que sé hacer
help-selfies = Enviar o añadir selfis
help-alive = Demostrar que salgo yo en las fotos
help-train = Aprender mi cara con los selfis
help-portrait = Hacer un retrato mío en un estilo
help-styles = Ver los estilos
help-gallery = Mis imágenes terminadas
help-show = Volver a mostrar un trabajo terminado
help-again = Repetir el último retrato
help-queue = Mis trabajos en espera y en marcha
help-cancel = Detener un trabajo
help-me = Lo que se reconoció de mí
help-mydata = Lo que se guarda sobre mí
help-export = Descargar todo lo que se guarda sobre mí
help-forget = Borrar todo sobre mí
help-receipt = Comprobar el recibo de un borrado
help-language = Elegir mi idioma
help-privacy = Cómo se tratan mis fotos
help-settings = Mis preferencias
help-quota = Lo que aún puedo usar hoy
help-whoami = Mostrar mi identificador aquí
help-report = Denunciar una imagen o avisar de un problema
help-paysupport = A quién preguntar por un pago
help-terms = Qué se vende aquí y cuándo se devuelve
help-stats = Estadísticas de este bot
help-ban = Bloquear a una persona
help-allow = Desbloquear a una persona
help-pause = No aceptar trabajos nuevos
help-resume = Volver a aceptar trabajos
help-audit = Las últimas entradas del registro
param-style = Nombre de un estilo
param-count = Cuántas imágenes, de 1 a 10
param-limit = Imágenes por día, de 0 a 1000
param-seed = Semilla: mismo número, misma imagen
param-face = Peso de tu cara, de 0.5 a 1.3
param-strength = Peso del estilo, de 0 a 1
param-search = Una palabra que buscar
param-job = Número del trabajo
param-language = Idioma
param-setting = Qué cambiar
param-value = El nuevo valor
param-reason = Qué está mal
param-person = platform:user

# ---- Consent
consent-text = **Antes del primer selfi.** Para dibujarte miro tus fotos y aprendo un modelo de tu cara. Las mejores fotos se guardan con él, porque las imágenes se hacen a partir de ellas; todo se borra, como muy tarde, cuando pasa un año sin dibujar con tu cara. Son datos biométricos. Se cifran con una clave tuya, protegida por la clave maestra de quien gestiona este bot; se usan solo para las imágenes que pides, no se muestran a nadie más y se borran con /forget cuando quieras. Cada imagen que hago lleva la marca de generada por IA. ¿Estás de acuerdo, eres tú quien sale en las fotos y tienes 18 años o más?
consent-text-photos = Guardo { $waiting ->
        [one] sin abrir la foto que acabas de enviar
       *[other] sin abrir las { $waiting } fotos que acabas de enviar
    } hasta que respondas.
consent-short = Para seguir me falta tu respuesta: ¿estás de acuerdo con cómo trato tus fotos, eres tú quien sale en ellas y tienes 18 años o más?
button-read-again = Leerlo otra vez
button-agree = Acepto, soy yo y tengo 18 años o más
button-disagree = No
button-privacy = Leer más
consent-given = ¡Gracias! Ahora envíame selfis: cinco o más, uno a uno o como álbum.
consent-refused = Está bien. No he guardado ninguna de tus fotos. Si cambias de idea, envía /start.
consent-withdraw = **¿Lo borro todo?** Todavía guardo fotos tuyas o cosas hechas con ellas. Sin tu consentimiento tengo que borrarlas, junto con tu cara aprendida y todas tus imágenes, trabajos y preferencias. No se puede deshacer. Hasta que pulses Sí, todo queda como está.
consent-changed = El texto ha cambiado desde que lo aceptaste, así que vuelvo a preguntar.

# ---- Selfies
selfies-ask = **Envíame selfis**, uno a uno o como álbum. Con cinco o más el parecido mejora mucho: distinta luz, distintos ángulos, solo tú, la cara bien visible, sin gafas de sol.
selfies-ask-more = **Envíame más selfis** y aprenderé tu cara de nuevo junto con { $accepted ->
        [one] el que
       *[other] los { $accepted } que
    } ya tengo. Mientras tanto puedes seguir haciendo retratos.
selfies-status = **Selfis: { $accepted ->
        [0] ninguno sirve todavía
        [one] 1 sirve
       *[other] { $accepted } sirven
    }**
selfies-looking = { $waiting ->
        [one] Revisando una foto…
       *[other] Revisando { $waiting } fotos…
    }
selfies-line-good = { $number }. ✓ bien
selfies-line-bad = { $number }. ✗ { $sentence }
selfies-line-look = { $number }. … revisando
selfies-earlier = … y antes { $count ->
        [one] una foto
       *[other] { $count } fotos
    }
selfies-few = { $accepted ->
        [one] Una foto basta para empezar
       *[other] { $accepted } fotos bastan para empezar
    }, pero con { $recommended } o más el parecido es claramente mejor.
selfies-enough = Con esto habrá un buen parecido. Pulsa Listo o envía más.
selfies-none = Envía una foto clara de tu cara para empezar.
selfies-full = He revisado { $most } fotos, el máximo para una persona. Pulsa Listo para seguir, o /forget para empezar de nuevo.
selfies-understood = Veo a { $looks }. ¿No es así? Corrígelo con los botones.
selfies-two-people = Las fotos muestran a dos personas, las dos el mismo número de veces. ¿Cuál eres tú?
button-this-is-me = La foto { $number } soy yo
selfies-under-age = En demasiadas de estas fotos parece haber alguien menor de 18 años, y solo hago retratos de adultos, así que no puedo aprender esta cara. Si eres mayor de edad, envía fotos más recientes.
alive-ask = **Demuestra que eres tú.** En { $minutes } minutos envía un vídeo de tu cara (vale un videomensaje), o una foto por cada paso, en este orden:
alive-side = Gira la cabeza hacia un lado
alive-up = Levanta la cara
alive-mouth = Abre mucho la boca
alive-eyes = Cierra los ojos un momento
alive-next = Bien. Ahora el siguiente paso; después quedan: { $left }.
alive-late = Ha tardado demasiado. Pide pasos nuevos.
alive-enough = Hoy has tenido { $most } intentos. Mañana podrás volver a intentarlo, con otros pasos.
alive-needed = Antes de aprender esta cara necesito ver que es tuya: haz unos movimientos, en vídeo o en fotos.
alive-done = Gracias, eres tú. Lo que enviaste está borrado.
alive-no-unreadable = No puedo leer esto. Envía un vídeo o fotos de tu cara.
alive-no-face = No se ve tu cara todo el tiempo. Inténtalo otra vez con buena luz.
alive-no-person = No parece la persona de tus fotos.
alive-no-code = No eran los pasos que pedí, o no en ese orden. Haz cada uno con claridad y mira al frente entre uno y otro.
button-alive = Demostrar que soy yo
selfies-training = Ahora mismo estoy aprendiendo tu cara. Envía más fotos cuando termine, o detenlo con /cancel.
selfies-not-looked = No pude revisar esta foto. Envíala otra vez, por favor.
selfies-not-set-up = Todavía no puedo revisar fotos, porque este bot no está configurado del todo. Quien lo gestiona ya lo sabe; inténtalo más tarde.
button-done = Listo, aprende mi cara
button-correct = Corregir estos datos
looks-man-young = un hombre joven
looks-man-adult = un hombre
looks-man-mature = un hombre de 40 años o más
looks-woman-young = una mujer joven
looks-woman-adult = una mujer
looks-woman-mature = una mujer de 40 años o más
looks-age = de unos { $age } años
looks-full = **{ $who }**, { $age }
me-none = Todavía no sé nada de tu cara. Envíame un selfi para empezar.
me-looks = Veo a { $looks }.
me-corrected = Gracias, desde ahora veo **{ $who }**.
me-retrain = Pulsa Listo para que aprenda tu cara de nuevo con este cambio.
me-photos = { $accepted ->
        [0] Todavía ninguna foto que sirva.
        [one] Según una foto.
       *[other] Según { $accepted } fotos.
    }
button-man = Hombre
button-woman = Mujer
button-young = Más joven
button-adult = Adulto
button-mature = 40 o más

# ---- Photo verdicts: why, and what to try instead
photo-not-an-image = Esto no es una imagen. Envía una foto en JPEG, PNG, WebP o HEIC.
photo-unknown-format = No puedo leer este tipo de imagen. Envíala en JPEG, PNG, WebP o HEIC.
photo-broken = Esta imagen llegó dañada. Envíala otra vez, mejor como archivo.
photo-too-many-pixels = Esta imagen tiene demasiados píxeles para mí. Envía una foto normal del móvil.
photo-too-large = Este archivo es más grande de lo que admito. Envíalo como foto y no como archivo.
photo-sticker = En un sticker no te veo. Envía una foto de tu cara.
photo-animated = Esto es una animación. Envía una foto fija.
photo-no-face = Aquí no veo ninguna cara. Mira a la cámara con buena luz, sin nada delante.
photo-several-faces = Veo a más de una persona. Envía una foto donde estés solo tú, o recórtala.
photo-face-too-small = Tu cara sale demasiado pequeña. Acércate, o recorta la foto.
photo-blurred = Esta foto está borrosa. No te muevas, limpia la lente y prueba otra vez.
photo-bad-light = Hay muy poca luz o es demasiado dura. Prueba de cara a una ventana.
photo-turned-away = Tu cara está demasiado girada. Mira más hacia la cámara.
photo-eyes-closed = Aquí tienes los ojos cerrados. Prueba con los ojos abiertos.
photo-covered = Algo te tapa la cara. Quita gafas de sol, mascarilla o mano y prueba otra vez.
photo-drawn = Esto parece un dibujo o una imagen de ordenador. Necesito una foto tuya, hecha con una cámara.
photo-rephotographed = Esto parece una foto de una pantalla o de una copia en papel. Envía la foto original o haz una nueva.
photo-forwarded = Esta foto está reenviada. Solo aprendo una cara con fotos que envías tú: si sales en ella, guárdala y envíala de nuevo.
photo-duplicate = Ya tengo esta foto o una casi igual. Envía otra distinta.
photo-other-person = Parece una persona distinta de la de tus otras fotos. Envía solo fotos de la misma persona.
photo-under-age = Esta persona parece menor de 18 años, y solo hago retratos de adultos. Puedo equivocarme: si eres tú, envía una o dos fotos más recientes, que se valorarán juntas, o escribe /report a quien gestiona este bot.
photo-nudity = No acepto desnudos. Envía una foto con ropa, mejor de cabeza y hombros.

# ---- Training
train-no-photos = Primero necesito al menos un selfi que sirva. Envíame una foto de tu cara.
train-still-looking = Un momento, aún estoy revisando { $waiting ->
        [one] una foto
       *[other] { $waiting } fotos
    }. Vuelve a pulsar Listo enseguida.
train-already = Ya estoy aprendiendo tu cara. /queue muestra cuánto falta.
train-nothing-new = Ya conozco tu cara por estas fotos. Envía más selfis para mejorarla, o pide un retrato.
train-queued = ¡Gracias! Aprenderé tu cara con { $photos ->
        [one] una foto
       *[other] { $photos } fotos
    }.
train-done = **Ya conozco tu cara.** Listo en { $minutes ->
        [0] menos de un minuto
        [one] un minuto, más o menos
       *[other] unos { $minutes } minutos
    }, con { $photos ->
        [one] una foto
       *[other] { $photos } fotos
    }. ¿Qué retrato hago primero?
train-understood = Veo a **{ $who }**; puedes corregirlo con /me.
instant-ready = **Ya puedo hacer retratos tuyos**, solo a partir de tus fotos. Se parecerán más cuando haya aprendido tu cara.
button-again-train = Probar otra vez
button-relearn = Aprender mi cara de nuevo

# ---- Portraits
portrait-before-training = Todavía no conozco tu cara. Envíame primero unos selfis y después pulsa Listo.
portrait-not-trained = Tengo { $accepted ->
        [one] un selfi tuyo que sirve
       *[other] { $accepted } selfis tuyos que sirven
    }, pero aún no he aprendido de ellos. Pulsa Listo y pídelo otra vez.
portrait-training = Sigo aprendiendo tu cara. Pídelo cuando te diga que he terminado; /queue muestra cuánto falta.
portrait-scene-picture = He puesto tu imagen detrás de ti. Si es un selfi para aprender tu cara, envíala otra vez sin texto.
portrait-which = ¿Qué estilo?
portrait-style-elsewhere = El estilo «{ $name }» necesita un modelo mayor que el de este bot. Aquí puedes usar, por ejemplo, { $closest }; /styles los muestra todos.
portrait-unknown-style = No hay ningún estilo «{ $name }». ¿Querías decir { $closest }?
portrait-unknown-style-none = No hay ningún estilo «{ $name }». /styles los muestra todos.
portrait-done = **{ $style }**: { $best }
portrait-likeness = { $percent } % de parecido
portrait-unlike = { $percent } % de parecido (no lo suficiente)
portrait-from-photos = Hecho solo a partir de fotos; se parecerá más cuando haya aprendido tu cara.
portrait-before = Solo con tus fotos fue un { $percent } % de parecido.
portrait-outdated = Tu cara se aprendió con una versión anterior del modelo; deja que la aprenda de nuevo y el parecido mejorará.
portrait-best-unlike = Ninguna se parece lo suficiente a ti. Prueba «Más parecido a mí», o añade selfis.
portrait-unclean = No pude recortarte del todo bien en estas fotos. Una foto delante de una pared lisa da mejores imágenes.
portrait-withheld = { $count ->
        [one] Una imagen no se muestra porque contenía desnudez.
       *[other] { $count } imágenes no se muestran porque contenían desnudez.
    }
more-seeds = Semilla: { $seeds }
portrait-label = Generado por IA · trabajo { $number }
portrait-caption = { $rank }. { $likeness }
portrait-alt = Retrato generado por IA en el estilo { $style }
portrait-few-photos = Solo conozco tu cara por { $photos ->
        [one] una foto
       *[other] { $photos } fotos
    }; con { $recommended } o más el parecido será claramente mejor. Añade más con /selfies.
button-again = Otra vez
button-like = Parecidas a la mejor
button-restyle = Otro estilo
button-closer = Más parecido a mí
button-bolder = Más estilo
button-delete = Borrar
button-report = Denunciar
button-more = Más…
button-back = Atrás
button-cancel = Cancelar
button-files = Como archivos
button-apart = Las { $count } imágenes
stickers-none = Los stickers se hacen con tus imágenes favoritas y aún no hay ninguna. Marca algunas en tu galería y prueba otra vez /stickers.
stickers-nothing-new = Todas tus favoritas ya son stickers. Marca otra imagen, o borra los stickers para hacerlos de nuevo.
stickers-full = Un paquete admite { $most } stickers y el tuyo está lleno. Bórralo para empezar otro.
stickers-act = Puedo hacer stickers de tus favoritos o borrar los que tienes.
stickers-done = Stickers hechos: { $count }. Generados por IA.
stickers-skipped = Omitidas, porque no se encontró a nadie en ellas: { $count }.
stickers-nobody = No encontré a nadie en estas imágenes, así que no hay nada que recortar. Marca un retrato como favorito y prueba otra vez /stickers.
stickers-title = Mis retratos
stickers-delete-ask = ¿Borrar tus stickers? También desaparecen donde ya están instalados.
stickers-deleted = Tus stickers están borrados.
button-stickers-delete = Borrar los stickers
apart-text = Trabajo { $number }: las imágenes una a una.
apart-unsure = Me interrumpí al enviar estas imágenes. Si falta alguna, pulsa el botón otra vez.
result-too-large = Este archivo tiene { $megabytes } MB; aquí no se pueden enviar más de { $most } MB. Pídeselo a quien gestiona este bot.
button-styles = Estilos
button-portrait = Retrato: { $style }
button-selfies = Añadir selfis
at-limit-face = Tu cara ya tiene todo el peso posible. Añadir selfis ayuda más: /selfies.
at-limit-style = El estilo ya tiene todo el peso posible. Prueba otro: /styles.

# ---- Styles
styles-title = **Estilos** · { $from }–{ $to } de { $total }
styles-found = **Estilos** con «{ $search }» · { $from }–{ $to } de { $total }
styles-line = `{ $name }` **{ $title }**
styles-others = Otros { $count } necesitan un modelo mayor que el de este bot.
styles-alt = Vista previa del estilo { $title }, generada con IA
styles-none = Ningún estilo coincide con «{ $search }». Estos son todos.
styles-nothing = Este bot no tiene estilos instalados. Díselo a quien lo gestiona.

# ---- Jobs: queue, progress, cancel
queue-empty = No tienes nada en espera ni en marcha. Pide un retrato con /portrait.
queue-title = **Tus trabajos**
queue-line = { $number }. { $what }: { $state }
what-enrol = aprender tu cara
what-instant = conocerte por tus fotos
what-portrait = retratos, { $style }
what-inspect = revisar una foto
what-alive = comprobar que eres tú
what-other = un trabajo
what-stickers = stickers
what-inspect-garment = revisar la ropa
what-tryon = probarte ropa
state-queued = { $position ->
        [1] es el siguiente
       *[other] en espera, puesto { $position }
    }
state-running = en marcha
progress-queued = { $what } · { $position ->
        [1] es el siguiente
       *[other] puesto { $position } de { $total }
    }
progress-running = { $what } · { $stage }
stage-starting = empezando
stage-loading = cargando los modelos
stage-preparing = preparando tus fotos
stage-instant = una primera imagen a partir de tus fotos; sigo aprendiendo
stage-training = paso { $done } de { $total }
stage-aside = pausa en el paso { $done } de { $total } mientras se hace una imagen
stage-drawing = haciendo la imagen, paso { $done } de { $total }
stage-cutting = recortando, { $done } de { $total }
stage-trying = probando pesos de cara y estilo
stage-finishing = terminando, { $done } de { $total }
stage-other = trabajando, { $done } de { $total }
cancel-none = No tienes nada en espera ni en marcha.
cancel-which = ¿Cuál detengo?
cancel-unknown = No tienes ningún trabajo { $number }. /queue muestra tus trabajos.
cancel-finished = El trabajo { $number } ya terminó. /show { $number } lo muestra otra vez.
cancel-done = El trabajo { $number } está cancelado. No cuenta para tu límite.
cancel-by-operator = Quien gestiona este bot ha detenido el trabajo { $number }. No cuenta para tu límite.
cancel-asked = Estoy deteniendo el trabajo { $number }…

# ---- Talking portraits
help-talk = Hacer hablar a un retrato mío
param-text = Lo que debe decir
param-voice = Nombre de una voz, por ejemplo es-anna
param-motion = Movimiento de la cabeza, de 1 a 46
talk-prompt = ¿Qué debe decir? Escríbelo, o envía un mensaje de voz, audio o vídeo de hasta { $seconds } segundos. Uso una voz de tu idioma si no eliges otra.
talk-which = ¿Qué retrato debe hablar?
talk-portrait = Trabajo { $number }, imagen { $rank } · { $style }
talk-no-portrait = Aún no tienes ningún retrato que pueda hablar. Haz uno primero y envía de nuevo tu mensaje de voz.
talk-portrait-gone = Ese retrato ya no está. Haz uno nuevo con /portrait.
talk-not-heard = No pude descargar esa grabación. Envíala otra vez, por favor.
talk-file-too-large = Ese archivo es demasiado grande. Envía una grabación más corta, o solo el sonido.
talk-text-too-long = Es demasiado largo para un clip: { $characters } caracteres, y caben { $most }. Acórtalo, o haz dos clips.
talk-done = **Tu retrato que habla**, { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
}.
talk-voice = Voz: { $voice }
talk-label = Generado por IA · trabajo { $number }
talk-gif = El comienzo como GIF. Generado por IA.
talk-delete-ask = ¿Borrar el clip del trabajo { $number }?
talk-delete-done = El clip del trabajo { $number } está borrado.
button-talk = Hacer hablar
button-voices = Voces
button-motion = Movimiento
button-listen = Escuchar
button-note = Videomensaje
button-finer = Más nítido (lento)
button-gif = Como GIF
voice-which = ¿Qué voz? La elección se guarda para los próximos clips.
voice-title = { $title } ({ $language }, { $kind ->
        [natural] natural
        [online] natural, en línea: tu texto se envía a Microsoft
       *[robot] robot
    })
voice-chosen = Desde ahora uso { $voice }.
voice-gone = La voz «{ $name }» ya no está disponible. El menú de voces muestra las demás.
voice-none = Este bot no tiene ninguna voz configurada.
voice-soon = { $voice } va a hablar enseguida …
voice-heard = Así suena. Generado por IA.
voice-sample = ¡Hola! Así suena tu retrato cuando habla con tus amigos.
motion-which = ¿Cómo debe moverse la cabeza? La elección se guarda para los próximos clips.
motion-still = Quieta
motion-style = Movimiento { $number }
motion-chosen = Desde ahora: { $motion }.
what-talk = un retrato que habla
what-speak = una prueba de voz
stage-looking = revisando el retrato
stage-speaking = preparando la voz
stage-animating = animando la cara, fotograma { $done } de { $total }
stage-enhancing = preparando la imagen más nítida
sound-broken = No puedo leer esta grabación. Envíala como mensaje de voz, MP3, WAV o MP4.
sound-no-audio = En este archivo no hay sonido. Envía un mensaje de voz, o un vídeo con sonido.
sound-too-long = Dura { $seconds } segundos, y un clip puede durar { $most } como máximo. Envía una grabación más corta.
sound-too-short = Es demasiado corto. Di al menos una palabra.
sound-silent = No oigo nada en esta grabación. Revisa el micrófono y habla otra vez.
sound-no-speech = No oigo a nadie hablar, quizá solo música o ruido. Envía una grabación en la que alguien hable.
text-empty = En este texto no hay nada que leer en voz alta. Escribe unas palabras.
text-too-long = Este texto es demasiado largo para un clip. Caben como mucho { $most } caracteres.
error-bad-sound = { $sentence }
error-nothing-to-say = { $sentence }
error-unknown-voice = No hay ninguna voz «{ $name }». Prueba una de estas: { $closest }.
error-voice-unreachable = La voz en línea no responde. Elige una voz que funcione sin conexión, o inténtalo más tarde.

# ---- Gallery
gallery-empty = Todavía no tienes imágenes. Haz la primera con /portrait.
gallery-title = **Tus retratos** · { $from }–{ $to } de { $total }
gallery-line = { $number }. **{ $style }**, { $count ->
        [one] una imagen
       *[other] { $count } imágenes
    }, la mejor { $percent } % de parecido
gallery-line-edited = { $number }. **{ $style }**, { $count ->
        [one] una imagen
       *[other] { $count } imágenes
    }
gallery-show = Mostrar { $number }
show-unknown = No tienes ningún trabajo { $number }. /gallery muestra tus imágenes.
show-unfinished = El trabajo { $number } no tiene imágenes que mostrar. /queue muestra lo que sigue en marcha.
show-gone = Las imágenes del trabajo { $number } ya no están guardadas. «Otra vez» hace otras nuevas.
again-none = Todavía no hay nada que repetir. Haz la primera imagen con /portrait.
delete-ask = ¿Borrar para siempre las imágenes del trabajo { $number }?
delete-ask-more = También se borra lo que se hizo con ellas, como un retrato que habla.
delete-done-more = También está borrado lo que se hizo con ellas.
delete-done = Las imágenes del trabajo { $number } están borradas.
button-delete-yes = Sí, borrar
button-no = No
files-text = { $style } · semilla { $seed }

# ---- Settings and language
settings-title = **Tus preferencias**
settings-pictures = Imágenes por trabajo: { $count }
settings-style = Estilo por defecto: { $style }
settings-style-ask = preguntarme
settings-language = Idioma: { $language }
settings-saved = Guardado.
settings-unknown = No hay ninguna preferencia «{ $name }». Puedes ajustar { $known }.
settings-style-none = cualquiera
button-pictures = { $count }
button-language = Idioma
language-ask = ¿Qué idioma hablo?
language-set = Desde ahora hablo español.
language-unknown = Todavía no hablo «{ $name }». Hablo { $known }.
language-name = Español

# ---- Quota
quota-text = En las últimas 24 horas has usado { $used } de { $total } minutos de cálculo. Un retrato tarda unos { $portrait } segundos; aprender una cara, { $training ->
        [one] alrededor de un minuto
       *[other] unos { $training } minutos
    }.
quota-jobs = En espera o en marcha: { $queued } de { $most } trabajos.
quota-spent = Has usado el tiempo de cálculo de hoy. Prueba otra vez dentro de { $hours ->
        [one] una hora
       *[other] { $hours } horas
    }; /quota muestra cómo va.
quota-queue = Ya tienes { $most } trabajos en espera. Deja que termine uno, o detén uno con /cancel.
button-stars = Hacerlo ahora por { $stars } ⭐
stars-title = Retratos: { $count }
stars-text = Se hace ahora, aunque el tiempo de cálculo de hoy esté agotado. Si no se puede hacer, recuperas tus estrellas.
stars-gone = Esta oferta ya no vale. Pide el retrato otra vez.
stars-back = Tus { $stars } ⭐ vuelven a ti: lo que pagaste no se hizo.
stars-support = ¿Preguntas sobre un pago? Escríbelas con /report: las lee quien gestiona este bot. Lo que se pagó y no se hizo se devuelve automáticamente.
stars-terms = **Qué se vende aquí.** Un retrato más allá del tiempo de cálculo gratuito del día cuesta { $stars } ⭐ por imagen. Se hace enseguida, con las mismas reglas que los demás. Si no se puede hacer, se detiene o no se muestra, tus estrellas se te devuelven automáticamente. Para todo lo demás está /paysupport.
paused = Estoy en una breve pausa de mantenimiento y no acepto trabajos nuevos. Prueba más tarde; no se pierde nada tuyo.

# ---- Privacy
privacy-text = **Tus fotos, tu cara, tus reglas.** Las fotos, el modelo de tu cara y tus imágenes están cifrados con una clave propia, solo para ti. La ubicación y otros datos ocultos se quitan de cada foto. Nadie más puede usar tu cara, y tus fotos solo entrenan tu propio modelo. Aparte de la plataforma de chat que usas, solo quien gestiona este bot tiene tus fotos. Cada imagen lleva la marca de generada por IA. Solo hago retratos de adultos y no muestro desnudos. En una imagen en la que quieres aparecer, las caras de otras personas solo se detectan y se sustituyen. Se comparan únicamente con caras que sus dueños han bloqueado aquí, y nunca se aprenden ni se guardan; esa imagen se borra más o menos una hora después del último uso. A otra persona solo se la pone en una imagen si antes ha dicho que sí, y solo en esa. /mydata muestra lo que se guarda, /export te lo envía, /forget lo borra destruyendo tu clave.
mydata-title = **Lo que se guarda sobre ti**
mydata-consent = Consentimiento: versión { $version }, dado el { $date }.
mydata-no-consent = Consentimiento: no dado.
mydata-faces = Caras aprendidas: { $count }
mydata-selfies = Selfis: { $count }
mydata-pictures = Imágenes hechas: { $count }
mydata-files = Archivos: { $count }, en total { $megabytes } MB
mydata-jobs = Trabajos: { $count }
mydata-language = Idioma: { $language }
mydata-next = /export te lo envía todo, /forget lo borra.
export-ready = Todo lo guardado sobre ti, en un archivo. Guárdalo bien: contiene tus fotos.
export-parts = Todo lo que se guarda sobre ti, en { $count } archivos comprimidos, porque no cabe en uno. Cada uno se abre por sí solo; `about.json` está en el primero. Si un nombre termina en .001, las demás partes de ese archivo están en los siguientes: únelas en orden. Guárdalos bien: contienen tus fotos.
export-part = Archivo { $number } de { $count }.
export-impossible = Este bot está configurado sin exportación. Pregunta a quien lo gestiona.
forget-ask = **¿Borrar todo?** Tus fotos, tu cara aprendida, todas las imágenes, trabajos y preferencias. No se puede deshacer.
button-forget = Sí, borrar todo
forget-done = **Todo está borrado.** Se borró: { $parts }. Tu clave está destruida, así que ninguna copia se puede volver a abrir. También he quitado de nuestro chat las imágenes que te envié. ¡Adiós! Con /start empiezas de nuevo.
forget-yours = Lo que me enviaste tú se queda en este chat hasta que lo borres.
forget-receipt = Si algún día quieres comprobarlo, guarda este recibo: **{ $code }**. Con /receipt y este código sabrás si la cuenta sigue borrada; no nombra a nadie.
receipt-erased = La cuenta de este recibo se borró el { $date } y aquí no queda nada de ella.
receipt-unknown = No conozco ningún recibo con este código. Revisa las letras.
forget-day = Lo que gastaste de tus límites diarios cuenta hasta mañana, bajo un código sin tu nombre.
pictures-gone = Estas imágenes están borradas.
message-gone = Este mensaje se ha eliminado: alguien a quien nombraba ya no está aquí.
forget-selfies = { $count ->
        [one] un selfi
       *[other] { $count } selfis
    }
forget-faces = { $count ->
        [one] una cara aprendida
       *[other] { $count } caras aprendidas
    }
forget-pictures = { $count ->
        [one] una imagen
       *[other] { $count } imágenes
    }
forget-jobs = { $count ->
        [one] un trabajo
       *[other] { $count } trabajos
    }
forget-account = tu cuenta con sus preferencias
forget-kept = No se ha cambiado nada.
report-ask = ¿Qué está mal? Escríbelo sin más. Quien gestiona este bot lo leerá y verá la imagen.
report-thanks = Gracias. Tu denuncia ha llegado a quien gestiona este bot.
report-where = Para denunciar una imagen de este grupo, respóndele con /report. Todo lo demás se denuncia en un chat privado conmigo.
report-why = ¿Qué tiene de malo? Quien gestiona este bot verá la imagen y tu respuesta.
report-reason-not-me = No soy yo
report-reason-offensive = Es ofensiva
report-reason-minor = Sale alguien menor de 18 años
report-reason-other = Otra cosa
report-undo = Retirar la denuncia
report-undone = Tu denuncia está retirada.
report-settled = Ya se ha decidido sobre esta denuncia.
report-gone = Esta denuncia ya no existe.
report-limit = Hoy ya has enviado { $most } denuncias. Quien gestiona este bot las tiene; mañana podrás enviar más.
report-taken-back = La denuncia { $number } fue retirada.
report-dismiss = Descartar
report-ban = Bloquear
report-dismissed = La denuncia { $number } está descartada.

# ---- Admin
whoami = Tu identificador aquí es `{ $name }`. Quien gestiona este bot puede hacerte administrador añadiéndolo a ADMIN_IDS.
whoami-admin = Tu identificador aquí es `{ $name }`, y eres administrador.
alert-model-missing = Falló un trabajo porque falta un modelo: { $component }. Descárgalo con `{ $how }`; a la gente se le dice que el bot aún no está configurado.
alert-model-damaged = Falló un trabajo porque un modelo está dañado: { $component }. Repáralo con `{ $how }`.
admin-stats = **Estadísticas**
admin-stats-people = Personas: { $people }
admin-stats-jobs = Trabajos: { $queued } en espera, { $running } en marcha, { $done } terminados, { $failed } fallidos
admin-stats-paused = Trabajos nuevos: { $paused ->
        [yes] en pausa
       *[no] aceptados
    }
admin-unknown-person = No conozco a nadie llamado «{ $person }». Necesito su id, como `telegram:12345`; /whoami se lo dice.
admin-not-yourself = No puedes bloquearte a ti ni a otro administrador.
admin-banned = { $person } está bloqueado. Trabajos cancelados: { $count }.
admin-allowed = { $person } puede volver a usar el bot.
admin-paused = En pausa: no se aceptan trabajos nuevos. /resume continúa.
admin-resumed = Se vuelven a aceptar trabajos.
help-jobs = Ver lo que espera y se ejecuta para todos, y detenerlo
jobs-title = **En espera y en marcha**
jobs-line = { $number }. { $kind }: { $state ->
        [running] en marcha
       *[queued] en espera
    }
jobs-stopped = El trabajo { $number } queda detenido. Quien lo pidió recibe un aviso.
jobs-stopped-of = Trabajos de { $person } detenidos: { $count }.
jobs-none = No hay nada en espera ni en marcha.
jobs-unknown = Ese trabajo ya ha terminado o no existe.
button-stop-job = Detener
admin-audit-title = **Registro, lo más nuevo primero**
admin-audit-empty = El registro está vacío.

# ---- Answers to what does not fit
banned = Ya no puedes usar este bot. Si crees que es un error, habla con quien lo gestiona.
flood = Un poco más despacio, por favor. Inténtalo otra vez en { $seconds ->
        [one] un segundo
       *[other] { $seconds } segundos
    }.
private-only = Las caras son privadas. Escríbeme en un chat privado y pruébalo allí.
anonymous-admin = Escribes en nombre del grupo, así que no puedo saber de quién es la cara. Desactiva un momento «Permanecer anónimo» o escríbeme en un chat privado.
result-not-allowed = En este chat puedo escribir, pero no enviar imágenes ni archivos. Sus administradores pueden permitirlo; en un chat privado siempre te lo puedo enviar.
unknown-command = No existe /{ $name }. ¿Querías decir { $closest }?
unknown-command-none = No existe /{ $name }. /help muestra lo que sé hacer.
unknown-button = Este botón ya no funciona. Envía /start para seguir.
edited-instead = Has cambiado tu mensaje, así que hago lo que dice ahora.
said-most = Puedo hacer como máximo { $most } imágenes a la vez.
said-caption-later = Primero tomo esta foto como selfi. Cuando conozca tu cara, di otra vez «{ $style }».
said-new = Envíame un selfi para empezar, o /help para ver lo que sé hacer.
said-collecting = Estoy reuniendo tus selfis. Envía fotos, o pulsa Listo.
said-ready = No te he entendido. Dime un estilo con tus palabras, por ejemplo «cyberpunk, sonriendo», o elige uno:
said-offer = ¿Te refieres a uno de estos?
said-thanks = ¡De nada! ¿Hago otro?
said-unused = No he podido usar estas palabras: { $words }.
argument-missing = Me falta esto: { $name }. Añádelo detrás del comando.
argument-not-a-number = { $name }: tiene que ser un número, no «{ $value }».
argument-out-of-range = { $name }: el valor debe estar entre { $least } y { $most }.
argument-too-small = { $name } debe ser al menos { $least }.

# ---- Errors of the engine: what happened and what to do next
error-engine = Algo ha fallado por mi parte. No cuenta para tu límite; prueba otra vez.
error-bad-photo = Una de las fotos no se puede usar. { $sentence }
error-not-enough-photos = Necesito { $needed ->
        [one] al menos una foto que sirva
       *[other] al menos { $needed } fotos que sirvan
    } y tengo { $usable }. Envíame más selfis.
error-unknown-style = Ya no existe el estilo «{ $name }». /styles muestra todos los que hay.
error-style-not-here = El estilo «{ $name }» no funciona con el modelo actual de este bot. Elige uno de /styles; quien gestiona el bot puede añadirlo con `{ $how }`.
error-bad-adapter = El archivo de este estilo está dañado o se hizo para otro modelo. Elige otro estilo; quien gestiona el bot encuentra el motivo con `python -m bot styles`.
error-bad-base = El modelo base de este bot ({ $name }) no está bien descrito. Quien lo gestiona encuentra el motivo con `python -m bot doctor`.
error-other-base = Este bot usa ahora otro modelo y tu cara se aprendió con el anterior. Envía /selfies y pulsa Listo para aprenderla de nuevo.
error-no-identity = Todavía no conozco tu cara. Envíame primero selfis y después pulsa Listo.
error-under-age = La persona de estas fotos parece menor de 18 años, y solo hago retratos de adultos. Si eres tú, envía fotos más recientes.
error-child-in-picture = En esta imagen puede haber un niño, así que no pongo a nadie en ella ni la hago hablar. Usa otra imagen.
error-portrait-covered = Algo tapa la boca en esta imagen, como una mascarilla o una mano, así que no puede hablar. Usa una con la cara descubierta.
error-unsafe-picture = Las imágenes no se muestran porque contenían desnudez. Prueba otro estilo o pulsa «Otra vez».
error-content-refused = { $category ->
    [sexual] No muestro ni digo nada sexual sobre personas reales. Dilo con otras palabras o pide otra cosa.
    [minors] No pongo a niños ni adolescentes en imágenes así, ni convierto a nadie en niño. Pide otra cosa.
    [violence] No muestro ni digo violencia contra personas ni amenazas. Pide otra cosa.
    [figures] No convierto a nadie en una persona famosa, ni dejo que nadie diga serlo. Quita el nombre.
    [hate] No muestro ni digo odio ni insultos contra personas. Dilo con otras palabras.
    [documents] No hago imágenes para documentos falsos ni a nombre de otra persona. Pide otra cosa.
   *[operator] Quien gestiona este bot no permite estas palabras. Dilo con otras palabras.
}
error-unfit-portrait = No puedo hacer hablar a esta imagen. Prueba con otro retrato.
error-portrait-without-face = No veo ninguna cara en esta imagen, así que no puede hablar. Prueba con otro retrato.
error-portrait-face-too-small = La cara de esta imagen es demasiado pequeña para hablar. Prueba con una donde sea más grande, o recorta la imagen.
error-portrait-turned-away = La cabeza de esta imagen está demasiado girada para hablar. Prueba con un retrato que mire más a la cámara.
error-weight-missing = Este bot aún no está del todo configurado: le falta un modelo ({ $component }). Quien lo gestiona ya lo sabe y puede descargarlo con `{ $how }`.
error-weight-corrupt = Un modelo de este bot está dañado ({ $component }). Quien lo gestiona puede repararlo con `{ $how }`.
error-source-unreachable = Ahora mismo no se pudo descargar un modelo ({ $component }). Prueba más tarde.
error-out-of-memory = La máquina se quedó sin memoria. Prueba con menos imágenes a la vez, o más tarde.
error-base-too-large = El modelo base de este bot ({ $name }) no cabe en esta máquina: ni la tarjeta gráfica ni la memoria son lo bastante grandes. Quien gestiona el bot puede elegir otro con ENGINE_BASE; `python -m bot doctor` dice más.
error-needs-cuda = El modelo base de este bot ({ $name }) solo funciona en una tarjeta gráfica con CUDA o ROCm, y esta máquina no tiene ninguna. Quien gestiona el bot puede elegir otro con ENGINE_BASE.
error-device-lost = La tarjeta gráfica dejó de responder tres veces seguidas. No cuenta para tu límite; prueba más tarde.
error-not-a-number = El modelo dio números no válidos y ninguna imagen. No cuenta para tu límite. Prueba otro estilo o un peso menor; quien gestiona el bot puede comprobar los archivos con `python -m bot weights verify`.
error-disk-full = El disco de la máquina está lleno y no pude guardar tu resultado. No se ha perdido nada; prueba más tarde.
error-files-unreachable = El almacén que guarda tus imágenes no responde ahora mismo y no pude guardar esto. No se ha perdido nada; prueba más tarde.
files-wait = Esto tiene que esperar: el almacén que guarda tus imágenes no responde ahora mismo. No se ha perdido nada y seguiré en cuanto responda.
files-too-many = Es más de lo que puedo recibir de una vez. Envía el resto dentro de diez minutos.
error-cancelled = Cancelado, como pediste. No cuenta para tu límite.
error-worker-died = Este trabajo falló varias veces. No cuenta para tu límite; prueba otra vez.
error-laid-aside = Este aprendizaje se dejó a un lado por una imagen y no siguió. No cuenta para tu límite; prueba otra vez.

# ---- Forms
button-tune = Cambiar y repetir …
menu-talk = Hacer que hable
file-parts = Este archivo es mayor de lo que Discord admite, así que llega en { $count } partes. Guárdalas en una carpeta y abre { $name } con un programa como 7-Zip: une las demás.
form-selfies = Selfis
form-photos = Hasta diez selfis
form-photos-hint = Solo tú, con la cara bien visible, con luz y ángulos distintos.
form-agree = Acepto, soy yo y tengo 18 años o más
form-agree-hint = Sin tu consentimiento, las fotos quedan sin abrir.

# ---- Favourites, presets, links, groups, what admins decide
help-favourites = Mis imágenes favoritas
help-stickers = Hacer stickers de mis favoritas
help-presets = Mis preajustes guardados
help-link = Usar la misma cuenta en otra plataforma
help-post = Mostrar en este grupo una imagen mía terminada
help-reports = Lo que la gente ha denunciado
help-setquota = Fijar el tiempo de cálculo diario de una persona
help-adult = Confirmar que una persona es adulta
help-setstyle = Desactivar o activar un estilo
help-broadcast = Escribir a quienes quieren noticias
help-limit = Imágenes al día que se pueden mostrar en este grupo
param-do = use, save o delete: usar, guardar, borrar
param-act = make (hacer) o delete (borrar)
param-name = Nombre del preajuste
param-code = Código de la otra plataforma, o de invitación
param-receipt = Código del recibo
param-picture = Qué imagen del trabajo
param-minutes = Minutos al día; sin nada: el límite general
param-state = on u off: activado o desactivado
button-favourite = Favorita
button-favourites = Mis favoritas
button-gallery = Mis imágenes
favourites-empty = Aún no tienes favoritas. Pulsa «Favorita» bajo un retrato: se guardará hasta que la borres.
favourites-title = **Tus favoritas** · { $from }–{ $to } de { $total }
favourites-caption = Trabajo { $number }, imagen { $rank } · { $style }
favourites-which = ¿Qué imagen del trabajo { $number }? Pulsa otra vez una marcada para desmarcarla.
favourites-pick = Imagen { $rank }
favourites-added = ★ La imagen { $rank } del trabajo { $number } ya es favorita y se queda hasta que la borres.
favourites-removed = La imagen { $rank } del trabajo { $number } ya no es favorita y caduca como las demás.
presets-none = Aún no tienes preajustes. Debajo de un retrato, en «Más…», hay un botón que guarda sus ajustes.
presets-title = **Tus preajustes**
presets-line = **{ $name }**: { $style } × { $count }
button-keep-preset = Guardar como preajuste
presets-ask = ¿Cómo se llamará este preajuste?
presets-placeholder = vacaciones
presets-draw = Usar { $name }
presets-saved = Guardado como **{ $name }**: { $style }, del trabajo { $number }.
presets-deleted = El preajuste «{ $name }» está borrado.
presets-unknown = No tienes ningún preajuste «{ $name }». /presets muestra los que tienes.
presets-full = Ya tienes { $most } preajustes, el máximo. Borra antes uno en /presets.
link-code =
    Tu código de enlace: **{ $code }**
    Envíame `/link { $code }` en la otra plataforma antes de { $minutes } minutos. Vale una vez, y nada se une hasta que lo confirmes allí. No se lo des a nadie: quien lo tenga puede quedarse con tu cuenta.
link-ask = **¿Unir ambas cuentas?** Solo una puede quedarse; todo lo de la otra se borra. Sigue solo si creaste tú este código: si no, otra persona se queda con tu cuenta.
link-there = Allí (de donde viene el código): caras { $faces }, imágenes { $pictures }, trabajos abiertos { $jobs }
link-here = Aquí: caras { $faces }, imágenes { $pictures }, trabajos abiertos { $jobs }
link-two-faces = Ambas cuentas tienen una cara aprendida. Nunca se mezclan: se usa la de la cuenta que se queda.
link-warning = Lo que se borra no se puede recuperar; descárgalo antes con /export.
button-link-there = Conservar la otra cuenta
button-link-here = Conservar esta cuenta
link-asked = He preguntado en { $platform }, donde se creó el código. Responde allí en diez minutos; hasta entonces no cambia nada. Allí verás el número **{ $check }**: si es otro, di que no.
link-confirm = **¿Eres tú?** { $name } en { $platform } ha escrito el código que creaste aquí y quiere compartir tu cuenta: tu cara, tus imágenes y todos tus permisos. { $kept } Di que sí solo si fuiste tú y allí también aparece el número **{ $check }**.
link-keeps-yours = Esta cuenta se queda, la otra se borra.
link-keeps-theirs = La otra cuenta se queda; **esta se borra**, con su cara y sus imágenes.
button-link-yes = Sí, soy yo
button-link-no = No, no soy yo
link-declined = La solicitud se rechazó donde se creó el código. Todo queda como está.
link-kept = No se ha unido nada; el código ya no vale. Si alguien lo ha visto, crea otro con /link.
link-done = **Unidas.** Ambas plataformas usan ahora la misma cuenta; envía /start para seguir.
link-told = Tu cuenta de aquí acaba de unirse con una de { $platform }. Si no fuiste tú, escribe enseguida a quien gestiona este bot.
link-wrong = Este código es incorrecto o ha caducado. Pide otro con /link en la otra plataforma.
link-tries = Demasiados códigos erróneos. Inténtalo de nuevo en { $minutes } minutos.
link-same = Este código es de esta misma cuenta. Envíalo en la otra plataforma.
post-where = /post muestra una imagen en un grupo. Úsalo allí.
post-label = Generado por IA · { $style }
post-limit = En este grupo no se pueden mostrar más de { $most } imágenes al día. Inténtalo más tarde.
limit-where = /limit es para un grupo. Úsalo allí.
limit-set = Imágenes al día en este grupo: { $most }.
setquota-done = { $person } puede usar { $minutes } minutos de cálculo al día.
setquota-general = Para { $person } vuelve a valer el límite general.
adult-on = El control de edad considera ahora adulto a { $person }, salvo en fotos que muestren claramente a un niño. Todos los administradores lo ven en /audit.
adult-off = Para { $person } vuelve a decidir el control de edad.
setstyle-none = Ningún estilo está desactivado. Pulsa uno para desactivarlo.
setstyle-list = Desactivados: { $names }. Pulsa uno para cambiarlo.
setstyle-off = El estilo `{ $name }` está desactivado.
setstyle-on = El estilo `{ $name }` está activado.
broadcast-ask = Esto llega a { $count } personas, un mensaje a cada una; quienes no quieren noticias quedan fuera. ¿Enviar?
broadcast-sent = Enviando a { $count } personas.
button-send = Enviar
button-no-news = No recibir más
news-off = Entendido, no más noticias. /settings las vuelve a activar.
reports-none = Nadie ha denunciado nada.
reports-title = **Denuncias, la más nueva primero**
reports-job = trabajo { $number }
reports-general = en general
reports-line = { $number }. { $person }, sobre { $about }: { $reason } ({ $state ->
        [dismissed] descartada
        [banned] persona bloqueada
       *[open] abierta
    })
reports-show = Ver { $number }
reports-person = una imagen de { $person }
settings-news = Noticias de quien gestiona este bot: { $news ->
        [off] no
       *[on] sí
    }
button-news-on = Noticias: sí
button-news-off = Noticias: no
quota-kind = Esto se puede hacer aquí { $most } veces en 24 horas, y ya has llegado al límite. Inténtalo más tarde; /quota muestra cómo vas.
quota-enrol = Caras aprendidas: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
quota-portrait = Trabajos de retrato: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
quota-talk = Retratos que hablan: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
mydata-favourites = Favoritas: { $count }
mydata-presets = Preajustes: { $count }
mydata-reports = Denuncias que enviaste: { $count }
mydata-platforms = Plataformas que usas: { $names }
platform-local = la aplicación web
forget-favourites = { $count ->
        [one] una favorita
       *[other] { $count } favoritas
    }
forget-presets = { $count ->
        [one] un preajuste
       *[other] { $count } preajustes
    }
forget-reports = { $count ->
        [one] una denuncia
       *[other] { $count } denuncias
    }
fusion-turned-away = La cabeza está demasiado girada para poner tu propia cara.
fusion-turned = La cabeza está girada, así que se puso menos de tu propia cara.
fusion-glasses = Solo hay gafas en la foto o solo en la imagen, así que se puso menos de tu propia cara.
fusion-not-nearer = Poner tu propia cara no mejoró el parecido, así que estas quedan como estaban.
looks-person-young = una persona joven
looks-person-adult = una persona
looks-person-mature = una persona de 40 años o más
button-person = Sin indicar
me-tags = En tus fotos: { $tags }.
tag-glasses = gafas
tag-sunglasses = gafas de sol
tag-smiling = sonrisa
tag-open-mouth = boca abierta
tag-closed-eyes = ojos cerrados
tag-raised-eyebrows = cejas levantadas
tag-looking-up = mirada hacia arriba
tag-pursed-lips = labios fruncidos
tag-hat = sombrero
tag-scarf = bufanda
tag-suit = traje
tag-tie = corbata
tag-uniform = uniforme
tag-necklace = collar
error-bad-template = En esta imagen no se puede poner a nadie. Prueba con otra.
error-no-face-in-template = En esta imagen no veo ninguna cara que sustituir por la tuya. Envía una con una cara bien visible.
error-nobody-placed = Cada persona necesita un lugar. Elige otra vez quién va dónde.
error-no-such-face = En esta imagen no hay ninguna cara { $number } libre; tiene { $faces }. Elige otro número.
error-unfit-face = La cara { $number } { $reason ->
        [child] parece de alguien menor de 18
        [too-small] es demasiado pequeña
       *[other] está demasiado girada
    }. Elige otra u otra imagen.
error-spoilt-portrait = Con ninguna de tus fotos sale una buena imagen en este estilo: { $fault ->
        [eyes] los ojos no concuerdan
        [face] la cara queda con manchas o deformada
        [blur] la cara no es nítida
        [hair] falta parte del pelo o está borroso
        [background] se ve el fondo anterior a tu alrededor
        [cut] se ve el borde de la foto
       *[other] la cara no se te parece
    }. Prueba otro estilo o encuadre, o envíame una foto con un fondo tranquilo.
error-spoilt-template = Probé varias de tus fotos y ninguna queda bien en esta imagen: { $fault ->
        [eyes] los ojos no concuerdan
        [turned] la cabeza está más girada que en tus fotos
        [blur] la cara es menos nítida que su entorno
        [marred] la cara queda con manchas o deformada
        [neck] la cara y el cuello tienen tonos distintos
        [seam] se ve el borde de la cara
        [age] la cara parece de alguien menor de 18
       *[other] la cara no se te parece
    }. Prueba otra imagen o deja que aprenda tu cara con más fotos.
error-bad-garment = No puedo mostrarte con esta ropa. Envía una imagen de una persona adulta que la lleve, de frente, con la cara y la prenda entera a la vista.
error-no-garment = { $reason ->
        [bare] En esta imagen veo a alguien, pero no distingo su ropa de la piel y del fondo. Envía una imagen de una persona que la lleve, de frente y con la prenda entera.
        [ground] Veo ropa que nadie lleva, sobre un fondo del que no la distingo. Envía una imagen de una persona que la lleve, de frente y con la prenda entera.
        [corrected] Tus correcciones no dejan nada de la ropa. Deshaz una de ellas.
       *[nobody] En esta imagen no veo a nadie ni ropa. Envía una imagen de una persona que la lleve, de frente y con la prenda entera.
    }
error-no-such-garment = No hay prenda { $number } en esta imagen; encontré { $garments }. Elige otro número.
error-garment-not-worn = Esta ropa está extendida o colgada, nadie la lleva, y aquí no puedo ponerla en un cuerpo. Envía una imagen de alguien que la lleve, de cara a la cámara, como la foto de la tienda con modelo.
error-narrow-photos = En todas tus fotos que servirían, la parte de arriba de la cabeza está cortada. Envíame una tomada desde un paso más atrás: la cabeza entera con algo de espacio sobre el pelo, el cuello descubierto, mirando a la cámara.
error-beard-cut = Con esta ropa tu barba quedaría cortada en el mentón, y en ninguna de tus fotos la veo entera. Envíame una tomada desde un paso más atrás y con luz de día: la cabeza entera con toda la barba, mirando a la cámara, delante de una pared lisa de otro color.
error-garment-too-small = Esta imagen es demasiado pequeña: su lado corto tiene { $pixels } píxeles y necesito { $needed }. Envía una más grande.
error-unfit-head = La persona que lleva esto { $reason ->
        [child] parece menor de 18, y solo sustituyo caras de adultos. Envía una imagen en la que lo lleve una persona adulta
        [too-small] se ve demasiado pequeña para tu cara. Envía una imagen más grande o tomada de más cerca
        [turned-away] está demasiado girada para tu cara. Envía una imagen tomada de frente
       *[other] no muestra una cara que pueda sustituir por la tuya: cortada, tapada o de espaldas. Envía una imagen en la que se vea toda la cabeza de frente
    }.
error-scene-not-here = El modelo base de aquí solo hace caras, así que no puede hacer un fondo a partir de palabras. Elige uno de los fondos preparados.
error-dresser-not-here = La forma de vestir a la gente elegida para este bot ({ $name }) no funciona con su modelo base ({ $base }). El operador puede cambiarla: TRYON_BACKENDS.
background-keep = el de la imagen
background-white = blanco
background-grey = gris
background-studio = estudio
background-evening = atardecer
background-beach = playa
background-woods = bosque
background-city = ciudad
background-bar = bar
part-face = cara
part-hair = pelo
part-skin = piel
part-body = cuerpo
part-background = fondo
part-clothes = ropa
button-private = Abrir nuestro chat privado

# ---- Into a picture, and into clothes
help-inpaint = Ponerme en una imagen
help-tryon = Verme con la ropa de una imagen
help-accept = Prestar mi cara para la imagen de alguien
param-template = Nombre de una imagen lista
param-background = El fondo detrás de mí
param-scene = Un fondo en palabras, o el nombre de una escena
menu-inpaint = Ponme aquí
menu-tryon = Probarme esto
what-inspect-template = revisar una imagen
what-template = ponerte en una imagen
title-template = En una imagen
title-tryon = Prueba de ropa
somebody = alguien
picture-one-of-album = Tomo una sola imagen cada vez: la primera de tu álbum. Las demás no las he guardado.
inpaint-prompt = **¿En qué imagen te pongo?** Envíala ahora. Las caras que tenga solo se detectan y se sustituyen, nunca se comparan ni se aprenden, y la imagen se borra más o menos una hora después del último uso.
inpaint-found = { $count ->
        [one] Veo una cara. La sustituiré por la tuya.
       *[other] Veo { $count } caras. Solo se puede sustituir la cara { $face }, así que la uso para ti.
    }
inpaint-place = El lugar libre de la imagen es para ti.
inpaint-places = **{ $count } lugares. ¿Quién va dónde?** Los lugares vacíos se quitan y los demás se juntan.
inpaint-who = **Veo { $count } caras. ¿Quién va dónde?**
inpaint-plan = **Quién va dónde**
inpaint-alt = La imagen con un número en cada cara
inpaint-unfit = { $count ->
        [one] La cara de esta imagen no se puede sustituir. Prueba con otra imagen.
       *[other] Ninguna de las { $count } caras de esta imagen se puede sustituir. Prueba con otra imagen.
    }
inpaint-nobody = Todavía nadie tiene lugar. Elige una cara para ti o invita a alguien.
inpaint-gone = Esta imagen ya no está: guardo poco tiempo las imágenes con otras personas. Envíala otra vez.
inpaint-again-guest = Una cara prestada vale para una sola imagen. Para otra, invita de nuevo.
template-turned-away = demasiado girada
template-too-small = demasiado pequeña
template-child = parece menor de 18, y solo sustituyo caras de adultos
template-covered = tapada por una mano, una mascarilla o gafas oscuras
seat-unfit = Cara { $face }: { $reason }
seat-line = Cara { $face }: { $state ->
        [own] tú
        [open] la persona que use tu código
        [asked] esperando a { $name }
        [agreed] { $name } está de acuerdo
        [refused] { $name } dijo que no
        [empty] queda libre
       *[free] se queda como está
    }
button-seat = Ponme en { $face }
button-draw = Hacer ahora
button-invite = Invitar a alguien
button-unseat = Dejar la cara { $face }
button-face = Cara { $face }
button-faces = Otras caras
button-templates = Imágenes listas
templates-title = **Imágenes listas** · { $from }–{ $to } de { $total }
templates-caption = { $title } · { $faces ->
        [one] una cara
       *[other] { $faces } caras
    }
template-title-cover = Portada de revista
template-title-painting = Cuadro antiguo
template-title-stamp = Sello de correos
template-title-print = Foto instantánea
template-title-helmet = Astronauta
template-title-poster = Cartel de se busca
template-title-television = Televisor antiguo
template-title-porthole = Submarino
template-title-duo = Lado a lado
template-title-hearts = Relicario
template-title-call = Videollamada
template-title-film = Tira de película
template-title-wall = Pared de fotos
template-title-team = Videollamada de cuatro
template-title-booth = Fotomatón
template-title-banknote = Billete
template-title-premiere = Cartel de cine
template-title-newspaper = Primera plana
template-title-record = Portada de disco
template-title-globe = Bola de nieve
template-title-billboard = Valla publicitaria
template-title-pop = Arte pop
template-title-card = Naipe
template-title-cinema = En el cine
template-title-band = Cartel de la banda
template-title-table = Cena de fiesta
template-title-holiday = Tarjeta navideña
template-title-family = Retrato de familia
template-unknown = No hay ninguna imagen lista «{ $name }». Elige una de estas.
invite-which = ¿Qué cara es para tu invitado?
invite-code =
    El código para la cara { $face }: **{ $code }**
    Dáselo a la persona que quieres ahí. Me envía `/accept { $code }`, ve la imagen y decide. Vale una vez, durante { $hours } horas, y no se usa la cara de nadie sin su propio sí.
invite-agreed = **{ $name } está de acuerdo** en ser la cara { $face }.
invite-refused = { $name } no quiere ser la cara { $face }.
invite-withdrawn = { $name } ya no está de acuerdo en ser la cara { $face }. No se hace nada más con esa cara, y lo ya hecho está borrado aquí.
accept-ask = **{ $host } quiere ponerte en esta imagen, como cara { $face }.** Tu cara se usa solo para esta imagen. { $host } recibe la imagen terminada, pero ninguna de tus fotos. Puedes retirarte con /accept. ¿Estás de acuerdo?
accept-pose = La imagen aún está por hacer: personas en esta pose, en el estilo «{ $style }».
accept-words = { $host } la describe así: «{ $words }»
accept-agreed = Gracias. Con /accept puedes retirarte cuando quieras.
accept-refused = Entendido: tu cara no se usa.
accept-withdrawn = Retirado. No se hace nada más con tu cara, y lo ya hecho está borrado, también en los chats.
accept-none = No has prestado tu cara a nadie. La persona que te quiera en una imagen te da una línea con un código: envíamela tal cual.
accept-title = **A quién prestaste tu cara**
accept-line = { $number }. { $host }: { $state ->
        [agreed] aún sin hacer
       *[used] hecha
    }
accept-unknown = Esta invitación no existe o ha caducado. Pide un código nuevo.
accept-own = Este código es tuyo. Dáselo a la persona que quieres en la imagen.
button-lend = Sí, usa mi cara aquí
button-take-back = { $number ->
        [0] Retirarlo
       *[other] Retirar { $number }
    }
lent-only-here = Alguien te prestó su cara solo para esta imagen, así que no se puede usar para nada más.
template-done = **Tu imagen:**
template-alt = Imagen editada con IA con una cara puesta
template-source-photo = Hecha con los píxeles de tu propia foto, con la luz de la imagen.
template-source-moved = Hecha con los píxeles de tu propia foto, con otra expresión y la luz de la imagen.
template-source-base = Hecha con tu cara aprendida.
template-spoilt = { $count ->
    [one] Otra salió mal y no se muestra.
   *[other] Otras { $count } salieron mal y no se muestran.
}
template-each = cara { $face }: { $percent } % de parecido
template-unlike = Ninguna se parece lo suficiente a la persona. Más selfis u otra imagen pueden ayudar.
template-guest = Un invitado prestó su cara solo para esta imagen y puede retirarla.
error-no-shoulders = El lugar { $number } de esta imagen es para alguien que se vea con cabeza y hombros, y ninguna de sus fotos muestra tanto. Déjame aprender la cara otra vez con una foto tomada desde más lejos, o elige otra imagen preparada.
error-template-gone = La imagen se borró antes de que pudiera usarla. Envíala otra vez.
error-guest-left = Alguien ha retirado la cara que prestó para esta imagen, así que no se hizo nada. No cuenta para tu límite. Elige de nuevo quién va dónde.
tryon-prompt = **¿Qué ropa te pongo?** Envía ahora una imagen, mejor si la lleva una sola persona y se le ve la cara. Se borra más o menos una hora después del último uso.
tryon-found = { $count ->
        [one] **He encontrado una prenda.** Lo marcado con ✓ se queda exactamente como en la imagen.
       *[other] **He encontrado { $count } prendas.** Lo marcado con ✓ se queda exactamente como en la imagen.
    }
tryon-flat = **Nadie lleva esta ropa ({ $count }).** Te la pongo según esta imagen, lo marcado con ✓: el estampado, las letras y el corte pueden variar un poco.
tryon-garment = { $number }. { $kind ->
        [top] parte de arriba
        [coat] abrigo o chaqueta
        [trousers] pantalón
        [skirt] falda
        [uniform] mono
        [bottom] pantalón o falda
        [dress] vestido
       *[whole] todo
    }
tryon-redrawn = Hecho de nuevo: { $parts }.
tryon-stays = Se queda como en la imagen: { $parts }.
tryon-found-alt = La imagen con un número y un color en cada prenda
tryon-squares = ¿Qué casillas? Escríbelas así: `B3` o `B3 C4`; la última es { $last }.
tryon-no-square = No hay ninguna casilla { $name }; la última es { $last }.
tryon-still-looking = Un momento, las casillas aún no están listas. Envíalas otra vez enseguida.
tryon-nothing-kept = Tiene que quedarse al menos una prenda; si no, no hay nada que probar.
tryon-backdrop = ¿Qué fondo?
tryon-background-unknown = Puedes elegir estos fondos: { $known }.
tryon-done = **Ropa probada:**
tryon-alt = Imagen generada por IA de una prueba de ropa
button-wear = Probarme esto
button-backdrop = Otro fondo
button-more-garment = Falta algo
button-less-garment = Sobra algo
button-clothes = Volver a la ropa
button-wardrobe = Ropa de muestra
wardrobe-title = **Ropa** · { $from }–{ $to } de { $total }
wardrobe-caption = { $title } · generada por IA
garment-title-denim-jacket = Cazadora vaquera
garment-title-white-shirt = Camisa blanca
garment-title-stripes = Camiseta de rayas
garment-title-red = Camiseta roja
garment-title-black = Camiseta negra
garment-title-green = Camiseta verde
garment-title-blue-shirt = Camisa azul
garment-title-mustard = Camiseta mostaza
garment-title-navy = Camiseta azul marino y vaqueros
garment-title-summer = Camiseta blanca y pantalón corto
quota-template = Puestas en imágenes: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
quota-tryon = Pruebas de ropa: { $most ->
        [0] { $count }
       *[other] { $count } de { $most }
    }, { $minutes } min
mydata-agreements = Veces que prestaste tu cara: { $count }
forget-agreements = { $count ->
        [one] un acuerdo para prestar tu cara
       *[other] { $count } acuerdos para prestar tu cara
    }

# ---- One's own photo as the canvas
portrait-label-edited = Editado con IA · trabajo { $number }
portrait-alt-edited = Foto editada con IA en el estilo { $style }
portrait-enlarged = La cara de tu foto tiene pocos píxeles; se ha ampliado y por eso se ve más suave.
portrait-tighter = Tus fotos muestran menos de ti de lo que pediste, así que el encuadre es más cerrado. Ayudaría una tomada desde más lejos.
source-photo = tu foto con una luz nueva
source-redrawn = tu foto, con la cara hecha de nuevo a partir de tu cara aprendida
source-moved = tu foto con una luz nueva y otra expresión
portrait-mien-weak = En algunas imágenes la expresión es más débil de lo pedido; una más fuerte se parecería menos a ti.
source-base = hecha con tu cara aprendida
expression-as-is = como soy
expression-smile = sonrisa
expression-serious = seria
expression-surprised = sorpresa
stage-composing = poniendo tu foto en la escena, { $done } de { $total }
error-unknown-scene = No hay ninguna escena «{ $name }». Prueba con { $closest }.
error-pose-not-here = El modelo base de este bot ({ $base }) no puede seguir una pose. Quita pose=; el operador puede elegir Stable Diffusion con su ControlNet.
error-no-pose = No veo a nadie en la imagen de la que debía salir la pose. Envía una que muestre personas enteras con claridad.
pose-prompt = **¿De quién es la pose?** Manda una foto de una a cuatro personas, enteras y bien visibles. Leo dónde están sus articulaciones y sus dedos, guardo solo eso, cifrado, y borro la foto enseguida; no se usa la cara de nadie.
pose-read = Ya tengo la pose y he borrado la foto.
pose-who = **{ $count } personas en esta pose. ¿Quién es quién?** A todas se les pregunta antes de usar su cara. En los lugares libres saldrá alguien que no existe.
pose-words = A quien invites le enseño tus palabras antes de que decida.
error-fewer-drawn = Varias veces el modelo no hizo bien visible la cara de todos. Prueba otra vez, con otro estilo o con una pose en la que miren a la cámara.
portrait-pose-canvas = Las poses son para imágenes que se crean desde cero, así que no van con { $name }. Quita una de las dos cosas.
argument-choice = { $name } puede ser uno de estos: { $choices }.
param-expression = Expresión de la cara
param-framing = Cuánto se ve de ti
param-shape = Formato de la imagen, ancho por alto
param-draw = canvas: tu foto en el estilo; base: hecha con tu cara aprendida

# ---- Shape, size, detail and thoroughness
argument-not-here = { $name } no tiene efecto con el modelo que se usa aquí. Quítalo.
param-size = Píxeles del lado más largo
param-refine = face: la cara otra vez con más detalle; hires: toda la imagen, más grande
param-photos = no o yes: mostrar al modelo también mis fotos, además de lo aprendido
param-pose = Pose: cuerpo entero, varias personas o la de una foto
param-preset = Con cuánto esmero se aprende tu cara: quick, good o best
settings-shape = Formato: { $value }
settings-size = Lado más largo: { $value }
settings-refine = Detalle: { $value }
settings-preset = Aprender una cara: { $value }
button-shape = Formato
button-size = Tamaño
button-refine = Detalle
button-preset = Aprendizaje
size-usual = como en el estilo
size-pixels = { $pixels } píxeles
refine-none = estándar
refine-face = cara con más detalle
refine-hires = toda la imagen, más grande
photos-no = no
photos-yes = sí
preset-quick = rápida
preset-good = buena
preset-best = la mejor
button-done-quick = Listo, aprender rápido
button-done-best = Listo, aprender a fondo
button-finer-face = Cara más nítida
button-photos-too = También con mis fotos

help-verify = ¿Se hizo aquí esta imagen?
what-verify = buscar mi marca
verify-prompt = Envíame la imagen o el clip con /verify como texto, o responde a uno con /verify. También vale un recorte o una captura de pantalla.
verify-yours = Hecho aquí: tu trabajo { $number }, { $what }.
verify-job = Hecho aquí: trabajo { $number }, { $what }. Es de otra persona; lo ves porque eres administrador.
verify-here = Esto se hizo aquí. No digo a nadie quién lo hizo.
verify-alike = Esto lleva la marca de un bot como yo, pero no encuentro su trabajo: se borró o es muy antiguo, queda muy poco de la marca, o lo hizo otro bot.
verify-nothing = No encuentro ninguna marca mía. Eso no prueba nada: los cambios fuertes y los recortes pequeños pueden quitarla.
verify-says = El propio archivo dice que se hizo o se editó con IA. Cualquiera puede escribir eso en un archivo.
stage-verifying = buscando la marca
# ---- A face that is blocked, and what was refused
help-block = Prohibir a este bot mi cara
help-strikes = Quién fue rechazado por el contenido
help-pardon = Borrar los rechazos de una persona
help-blocked = Las caras bloqueadas aquí
help-unblock = Quitar una cara de la lista de bloqueo
param-number = Número de una cara bloqueada
button-block = Sí, bloquear mi cara
button-unblock = Permitir mi cara otra vez
block-ask = **¿Prohibir a este bot tu cara?** Tu cara aprendida y tus fotos se borran. Si otra persona me la enseñó, ya no se hace nada con ella. Desde entonces rechazo toda foto, imagen o escena en la que vea tu cara, la envíe quien la envíe. Para ello guardo 128 números que describen tu cara, cifrados y sin tu nombre. Se quedan a propósito aunque uses /forget. Puedes deshacerlo más adelante con /block undo, desde esta cuenta en esta plataforma.
block-done = **Tu cara está bloqueada aquí.** No la aprendo de nadie y rechazo imágenes en las que la reconozco. Puedo equivocarme, sobre todo con fotos de lado o de mala calidad. /block undo lo deshace.
block-is = Tu cara está bloqueada aquí. /block me actualiza el bloqueo con la cara de tus fotos más nuevas.
block-none = No has bloqueado ninguna cara aquí. Si fue desde otra cuenta, quien gestiona el bot puede deshacerlo.
block-undone = Tu cara se puede usar otra vez. Envía selfis con /selfies para empezar de nuevo.
block-nobody-known = Todavía no conozco tu cara. Envía primero un selfi; cuando esté aceptado, repite /block me.
forget-block = Tu bloqueo se queda, como querías: 128 números cifrados sin tu nombre. /block undo lo deshace.
photo-blocked = La persona de esta foto ha prohibido su cara a este bot. Si eres tú, /block undo lo deshace.
error-blocked-face = Alguien en esta imagen ha prohibido su cara a este bot, así que no la uso. Envía otra.
blocked-none = Nadie ha bloqueado su cara aquí.
blocked-title = **Caras bloqueadas: { $count }** (número y día; de quién son no se ve). /unblock y un número quita una.
blocked-unknown = No hay ninguna cara bloqueada con el número { $number }; /blocked las muestra.
blocked-removed = La cara bloqueada { $number } ya no está en la lista.
strikes-pause = Fueron demasiadas veces: durante { $hours } horas no hago nada para ti.
strikes-paused = Por ahora no hago nada para ti, porque pediste demasiadas veces algo que no está permitido. Prueba dentro de { $hours } h; lo que tienes se queda.
strikes-nobody = Hoy no se ha rechazado nada por el contenido.
strikes-title = **Rechazado por el contenido, en un día**
strikes-line = { $person }: { $count }
strikes-line-pause = { $person }: en pausa hasta { $until } UTC
strikes-no-strikes = No hay nada en contra de { $person }.
strikes-pardoned = Se ha borrado lo contado contra { $person }.

# ---- The web app for other devices, private bots, what admins are told
help-web = Abrir la aplicación web: un enlace que inicia tu sesión
help-join = Entrar en un bot privado con un código de invitación
help-admit = Dejar que una persona use este bot privado
help-expel = Dejar de permitir que una persona use este bot privado
help-invite = Crear un código de invitación para una persona
param-browsers = out: cerrar la sesión en todos los navegadores
private-bot = Este bot es privado. Quien lo gestiona puede dejarte entrar; tu identificador aquí es `{ $name }`.
private-knock = { $person } quiere usar este bot.
button-admit = Dejar entrar
admit-done = { $person } ya puede usar el bot y ha recibido un mensaje.
expel-done = { $person } ya no puede usar el bot. Sus datos siguen siendo suyos: /export y /forget siguen funcionando.
expel-not-in = { $person } no entró por /admit ni por invitación. Quienes están en ALLOWED_IDS y los administradores se cambian en los ajustes.
invitation-off = Las invitaciones están desactivadas. El ajuste es INVITATIONS=yes.
invitation-code = Código de invitación: `{ $code }`. Deja entrar a una persona en { $days } días: que me envíe `/join { $code }`.
join-in = Ya puedes usar este bot.
join-wrong = Este código de invitación es incorrecto, ha caducado o ya se usó.
join-done = Ya puedes usar este bot. /start muestra cómo.
web-off = La aplicación web no está abierta a otros dispositivos aquí. Quien gestiona el bot puede cambiarlo.
web-here = Ya estás en la aplicación web.
web-link =
    { $url }
    Este enlace inicia tu sesión en la aplicación web. Sirve una vez, durante { $minutes } minutos. No lo compartas.
web-out = { $count ->
        [0] No tenías ninguna sesión iniciada.
        [one] Se cerró la sesión en un navegador.
       *[other] Se cerró la sesión en { $count } navegadores.
    }
button-web-out = Cerrar todas las sesiones
web-told = Un navegador inició sesión en tu aplicación web: { $agent }. Si no has sido tú, cierra esa sesión.
alert-no-worker = No se pueden hacer imágenes: el proceso de «{ $lane }» no arranca. La gente puede seguir pidiendo; sus trabajos esperan. El registro dice por qué.
alert-disk-low = El disco está casi lleno: quedan { $megabytes } MB en la carpeta de datos. Haz sitio antes de que se llene.
alert-store-away = El almacén de los archivos de las personas no responde. Las conversaciones siguen; las fotos, los trabajos y las imágenes esperan y no se pierde nada. Mira si funciona; el registro dice más.
# ---- What fields of forms and of commands are called
field-style = Estilo
field-count = Imágenes
field-seed = Semilla
field-face = Fuerza de la cara
field-strength = Fuerza del estilo
field-expression = Expresión
field-framing = Encuadre
field-shape = Formato
field-size = Tamaño
field-refine = Detalle
field-scene = Fondo
field-draw = Método
field-search = Buscar
field-do = Acción
field-act = Acción
field-name = Nombre
field-job = Trabajo
field-language = Idioma
field-setting = Ajuste
field-value = Valor
field-reason = Motivo
field-person = Persona
field-code = Código
field-picture = Imagen
field-minutes = Minutos
field-number = Número
field-state = Estado
field-text = Texto
field-voice = Voz
field-motion = Movimiento
field-template = Plantilla
field-background = Fondo fijo
field-preset = Aprendizaje
field-photo = Foto
field-browsers = Navegadores
field-file = Archivo

# ---- Asked for in words, copied, shown elsewhere
form-ask = ¿Qué cambio? Por ejemplo: «óleo, con una sonrisa, 2 imágenes». Lo que omitas queda como está.
form-placeholder = óleo, sonrisa, 2 imágenes
form-nothing = No he entendido qué cambiar. Dime un estilo, una expresión o cuántas imágenes.
button-copy = Copiar
answer-elsewhere = La respuesta está en nuestros mensajes directos: { $url }
answer-not-taken = ⚠️ No me ha llegado. Inténtalo otra vez.
bot-about = Envía selfis y recibe retratos tuyos en cualquier estilo. Tu cara sigue siendo tuya.
bot-description = Con unos selfis hago retratos tuyos: en cualquier estilo, en imágenes preparadas, con otra ropa o hablando. Las fotos se cifran con una clave tuya, solo sirven para tus imágenes y se borran con una orden. Solo para adultos.
inline-none = Aún no hay favoritas: ábreme
showing-consent = Antes de mostrar aquí algo tuyo, acepta el acuerdo en el chat.
scene-aurora = Aurora boreal
scene-blossom = Cerezos en flor
scene-bokeh = Luces doradas
scene-bookshelf = Biblioteca
scene-brick = Pared de ladrillo
scene-cafe = Cafetería
scene-city = Calle de la ciudad
scene-dunes = Dunas
scene-forest = Bosque
scene-mountains = Montañas
scene-neon_street = Calle de neón
scene-office = Oficina
scene-paper = Estudio gris
scene-park = Prado
scene-sea = Mar
scene-snowfall = Nevada
scene-stage = Escenario
scene-starfield = Cielo estrellado
scene-sunrise = Niebla matinal
scene-underwater = Bajo el agua
scene-wheat = Campo de trigo

# ---- Una imagen con tus propias palabras
words-too-long = Una descripción puede tener como máximo { $most } caracteres, y la tuya tiene { $characters }. Di solo lo más importante de la imagen.
words-none = Leo palabras, no emojis ni signos. Dime con palabras qué quieres ver.
words-not-drawn = Sin un modelo mayor no puedo mostrar { $words }: aquí pongo tu propia foto en una escena. He usado { $used } y el estilo { $style }.
words-style-only = Sin un modelo mayor no puedo mostrar { $words }: aquí pongo tu propia foto en una escena, con el estilo { $style }.
words-not-here = Sin un modelo mayor no puedo mostrar { $words }: aquí pongo tu propia foto en una escena.
words-drawn = Le paso esto al modelo: { $words }
words-foreign = El modelo lee inglés. No he podido traducir { $words }, así que quizá no aparezca.
words-quoted = «{ $words }»
more-words = En tus palabras: { $words }
param-prompt = Lo que debe verse en la imagen, con tus palabras
param-light = La luz de otro estilo
field-prompt = Con tus palabras
field-light = Luz
field-photos = Fotos también
field-pose = Pose
light-candlelight = luz de velas
light-golden-hour = hora dorada
light-blue-hour = hora azul
light-low-key = una sola luz dura
light-split-light = roja y azul
light-window-light = luz suave de ventana
light-flame = fuego
light-neon = neón
