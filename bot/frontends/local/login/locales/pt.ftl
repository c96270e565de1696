# The pages that sign people in and out.
login-title = Entrar
login-field-name = Nome
login-field-password = Senha
login-go = Entrar
login-by-link = Envie /web ao bot no Telegram ou no Discord e abra o link da resposta. Ele vale uma vez, por dez minutos.
login-by-telegram = No Telegram, o botão ao lado do campo de mensagem abre este aplicativo sem senha.
login-invited = Tenho um código de convite
login-wait = Um momento …
login-scripts = Esta página precisa de JavaScript.
login-as = Este link faz você entrar como { $person }. Se não é você, feche a página.
login-wrong = O nome ou a senha está incorreto.
login-link-old = Este link expirou ou já foi usado. Envie /web ao bot de novo.
login-telegram = Abra esta página pelo bot no Telegram.
login-telegram-old = O acesso pelo Telegram expirou. Feche o aplicativo e abra de novo.
login-slow = Tentativas demais. Espere { $minutes } { $minutes ->
        [one] minuto
       *[other] minutos
    } e tente de novo.
login-not-here = Aqui não se entra desta forma.
login-no-invitations = Os convites estão desativados aqui.
login-name = Escolha um nome de 1 a 40 caracteres.
login-password-short = Escolha uma senha de pelo menos { $least } caracteres.
login-invitation = Este código de convite está incorreto, expirou ou já foi usado.
login-name-taken = Alguém já tem esse nome. Escolha outro.
join-title = Entrar com convite
join-field-code = Código de convite
join-password-hint = Pelo menos { $least } caracteres.
join-go = Criar conta
sessions-title = Onde você está conectado
sessions-seen = visto em { $at } UTC
sessions-way-link = por link
sessions-way-password = por senha
sessions-way-telegram = Mini App do Telegram
sessions-here = Sair aqui
sessions-there = Desconectar
sessions-others = Sair em todos os outros
sessions-done = Desconectado.
sessions-password = Mudar a senha
sessions-password-old = Senha atual
sessions-password-new = Senha nova
sessions-password-go = Mudar a senha
sessions-password-done = A senha foi mudada. Todos os outros navegadores foram desconectados.
sessions-back = Voltar ao chat
sessions-operator = Página de gestão
