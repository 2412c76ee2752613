// Gerado de openapi.json por `npm run api`. Não edite à mão.

export interface paths {
    "/api/v1/agendamentos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista os agendamentos da conta. */
        get: operations["listar_agendamentos"];
        put?: never;
        /** Cria um agendamento. Cron impossível, fuso desconhecido e tipo indisponível são recusados. */
        post: operations["criar_agendamento"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendamentos/previa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Diz o que uma expressão cron quer dizer e quando dispararia, sem gravar nada. */
        post: operations["prever_agendamento"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendamentos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra um agendamento, com os cinco próximos disparos. */
        get: operations["buscar_agendamento"];
        /** Altera um agendamento. Com `If-Match`, só se ninguém o mudou depois de lido. */
        put: operations["alterar_agendamento"];
        post?: never;
        /** Exclui um agendamento. As execuções que ele começou ficam. */
        delete: operations["excluir_agendamento"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendamentos/{id}/disparo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dispara um agendamento agora, sem mexer na próxima hora marcada. */
        post: operations["disparar_agendamento"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendamentos/{id}/disparos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista os disparos de um agendamento, do mais novo ao mais velho. */
        get: operations["listar_disparos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auditoria": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista o que se fez na conta, da mais nova à mais velha. */
        get: operations["listar_auditoria"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auditoria/acoes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista os verbos que a auditoria conhece. */
        get: operations["listar_acoes_da_auditoria"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auditoria/exportacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta toda a auditoria do filtro, da mais nova à mais velha. */
        get: operations["exportar_auditoria"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/busca": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Procura em tudo: clientes, processos, operadoras e execuções. Pede `faturas.ver` ou `execucoes.ver`, e só
         *     mostra o que cada uma deixa ver.
         */
        get: operations["procurar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista os clientes, em ordem de razão social se não se diz outra. */
        get: operations["listar_clientes"];
        put?: never;
        /**
         * Cria um cliente ativo. 409 `operadora_inativa`; `cliente_duplicado` ou `hash_unico_em_uso`, com o id do
         *     que já existe.
         */
        post: operations["criar_cliente"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes/exportacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta todos os clientes do filtro, sem senhas. O arquivo serve para a importação. */
        get: operations["exportar_clientes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes/importacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Importa clientes de uma planilha CSV ou XLSX, com ensaio por `simular=true`.
         * @description O arquivo (até 10 MiB e 50.000 linhas) vem no corpo, como `text/csv`, ou em um formulário
         *     `multipart/form-data`; o que ele é, diz o conteúdo. Do XLSX vale a primeira folha visível. O CSV aceita `;` ou
         *     `,`, UTF-8 ou Windows-1252. Títulos em qualquer ordem; a coluna
         *     `operadora` traz o código. Linha recusada não impede as outras; importar de novo não muda nada.
         */
        post: operations["importar_clientes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes/lote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ativa ou desativa até 500 clientes, cada um na própria transação: o que se recusa não impede os outros. */
        post: operations["mudar_clientes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra um cliente. */
        get: operations["obter_cliente"];
        /**
         * Troca os dados de um cliente. Com `If-Match`, só se ninguém o mudou desde a leitura (412). 409 como ao
         *     criar; `operadora_inativa` só ao mudar de operadora.
         */
        put: operations["alterar_cliente"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes/{id}/ativacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ativa um cliente: volta a entrar na criação mensal de processos. 409 `operadora_inativa`. */
        post: operations["ativar_cliente"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clientes/{id}/desativacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Desativa um cliente: fica na história, mas não entra na criação mensal de processos. */
        post: operations["desativar_cliente"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista as contas filhas, por nome. */
        get: operations["listar_contas"];
        put?: never;
        /** Cria uma conta filha com o seu primeiro administrador. */
        post: operations["criar_conta"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contas/{id}/suspensao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspende uma conta filha.
         * @description Ninguém mais entra nela; sessões e tokens já abertos deixam de valer.
         */
        post: operations["suspender_conta"];
        /**
         * Reativa uma conta filha suspensa.
         * @description Sessões ainda no prazo voltam a valer.
         */
        delete: operations["reativar_conta"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/eventos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Acompanha o que muda na conta (SSE).
         * @description `inicio` ao abrir: tudo pode ter mudado. `mudanca` depois, com os assuntos que mudaram, juntos em janelas de
         *     300 ms: `processos`, `execucoes`, `clientes`, `operadoras`, `agendamentos`, `usuarios`, `contas`, `auditoria` e
         *     `visoes`. Acaba quando a sessão acaba.
         */
        get: operations["acompanhar_mudancas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista as execuções da conta, da mais nova à mais velha. */
        get: operations["listar_execucoes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/exportacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta todas as execuções do filtro. */
        get: operations["exportar_execucoes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/lote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancela ou repete várias execuções, cada uma na sua transação. */
        post: operations["fazer_em_lote_com_execucoes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/resumo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Resume a fila da conta: o que anda, o que espera e como foram as últimas 24 horas. */
        get: operations["resumir_execucoes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra uma execução, com as suas tentativas e por que espera. */
        get: operations["buscar_execucao"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/cancelamento": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancela uma execução: a que aguarda, já; a que executa, assim que ela puder parar. */
        post: operations["cancelar_execucao"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/decisao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide uma execução INCERTO, depois de verificar por fora se o efeito aconteceu. */
        post: operations["decidir_execucao"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/evidencias/{evidencia_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entrega o conteúdo de uma evidência. Só a foto se mostra na própria página; o resto se baixa, e nada do que veio
         *     de um portal roda aqui.
         */
        get: operations["obter_evidencia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/registros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista os registros de uma execução. */
        get: operations["listar_registros"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/registros/ao-vivo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Acompanha os registros ao vivo (SSE): `registro` por linha, com `id` para retomar; `situacao` a cada
         *     mudança; `fim` quando a execução se encerra.
         */
        get: operations["acompanhar_registros"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/registros/exportacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta todos os registros de uma execução, em texto puro, uma linha cada. */
        get: operations["exportar_registros"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/repeticao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Repete uma execução encerrada: cria outra, ligada a ela. */
        post: operations["repetir_execucao"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/execucoes/{id}/tela": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A última tela do navegador em andamento, em JPEG, com os campos de senha cobertos; no máximo uma por segundo.
         *     Responde 204 enquanto não há: a execução não usa navegador, já acabou, ou a primeira foto ainda vem.
         */
        get: operations["ver_tela"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grupos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lista os grupos da conta.
         * @description Cabem todos em uma página.
         */
        get: operations["listar_grupos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operadoras": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista as operadoras em ordem de nome. */
        get: operations["listar_operadoras"];
        put?: never;
        /** Cria uma operadora ativa. 409 `operadora_duplicada` se o código já existe na conta. */
        post: operations["criar_operadora"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operadoras/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra uma operadora. */
        get: operations["obter_operadora"];
        /**
         * Troca os dados de uma operadora. Com `If-Match`, só se ninguém a mudou desde a leitura (412). 409
         *     `operadora_duplicada`, ou `codigo_em_uso` se há clientes e o código mudou.
         */
        put: operations["alterar_operadora"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operadoras/{id}/ativacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ativa uma operadora: volta a aceitar clientes novos. */
        post: operations["ativar_operadora"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operadoras/{id}/desativacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Desativa uma operadora: fica na história, mas não aceita clientes novos. */
        post: operations["desativar_operadora"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operadoras/{id}/teste-acesso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enfileira um teste de acesso: entra no portal com o acesso de um cliente, e para. Não cria processo nem baixa
         *     nada. 409 `sem_rpa`, `sem_cliente_com_acesso` ou `teste_em_andamento`.
         */
        post: operations["testar_operadora"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/perfil": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra a própria pessoa. */
        get: operations["ver_perfil"];
        /** Muda o próprio nome. */
        put: operations["mudar_perfil"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/perfil/senha": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Troca a própria senha.
         * @description Toda outra sessão se encerra e todo token deixa de valer. Quem pediu de uma sessão recebe outro cookie.
         */
        put: operations["trocar_senha"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/permissoes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista o catálogo de permissões. */
        get: operations["listar_permissoes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/primeiro-acesso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cria o primeiro administrador do sistema.
         * @description Só com o link impresso no início do servidor, e só enquanto não há administrador. Depois, entre.
         */
        post: operations["primeiro_acesso"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista processos, com o que se pode fazer com cada um. */
        get: operations["listar"];
        put?: never;
        /** Abre o processo de um cliente em um mês. */
        post: operations["abrir"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/contadores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conta o que há por fazer em um mês. */
        get: operations["contar_processos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/do-mes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cria os processos do mês de todos os clientes ativos de operadoras ativas. Repetir não duplica. */
        post: operations["abrir_mes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Manda buscar todas as faturas que faltam no mês e têm RPA. Repetir não enfileira duas vezes. */
        post: operations["baixar_mes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/exportacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta em CSV ou XLSX todos os processos do filtro. */
        get: operations["exportar_processos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/falhas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conta, por classe de erro, os processos do filtro cuja última execução falhou ou ficou incerta. */
        get: operations["contar_falhas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/lote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Faz o mesmo em muitos processos, cada um na própria transação. O que não deu volta em `recusados`, com o motivo; o
         *     resto fica feito.
         */
        post: operations["agir_em_processos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/matriz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mostra o mês inteiro: empresas (ou unidades) em linhas, operadoras em colunas, e em cada célula as faturas que se
         *     esperam, com a situação de cada uma.
         */
        get: operations["mostrar_matriz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/painel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra o mês de relance: o que há em cada situação, o que falta, o que parou e o que acabou de acontecer. */
        get: operations["mostrar_painel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/resumo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conta os processos de um mês por situação e por operadora. */
        get: operations["resumir"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/triagem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lê uma fatura em PDF e diz de que processo ela parece ser. Nada é guardado: quem escolhe o processo é a
         *     pessoa, e o anexo confere tudo de novo.
         */
        post: operations["triar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mostra um processo com leitura, conferências, decisões, execuções e envios. */
        get: operations["obter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Muda observações, ou corrige valor e vencimento de uma fatura por aprovar. Com `If-Match`, só se ninguém mudou o
         *     processo desde a leitura.
         */
        patch: operations["alterar_processo"];
        trace?: never;
    };
    "/api/v1/processos/{id}/aprovacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Aprova a fatura vista e enfileira o envio ao SAT, que espera a janela de desfazer. */
        post: operations["aprovar"];
        /**
         * Volta atrás na aprovação enquanto o envio não começou: cancela-o, e o processo volta a esperar aprovação. 409
         *     `envio_iniciado` depois.
         */
        delete: operations["desfazer_aprovacao"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}/auditoria": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista o que se fez com um processo, da mais nova à mais velha, na mesma forma da auditoria da conta. */
        get: operations["auditoria_do_processo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Manda o RPA buscar a fatura no portal. */
        post: operations["baixar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}/envio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Manda ao SAT de novo a fatura aprovada, quando o envio anterior terminou em falha. */
        post: operations["enviar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}/fatura": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entrega o PDF da fatura, aos pedaços. */
        get: operations["obter_fatura"];
        put?: never;
        /** Envia a fatura à mão, onde não há RPA ou onde ele falhou. Só PDF, pelo conteúdo, até o limite. */
        post: operations["anexar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}/historico": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta o histórico inteiro de um processo: criação, execuções, tentativas, decisões, envios e auditoria. */
        get: operations["exportar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/processos/{id}/rejeicao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejeita a fatura: o processo volta a esperar download, com o motivo guardado. */
        post: operations["rejeitar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Diz quem entrou, em qual conta e o que pode. */
        get: operations["ver_sessao"];
        put?: never;
        /**
         * Entra pelo navegador.
         * @description Abre uma sessão e a grava em um cookie `HttpOnly`. Toda recusa é a mesma (`credenciais_invalidas`).
         */
        post: operations["abrir_sessao"];
        /** Sai: encerra a sessão do pedido e apaga o cookie. */
        delete: operations["encerrar_esta_sessao"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessao/conta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Passa a agir em outra conta da pessoa.
         * @description Abre outra sessão, com outro cookie, e encerra a do pedido.
         */
        put: operations["trocar_conta"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessoes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lista as próprias sessões abertas, da usada há menos tempo à mais antiga.
         * @description Cabem todas em uma página (até 200).
         */
        get: operations["listar_sessoes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessoes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Encerra uma das próprias sessões. */
        delete: operations["encerrar_sessao"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usuarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lista as pessoas da conta, por nome.
         * @description Inclui as de acesso revogado (`ativo` falso).
         */
        get: operations["listar_usuarios"];
        put?: never;
        /**
         * Dá a uma pessoa acesso à conta.
         * @description Se o e-mail já é de alguém, essa pessoa recebe o acesso com o nome e a senha que já tem.
         */
        post: operations["convidar_usuario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usuarios/{id}/grupos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Troca os grupos de uma pessoa na conta.
         * @description Vale já no pedido seguinte da pessoa. O último administrador não perde o grupo (409).
         */
        put: operations["mudar_grupos_do_usuario"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usuarios/{id}/revogacao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoga o acesso de uma pessoa à conta.
         * @description As sessões se encerram e os tokens deixam de valer; a pessoa continua a existir. O último
         *     administrador não o perde (409).
         */
        post: operations["revogar_acesso"];
        /**
         * Devolve o acesso revogado, com os grupos que tinha.
         * @description As sessões encerradas não voltam: a pessoa entra de novo.
         */
        delete: operations["reativar_acesso"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visoes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista as próprias visões de uma tela, na ordem em que aparecem (até 50). */
        get: operations["listar_visoes"];
        put?: never;
        /** Guarda uma visão (até 50 por tela). */
        post: operations["criar_visao"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visoes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Altera uma visão própria. */
        put: operations["alterar_visao"];
        post?: never;
        /** Exclui uma visão própria. */
        delete: operations["excluir_visao"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Entra pela API: troca e-mail e senha por um token.
         * @description Toda recusa é a mesma (`credenciais_invalidas`).
         */
        post: operations["auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Diz de quem é o token, em qual conta age e o que pode. */
        get: operations["auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Diz que o servidor responde; aberta, para balanceadores. */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/saude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Examina cada parte em detalhe; para administradores. */
        get: operations["saude"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Como está uma parte.
         * @enum {string}
         */
        Estado: "OK" | "AVISO" | "ERRO";
        /** @description Uma página de uma lista. */
        "PaginaHttp_agendamentos.Disparo": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** Format: date-time */
                criado_em: string;
                /** Format: uuid */
                execucao_id?: string | null;
                origem: components["schemas"]["agendamentos.OrigemDoDisparo"];
                /**
                 * Format: date-time
                 * @description A hora marcada; no disparo manual, a do pedido.
                 */
                previsto_para: string;
                status?: components["schemas"]["execucoes.Situacao"] | null;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_agendamentos.Item": {
            /** @description Os itens, na ordem pedida. */
            itens: (components["schemas"]["agendamentos.Resposta"] & {
                /** @description A expressão em português. */
                descricao: string;
                /** @description Os três próximos disparos; vazio se inativo. */
                proximas: string[];
                ultimo?: components["schemas"]["agendamentos.Ultimo"] | null;
            })[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_auditoria.Fato": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description Verbo estável, como `processo.aprovado`. */
                acao: string;
                /** @description Como estava o que mudou. */
                antes?: Record<string, never> | null;
                /** @description Como ficou. */
                depois?: Record<string, never> | null;
                /** @description O verbo em português; segue o nome de quem fez. */
                descricao: string;
                /** @description O tipo do registro. */
                entidade: string;
                /** Format: uuid */
                entidade_id: string;
                /** Format: uuid */
                id: string;
                /** Format: date-time */
                instante: string;
                ip?: string | null;
                /** @description O `X-Request-Id` do pedido. */
                requisicao_id?: string | null;
                /** @description O registro, para pessoas; nulo se ele já não existe nem o fato o diz. */
                titulo?: string | null;
                user_agent?: string | null;
                /**
                 * Format: uuid
                 * @description Nulo quando foi o sistema.
                 */
                usuario_id?: string | null;
                usuario_nome?: string | null;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_clientes.Cliente": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /**
                 * Format: date-time
                 * @description Quando mudou pela última vez.
                 */
                atualizado_em: string;
                /** @description CNPJ, 14 caracteres sem máscara. */
                cnpj: string;
                /** @description CPF de quem entra no portal, 11 algarismos. */
                cpf?: string | null;
                /**
                 * Format: date-time
                 * @description Quando foi criado.
                 */
                criado_em: string;
                /** @description Dados que o SAT pede para receber a fatura. */
                dados_sat: string;
                /** @description Filtro com que se acha a fatura no portal. */
                filtro: string;
                /** @description A identidade para fora da casa: veja `docs/hash_unico.md`. */
                hash_unico: string;
                /**
                 * Format: uuid
                 * @description O id.
                 */
                id: string;
                /** @description Usuário no portal. */
                login_portal?: string | null;
                /** @description Nome com que o SAT o conhece. */
                nome_sat: string;
                /** @description Código da operadora. */
                operadora_codigo: string;
                /**
                 * Format: uuid
                 * @description A operadora.
                 */
                operadora_id: string;
                /** @description Nome da operadora. */
                operadora_nome: string;
                /** @description Razão social. */
                razao_social: string;
                /** @description Serviço contratado. */
                servico: string;
                /** @description Endereço de onde a fatura é emitida, se não é o portal da operadora. */
                site_emissao?: string | null;
                /** @description Se entra na criação mensal de processos. */
                status_ativo: boolean;
                /** @description Se há senha do portal guardada. */
                tem_senha_portal: boolean;
                /** @description Unidade do cliente. */
                unidade: string;
                /**
                 * Format: int64
                 * @description A versão, também em `ETag`.
                 */
                versao: number;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_contas.Conta": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description Se não está suspensa. */
                ativa: boolean;
                /**
                 * Format: date-time
                 * @description Quando foi criada.
                 */
                criado_em: string;
                /**
                 * Format: uuid
                 * @description O id.
                 */
                id: string;
                /** @description Nome. */
                nome: string;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_entrada.Sessao": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description Programa que a começou. */
                agente_usuario?: string | null;
                /** @description É a deste pedido. */
                atual: boolean;
                /** @description A conta em que se age nela. */
                conta: components["schemas"]["entrada.Conta"];
                /**
                 * Format: date-time
                 * @description Quando começou.
                 */
                criado_em: string;
                /**
                 * Format: date-time
                 * @description Quando se encerra, usada ou não.
                 */
                expira_em: string;
                /**
                 * Format: uuid
                 * @description O id.
                 */
                id: string;
                /** @description Endereço de onde começou. */
                ip?: string | null;
                /**
                 * Format: date-time
                 * @description Último uso, com precisão de um minuto.
                 */
                visto_em: string;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_execucoes.Resposta": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description Código estável do erro. */
                classe_erro?: string | null;
                classe_rpa_utilizada?: string | null;
                /** Format: date-time */
                criado_em: string;
                /** Format: date-time */
                data_fim?: string | null;
                /** Format: date-time */
                data_inicio?: string | null;
                /** @description O resto que distingue: unidade e mês. */
                detalhe?: string | null;
                detalhes_erro?: string | null;
                /**
                 * Format: date-time
                 * @description Antes disto não anda: a hora da nova tentativa de quem espera.
                 */
                disponivel_em: string;
                /**
                 * Format: int64
                 * @description Quanto durou, ou dura, desde a primeira tentativa; nulo se ainda não começou.
                 */
                duracao_ms?: number | null;
                /** @description Nome de quem pediu; nulo quando foi o sistema. */
                executado_por_nome?: string | null;
                /** Format: uuid */
                executado_por_usuario_id?: string | null;
                /** @description Em que fila aguarda. */
                fila: string;
                /** Format: uuid */
                id: string;
                ip_origem?: string | null;
                /** Format: int32 */
                maximo_tentativas: number;
                /** @description Por que ainda não anda; nulo se anda ou se encerrou. */
                motivo_espera?: string | null;
                /**
                 * Format: int32
                 * @description Quantas tentativas já começaram.
                 */
                numero_tentativa: number;
                /** @description O pedido, com segredos mascarados. */
                parametros_entrada: Record<string, never>;
                /**
                 * Format: uuid
                 * @description O processo sobre o qual age, se age sobre um.
                 */
                processo_id?: string | null;
                /**
                 * Format: int64
                 * @description De 0 a 100, quando informado.
                 */
                progresso?: number | null;
                /**
                 * Format: uuid
                 * @description A execução que esta repete.
                 */
                repete_id?: string | null;
                resultado_saida?: Record<string, never> | null;
                status: components["schemas"]["execucoes.Situacao"];
                /** @description Se há a tela do navegador para ver ao vivo (`GET /execucoes/{id}/tela`). */
                tem_tela: boolean;
                tipo: string;
                /** @description Sobre o que é, para pessoas: cliente e operadora, ou o nome do agendamento. */
                titulo?: string | null;
                /** @description Quem faz, ou fez por último. */
                trabalhador?: string | null;
                url_arquivo_s3?: string | null;
                user_agent?: string | null;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_grupos.Grupo": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description Para quem serve. */
                descricao: string;
                /**
                 * Format: uuid
                 * @description O id.
                 */
                id: string;
                /** @description Nome, único na conta. */
                nome: string;
                /** @description Nomes das permissões. */
                permissoes: string[];
                /** @description Nasceu com a conta e não se altera. */
                predefinido: boolean;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_grupos.Permissao": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description O que ela deixa fazer. */
                descricao: string;
                /** @description Nome estável, `modulo.acao`. */
                nome: string;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_operadoras.Item": {
            /** @description Os itens, na ordem pedida. */
            itens: (components["schemas"]["operadoras.Operadora"] & {
                /**
                 * Format: int64
                 * @description Clientes ativos.
                 */
                clientes_ativos: number;
                ultimo_teste?: components["schemas"]["operadoras.UltimoTeste"] | null;
            })[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description Uma página de uma lista. */
        "PaginaHttp_usuarios.UsuarioDaConta": {
            /** @description Os itens, na ordem pedida. */
            itens: {
                /** @description Se o acesso vale; revogado, a pessoa não entra nesta conta. */
                ativo: boolean;
                /**
                 * Format: date-time
                 * @description Quando o acesso foi dado pela primeira vez.
                 */
                criado_em: string;
                /** @description E-mail. */
                email: string;
                /** @description Os grupos, por nome. */
                grupos: components["schemas"]["usuarios.GrupoDoVinculo"][];
                /**
                 * Format: uuid
                 * @description O id da pessoa.
                 */
                id: string;
                /** @description Nome. */
                nome: string;
                /**
                 * Format: uuid
                 * @description O id do seu vínculo com a conta.
                 */
                vinculo_id: string;
            }[];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description O exame de uma parte. */
        Parte: {
            /** @description O que se viu. */
            detalhe: string;
            /** @description Como está. */
            estado: components["schemas"]["Estado"];
            /** @description Qual parte. */
            nome: string;
            /** @description O que fazer, quando há o que fazer. */
            remedio?: string | null;
        };
        /**
         * @description O que faz um processo andar.
         * @enum {string}
         */
        Passo: "BAIXAR" | "ANEXAR" | "APROVAR" | "REJEITAR" | "ENVIAR" | "DESFAZER";
        /** @description Um passo, se é possível agora e, se não, por quê. */
        PassoPossivel: {
            /** @description Por que não pode; nulo quando pode. */
            motivo?: string | null;
            /** @description O passo. */
            passo: components["schemas"]["Passo"];
            /** @description Se pode ser dado agora por quem perguntou. */
            possivel: boolean;
        };
        /**
         * @description O corpo de todo erro.
         * @example {
         *       "codigo": "fora_de_hora",
         *       "detail": "o processo não está em AGUARDANDO_APROVACAO",
         *       "remedio": "recarregue e veja os passos possíveis",
         *       "status": 409,
         *       "title": "Conflito",
         *       "type": "about:blank"
         *     }
         */
        Problema: {
            /** @description Campos recusados, quando é o caso. */
            campos?: components["schemas"]["ProblemaDeCampo"][];
            /** @description Código estável, para máquinas. */
            codigo: string;
            /** @description O que aconteceu, para pessoas. */
            detail: string;
            /** @description O que fazer. */
            remedio?: string | null;
            /**
             * Format: int32
             * @description O status HTTP.
             */
            status: number;
            /** @description Resumo do status. */
            title: string;
            /** @description Sempre `about:blank`: quem distingue é `codigo`. */
            type: string;
        };
        /** @description Um campo recusado. */
        ProblemaDeCampo: {
            /** @description Nome do campo como veio no pedido. */
            campo: string;
            /** @description Código estável. */
            codigo: string;
            /** @description O que aconteceu e o que fazer. */
            mensagem: string;
        };
        /**
         * @description A cor que resume as conferências de uma fatura.
         * @enum {string}
         */
        SemaforoDaFatura: "VERDE" | "AMARELO" | "VERMELHO";
        /**
         * @description Em que ponto do mês o processo está; a ordem das variantes é a ordem do fluxo.
         * @enum {string}
         */
        SituacaoDoProcesso: "AGUARDANDO_DOWNLOAD" | "AGUARDANDO_APROVACAO" | "AGUARDANDO_ENVIO_SAT" | "UPLOAD_REALIZADO";
        /** @description Resposta de `/health`. */
        Vivo: {
            /**
             * @description O ambiente configurado.
             * @example producao
             */
            env: string;
            /**
             * @description Sempre `ok` quando o servidor responde.
             * @example ok
             */
            status: string;
        };
        /** @description Um disparo. */
        "agendamentos.Disparo": {
            /** Format: date-time */
            criado_em: string;
            /** Format: uuid */
            execucao_id?: string | null;
            origem: components["schemas"]["agendamentos.OrigemDoDisparo"];
            /**
             * Format: date-time
             * @description A hora marcada; no disparo manual, a do pedido.
             */
            previsto_para: string;
            status?: components["schemas"]["execucoes.Situacao"] | null;
        };
        /** @description Um agendamento na lista, com o seu último disparo. */
        "agendamentos.Item": components["schemas"]["agendamentos.Resposta"] & {
            /** @description A expressão em português. */
            descricao: string;
            /** @description Os três próximos disparos; vazio se inativo. */
            proximas: string[];
            ultimo?: components["schemas"]["agendamentos.Ultimo"] | null;
        };
        /**
         * @description Por que um agendamento disparou.
         * @enum {string}
         */
        "agendamentos.OrigemDoDisparo": "AGENDADO" | "MANUAL";
        /** @description O que se define em um agendamento. */
        "agendamentos.Pedido": {
            /**
             * @description Se dispara sozinho.
             * @default true
             */
            ativo: boolean;
            /** @description Expressão cron, de 5 campos ou 6 com segundos: `0 6 1 * *`. */
            cron: string;
            /**
             * @description Nome IANA do fuso.
             * @default America/Sao_Paulo
             */
            fuso: string;
            /** @description Nome, único na conta. */
            nome: string;
            /** @description O que se passa à execução. */
            parametros?: Record<string, never>;
            /** @description O que começa. ENVIAR_RELATORIOS ainda não está disponível. */
            tipo: components["schemas"]["agendamentos.Tipo"];
        };
        /**
         * @description A expressão que se quer entender.
         * @example {
         *       "cron": "0 6 1 * *",
         *       "fuso": "America/Sao_Paulo"
         *     }
         */
        "agendamentos.PedidoDePrevia": {
            /** @description Expressão cron, de 5 campos ou 6 com segundos. */
            cron: string;
            /**
             * @description Nome IANA do fuso.
             * @default America/Sao_Paulo
             */
            fuso: string;
        };
        /** @description O que a expressão faria. */
        "agendamentos.Previa": {
            /** @description A expressão em português. */
            descricao: string;
            /** @description Os cinco próximos disparos. */
            proximas: string[];
        };
        /** @description Um agendamento. */
        "agendamentos.Resposta": {
            ativo: boolean;
            /** Format: date-time */
            criado_em: string;
            cron: string;
            fuso: string;
            /** Format: uuid */
            id: string;
            nome: string;
            parametros: Record<string, never>;
            /** Format: date-time */
            proxima_execucao?: string | null;
            /** @description Os cinco próximos disparos; vazio se inativo. */
            proximas_execucoes: string[];
            tipo: components["schemas"]["agendamentos.Tipo"];
            /** Format: date-time */
            ultima_execucao?: string | null;
            /**
             * Format: int64
             * @description A mesma do `ETag`.
             */
            versao: number;
        };
        /**
         * @description O que um agendamento pode começar.
         * @enum {string}
         */
        "agendamentos.Tipo": "CRIAR_PROCESSOS_MENSAIS" | "EXECUTAR_DOWNLOADS" | "ENVIAR_RELATORIOS";
        /** @description O disparo mais novo de um agendamento. */
        "agendamentos.Ultimo": {
            /**
             * Format: date-time
             * @description Quando disparou.
             */
            em: string;
            /** Format: uuid */
            execucao_id?: string | null;
            status?: components["schemas"]["execucoes.Situacao"] | null;
        };
        /**
         * @description Um verbo da auditoria.
         * @example {
         *       "acao": "processo.aprovado",
         *       "descricao": "aprovou a fatura"
         *     }
         */
        "auditoria.Acao": {
            /** @description Verbo estável. */
            acao: string;
            /** @description O que quer dizer. */
            descricao: string;
        };
        /**
         * @description Algo que alguém fez.
         * @example {
         *       "acao": "processo.aprovado",
         *       "antes": {
         *         "status_processo": "AGUARDANDO_APROVACAO"
         *       },
         *       "depois": {
         *         "status_processo": "AGUARDANDO_ENVIO_SAT"
         *       },
         *       "descricao": "aprovou a fatura",
         *       "entidade": "processos",
         *       "entidade_id": "0199f3a2-0000-7000-8000-000000000005",
         *       "id": "0199f3a2-0000-7000-8000-000000000009",
         *       "instante": "2026-11-20T12:00:00Z",
         *       "ip": "192.0.2.7",
         *       "requisicao_id": "0199f3a2-0000-7000-8000-00000000000a",
         *       "titulo": "Hospital Santa Aurélia · Telenova · 11/2026",
         *       "user_agent": "Mozilla/5.0",
         *       "usuario_id": "0199f3a2-0000-7000-8000-000000000003",
         *       "usuario_nome": "Ana Souza"
         *     }
         */
        "auditoria.Fato": {
            /** @description Verbo estável, como `processo.aprovado`. */
            acao: string;
            /** @description Como estava o que mudou. */
            antes?: Record<string, never> | null;
            /** @description Como ficou. */
            depois?: Record<string, never> | null;
            /** @description O verbo em português; segue o nome de quem fez. */
            descricao: string;
            /** @description O tipo do registro. */
            entidade: string;
            /** Format: uuid */
            entidade_id: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            instante: string;
            ip?: string | null;
            /** @description O `X-Request-Id` do pedido. */
            requisicao_id?: string | null;
            /** @description O registro, para pessoas; nulo se ele já não existe nem o fato o diz. */
            titulo?: string | null;
            user_agent?: string | null;
            /**
             * Format: uuid
             * @description Nulo quando foi o sistema.
             */
            usuario_id?: string | null;
            usuario_nome?: string | null;
        };
        /**
         * @description O token e de quem ele é.
         * @example {
         *       "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.assinatura",
         *       "conta": {
         *         "id": "0199f3a2-0000-7000-8000-000000000002",
         *         "nome": "Revenda do Sul"
         *       },
         *       "expires_in": 3600,
         *       "token_type": "Bearer",
         *       "usuario": {
         *         "email": "ana@revenda.example",
         *         "id": "0199f3a2-0000-7000-8000-000000000003",
         *         "nome": "Ana Souza"
         *       }
         *     }
         */
        "auth.login.Resposta": {
            /** @description Mande em `Authorization: Bearer`. */
            access_token: string;
            /** @description A conta em que o token age. */
            conta: components["schemas"]["entrada.Conta"];
            /**
             * Format: int64
             * @description Por quantos segundos vale.
             */
            expires_in: number;
            /** @description Sempre `Bearer`. */
            token_type: string;
            /** @description A pessoa. */
            usuario: components["schemas"]["usuarios.Usuario"];
        };
        /** @description Um cliente achado. */
        "busca.Cliente": {
            /** @description Sem máscara. */
            cnpj: string;
            /** Format: uuid */
            id: string;
            operadora_nome: string;
            razao_social: string;
            unidade: string;
        };
        /** @description Uma execução achada. */
        "busca.Execucao": {
            /** Format: date-time */
            criado_em: string;
            /** Format: uuid */
            id: string;
            status: string;
            tipo: string;
            /** @description Sobre o que age, como `Hospital Santa Aurélia · Telenova`. */
            titulo?: string | null;
        };
        /** @description Uma operadora achada. */
        "busca.Operadora": {
            codigo: string;
            /** Format: uuid */
            id: string;
            nome: string;
        };
        /** @description Um processo achado. */
        "busca.Processo": {
            /** Format: uuid */
            id: string;
            mes_ano: string;
            operadora_nome: string;
            razao_social: string;
            status_processo: string;
            unidade: string;
        };
        /** @description O que se achou, só do que a permissão deixa ver. */
        "busca.Resposta": {
            /** @description Clientes, primeiro os de palavra inteira. */
            clientes: components["schemas"]["busca.Cliente"][];
            /** @description Execuções desses processos, da mais nova à mais velha. */
            execucoes: components["schemas"]["busca.Execucao"][];
            /** @description Operadoras, por nome ou código. */
            operadoras: components["schemas"]["busca.Operadora"][];
            /** @description Processos desses clientes, do mês mais novo ao mais velho. */
            processos: components["schemas"]["busca.Processo"][];
        };
        /** @description Um cliente. */
        "clientes.Cliente": {
            /**
             * Format: date-time
             * @description Quando mudou pela última vez.
             */
            atualizado_em: string;
            /** @description CNPJ, 14 caracteres sem máscara. */
            cnpj: string;
            /** @description CPF de quem entra no portal, 11 algarismos. */
            cpf?: string | null;
            /**
             * Format: date-time
             * @description Quando foi criado.
             */
            criado_em: string;
            /** @description Dados que o SAT pede para receber a fatura. */
            dados_sat: string;
            /** @description Filtro com que se acha a fatura no portal. */
            filtro: string;
            /** @description A identidade para fora da casa: veja `docs/hash_unico.md`. */
            hash_unico: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Usuário no portal. */
            login_portal?: string | null;
            /** @description Nome com que o SAT o conhece. */
            nome_sat: string;
            /** @description Código da operadora. */
            operadora_codigo: string;
            /**
             * Format: uuid
             * @description A operadora.
             */
            operadora_id: string;
            /** @description Nome da operadora. */
            operadora_nome: string;
            /** @description Razão social. */
            razao_social: string;
            /** @description Serviço contratado. */
            servico: string;
            /** @description Endereço de onde a fatura é emitida, se não é o portal da operadora. */
            site_emissao?: string | null;
            /** @description Se entra na criação mensal de processos. */
            status_ativo: boolean;
            /** @description Se há senha do portal guardada. */
            tem_senha_portal: boolean;
            /** @description Unidade do cliente. */
            unidade: string;
            /**
             * Format: int64
             * @description A versão, também em `ETag`.
             */
            versao: number;
        };
        /** @description Os dados de um cliente, para criar ou trocar. */
        "clientes.Pedido": {
            /** @description CNPJ numérico ou alfanumérico, com ou sem máscara. */
            cnpj: string;
            /** @description CPF de quem entra no portal, com ou sem máscara. */
            cpf?: string | null;
            /** @description Dados que o SAT pede para receber a fatura. */
            dados_sat?: string;
            /** @description Filtro com que se acha a fatura no portal. */
            filtro?: string;
            /** @description Usuário no portal. */
            login_portal?: string | null;
            /** @description Nome com que o SAT o conhece. */
            nome_sat: string;
            /**
             * Format: uuid
             * @description A operadora; tem de estar ativa.
             */
            operadora_id: string;
            /** @description Razão social, até 200 caracteres. */
            razao_social: string;
            /** @description Senha do portal. Ausente mantém a guardada; vazia a remove. Nunca é devolvida. */
            senha_portal?: string | null;
            /** @description Serviço contratado. */
            servico: string;
            /** @description Endereço de onde a fatura é emitida, se não é o portal da operadora. */
            site_emissao?: string | null;
            /** @description Unidade do cliente. */
            unidade: string;
        };
        /** @description Uma recusa. */
        "clientes.importar.Erro": {
            /** @description O campo, ou `linha` quando é ela inteira. */
            campo: string;
            /** @description Código estável. */
            codigo: string;
            /** @description O que aconteceu e o que fazer. */
            mensagem: string;
        };
        /** @description Uma linha do arquivo. */
        "clientes.importar.Linha": {
            /**
             * Format: uuid
             * @description O cliente; ausente em linha recusada e em criação ensaiada.
             */
            cliente_id?: string | null;
            /** @description Por que a linha foi recusada. */
            erros?: components["schemas"]["clientes.importar.Erro"][];
            /** @description O `hash_unico` do cliente. */
            hash_unico?: string | null;
            /** @description Número da linha no arquivo. */
            linha: number;
            /** @description Os campos que mudaram. */
            mudancas?: string[];
            /** @description O desfecho. */
            resultado: components["schemas"]["clientes.importar.Resultado"];
        };
        /** @description O que aconteceu com o arquivo. */
        "clientes.importar.Resposta": {
            /** @description Clientes alterados. */
            alterados: number;
            /** @description Colunas desconhecidas, deixadas de lado. */
            colunas_ignoradas: string[];
            /** @description Clientes criados. */
            criados: number;
            /** @description Clientes que já estavam assim. */
            iguais: number;
            /** @description Linha a linha, na ordem do arquivo. */
            linhas: components["schemas"]["clientes.importar.Linha"][];
            /** @description Linhas recusadas. */
            recusados: number;
            /** @description Se foi ensaio. */
            simulacao: boolean;
        };
        /**
         * @description O desfecho de uma linha.
         * @enum {string}
         */
        "clientes.importar.Resultado": "CRIADO" | "ALTERADO" | "IGUAL" | "RECUSADO";
        /**
         * @description O que fazer com cada um.
         * @enum {string}
         */
        "clientes.lote.Acao": "ATIVAR" | "DESATIVAR";
        /** @description Os clientes e o que fazer com eles. */
        "clientes.lote.Pedido": {
            acao: components["schemas"]["clientes.lote.Acao"];
            /** @description De 1 a 500 clientes. */
            ids: string[];
        };
        /** @description Um cliente que não mudou. */
        "clientes.lote.Recusado": {
            /** @description Código estável. */
            codigo: string;
            /** Format: uuid */
            id: string;
            /** @description O que impede e o que fazer. */
            mensagem: string;
        };
        /** @description O que se fez. */
        "clientes.lote.Resposta": {
            /**
             * Format: int32
             * @description Quantos ficaram como se pediu, inclusive os que já estavam.
             */
            feitos: number;
            /** @description Os que não mudaram, e por quê. */
            recusados: components["schemas"]["clientes.lote.Recusado"][];
        };
        /**
         * @description Uma conta filha.
         * @example {
         *       "ativa": true,
         *       "criado_em": "2026-11-20T12:00:00Z",
         *       "id": "0199f3a2-0000-7000-8000-000000000002",
         *       "nome": "Revenda do Sul"
         *     }
         */
        "contas.Conta": {
            /** @description Se não está suspensa. */
            ativa: boolean;
            /**
             * Format: date-time
             * @description Quando foi criada.
             */
            criado_em: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Nome. */
            nome: string;
        };
        /**
         * @description A conta nova e quem a administra.
         * @example {
         *       "administrador": {
         *         "email": "ana@revenda.example",
         *         "nome": "Ana Souza",
         *         "senha": "uma frase inicial"
         *       },
         *       "nome": "Revenda do Sul"
         *     }
         */
        "contas.criar.Pedido": {
            /** @description O primeiro administrador: pessoa nova (com senha inicial) ou já conhecida pelo e-mail. */
            administrador: components["schemas"]["usuarios.NovoUsuario"];
            /** @description Nome da conta, até 120 caracteres. */
            nome: string;
        };
        /** @description Uma conta em que a pessoa pode agir. */
        "entrada.Conta": {
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Nome. */
            nome: string;
        };
        /**
         * @description Quem é, em qual conta age e o que pode.
         * @example {
         *       "conta": {
         *         "id": "0199f3a2-0000-7000-8000-000000000002",
         *         "nome": "Revenda do Sul"
         *       },
         *       "contas": [
         *         {
         *           "id": "0199f3a2-0000-7000-8000-000000000002",
         *           "nome": "Revenda do Sul"
         *         }
         *       ],
         *       "fuso": "America/Sao_Paulo",
         *       "marca": {
         *         "nome": "Regente"
         *       },
         *       "permissoes": [
         *         "execucoes.ver",
         *         "faturas.aprovar",
         *         "faturas.ver"
         *       ],
         *       "usuario": {
         *         "email": "ana@revenda.example",
         *         "id": "0199f3a2-0000-7000-8000-000000000003",
         *         "nome": "Ana Souza"
         *       },
         *       "versao": "0.1.0"
         *     }
         */
        "entrada.Identidade": {
            /** @description A conta em que se age. */
            conta: components["schemas"]["entrada.Conta"];
            /** @description As contas em que a pessoa pode agir. */
            contas: components["schemas"]["entrada.Conta"][];
            /** @description Nome IANA do fuso em que a casa conta os dias. */
            fuso: string;
            /** @description Como o produto se apresenta. */
            marca: components["schemas"]["entrada.Marca"];
            /** @description Nomes das permissões na conta. */
            permissoes: string[];
            /** @description A pessoa. */
            usuario: components["schemas"]["usuarios.Usuario"];
            /** @description Versão do servidor. */
            versao: string;
        };
        /** @description Como o produto se apresenta. */
        "entrada.Marca": {
            /** @description Nome. */
            nome: string;
        };
        /**
         * @description O que se apresenta para entrar.
         * @example {
         *       "email": "ana@revenda.example",
         *       "senha": "uma frase só minha"
         *     }
         */
        "entrada.Pedido": {
            /**
             * Format: uuid
             * @description Em qual conta agir; sem dizer, a do vínculo mais antigo.
             */
            conta_id?: string | null;
            /** @description E-mail. */
            email: string;
            /**
             * Format: password
             * @description Senha.
             */
            senha: string;
        };
        /**
         * @description Uma sessão aberta da própria pessoa.
         * @example {
         *       "agente_usuario": "Mozilla/5.0",
         *       "atual": true,
         *       "conta": {
         *         "id": "0199f3a2-0000-7000-8000-000000000002",
         *         "nome": "Revenda do Sul"
         *       },
         *       "criado_em": "2026-11-20T12:00:00Z",
         *       "expira_em": "2026-11-21T00:00:00Z",
         *       "id": "0199f3a2-0000-7000-8000-000000000005",
         *       "ip": "203.0.113.7",
         *       "visto_em": "2026-11-20T12:31:00Z"
         *     }
         */
        "entrada.Sessao": {
            /** @description Programa que a começou. */
            agente_usuario?: string | null;
            /** @description É a deste pedido. */
            atual: boolean;
            /** @description A conta em que se age nela. */
            conta: components["schemas"]["entrada.Conta"];
            /**
             * Format: date-time
             * @description Quando começou.
             */
            criado_em: string;
            /**
             * Format: date-time
             * @description Quando se encerra, usada ou não.
             */
            expira_em: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Endereço de onde começou. */
            ip?: string | null;
            /**
             * Format: date-time
             * @description Último uso, com precisão de um minuto.
             */
            visto_em: string;
        };
        /**
         * @description A conta em que se quer agir.
         * @example {
         *       "conta_id": "0199f3a2-0000-7000-8000-000000000002"
         *     }
         */
        "entrada.trocar_conta.Pedido": {
            /**
             * Format: uuid
             * @description Uma das `contas` da sessão.
             */
            conta_id: string;
        };
        /**
         * @description O que se faz com cada execução.
         * @enum {string}
         */
        "execucoes.AcaoEmLote": "CANCELAR" | "REPETIR";
        /** @description O pedido foi aceito e esta execução o fará. */
        "execucoes.Aceita": {
            /**
             * Format: uuid
             * @description A execução.
             */
            execucao_id: string;
        };
        /** @description Uma execução com as suas tentativas. */
        "execucoes.Detalhe": components["schemas"]["execucoes.Resposta"] & {
            /** @description Da primeira à última. */
            tentativas: components["schemas"]["execucoes.RespostaTentativa"][];
        };
        /** @description O que uma tentativa deixou para ver depois; o conteúdo está em `GET /execucoes/{id}/evidencias/{evidencia_id}`. */
        "execucoes.Evidencia": {
            /** Format: date-time */
            criado_em: string;
            /** Format: uuid */
            id: string;
            nome: string;
            /** @description Onde a execução estava. */
            passo?: string | null;
            /** Format: int64 */
            tamanho_bytes: number;
            tipo: components["schemas"]["execucoes.TipoDeEvidencia"];
        };
        /** @description A decisão de uma pessoa sobre um efeito incerto. */
        "execucoes.PedidoDeDecisao": {
            /**
             * @description Como se verificou, em 10 a 1.000 caracteres; fica na auditoria.
             * @example O suporte do SAT confirmou por telefone o protocolo SAT-2026-000123.
             */
            justificativa: string;
            resultado: components["schemas"]["execucoes.ResultadoDaDecisao"];
        };
        /**
         * @description O que fazer, e com quais.
         * @example {
         *       "acao": "REPETIR",
         *       "ids": [
         *         "0199f3a2-0000-7000-8000-000000000005"
         *       ]
         *     }
         */
        "execucoes.PedidoEmLote": {
            acao: components["schemas"]["execucoes.AcaoEmLote"];
            /** @description De 1 a 500. */
            ids: string[];
        };
        /** @description Uma execução. */
        "execucoes.Resposta": {
            /** @description Código estável do erro. */
            classe_erro?: string | null;
            classe_rpa_utilizada?: string | null;
            /** Format: date-time */
            criado_em: string;
            /** Format: date-time */
            data_fim?: string | null;
            /** Format: date-time */
            data_inicio?: string | null;
            /** @description O resto que distingue: unidade e mês. */
            detalhe?: string | null;
            detalhes_erro?: string | null;
            /**
             * Format: date-time
             * @description Antes disto não anda: a hora da nova tentativa de quem espera.
             */
            disponivel_em: string;
            /**
             * Format: int64
             * @description Quanto durou, ou dura, desde a primeira tentativa; nulo se ainda não começou.
             */
            duracao_ms?: number | null;
            /** @description Nome de quem pediu; nulo quando foi o sistema. */
            executado_por_nome?: string | null;
            /** Format: uuid */
            executado_por_usuario_id?: string | null;
            /** @description Em que fila aguarda. */
            fila: string;
            /** Format: uuid */
            id: string;
            ip_origem?: string | null;
            /** Format: int32 */
            maximo_tentativas: number;
            /** @description Por que ainda não anda; nulo se anda ou se encerrou. */
            motivo_espera?: string | null;
            /**
             * Format: int32
             * @description Quantas tentativas já começaram.
             */
            numero_tentativa: number;
            /** @description O pedido, com segredos mascarados. */
            parametros_entrada: Record<string, never>;
            /**
             * Format: uuid
             * @description O processo sobre o qual age, se age sobre um.
             */
            processo_id?: string | null;
            /**
             * Format: int64
             * @description De 0 a 100, quando informado.
             */
            progresso?: number | null;
            /**
             * Format: uuid
             * @description A execução que esta repete.
             */
            repete_id?: string | null;
            resultado_saida?: Record<string, never> | null;
            status: components["schemas"]["execucoes.Situacao"];
            /** @description Se há a tela do navegador para ver ao vivo (`GET /execucoes/{id}/tela`). */
            tem_tela: boolean;
            tipo: string;
            /** @description Sobre o que é, para pessoas: cliente e operadora, ou o nome do agendamento. */
            titulo?: string | null;
            /** @description Quem faz, ou fez por último. */
            trabalhador?: string | null;
            url_arquivo_s3?: string | null;
            user_agent?: string | null;
        };
        /** @description Uma tentativa. */
        "execucoes.RespostaTentativa": {
            classe_erro?: string | null;
            /** Format: date-time */
            data_fim?: string | null;
            /** Format: date-time */
            data_inicio: string;
            detalhes_erro?: string | null;
            /** @description O que deixou para ver depois, da primeira à última. */
            evidencias: components["schemas"]["execucoes.Evidencia"][];
            /**
             * Format: int32
             * @description A partir de 1; a verificação repete o número da tentativa que verifica.
             */
            numero: number;
            resultado_saida?: Record<string, never> | null;
            status: components["schemas"]["execucoes.SituacaoTentativa"];
            trabalhador: string;
        };
        /**
         * @description O que se verificou sobre o efeito.
         * @enum {string}
         */
        "execucoes.ResultadoDaDecisao": "CONFIRMADO" | "SEM_EFEITO";
        /** @description A fila em números. */
        "execucoes.Resumo": {
            /** Format: int64 */
            aguardando_humano: number;
            /** Format: int64 */
            executando: number;
            /** Format: int64 */
            incertas: number;
            /**
             * Format: int64
             * @description Espera do meio, em segundos, das encerradas em 24 horas; nulo se não houve.
             */
            mediana_espera_s?: number | null;
            /**
             * Format: int64
             * @description PENDENTE e ADIADA.
             */
            na_fila: number;
            /**
             * Format: date-time
             * @description A hora da próxima nova tentativa.
             */
            proxima_tentativa_em?: string | null;
            /** Format: int64 */
            tentando_de_novo: number;
            /** @description Os tipos que este servidor conhece, por nome. */
            tipos: components["schemas"]["execucoes.Tipo"][];
            ultimas_24h: components["schemas"]["execucoes.UltimasHoras"];
            /** @description Quantas andam ao mesmo tempo neste servidor. */
            vagas: number;
        };
        /**
         * @description Onde a execução está.
         * @enum {string}
         */
        "execucoes.Situacao": "PENDENTE" | "ADIADA" | "EXECUTANDO" | "AGUARDANDO_HUMANO" | "TENTANDO_NOVAMENTE" | "CONCLUIDO" | "FALHOU" | "CANCELADO" | "INCERTO";
        /**
         * @description Como uma tentativa terminou, ou que ainda corre.
         * @enum {string}
         */
        "execucoes.SituacaoTentativa": "EXECUTANDO" | "VERIFICANDO" | "CONCLUIDO" | "FALHOU" | "ADIADA" | "CANCELADO" | "INCERTO" | "SEM_EFEITO" | "PERDIDA" | "TARDIA";
        /** @description Um tipo de execução. */
        "execucoes.Tipo": {
            /** @description O nome para pessoas. */
            rotulo: string;
            tipo: string;
        };
        /**
         * @description O que uma evidência é; decide como se serve.
         * @enum {string}
         */
        "execucoes.TipoDeEvidencia": "FOTO" | "PAGINA" | "ARQUIVO";
        /** @description As encerradas nas últimas 24 horas. */
        "execucoes.UltimasHoras": {
            /** Format: int64 */
            canceladas: number;
            /**
             * Format: int64
             * @description Das concluídas, quantas precisaram de mais de uma tentativa.
             */
            com_nova_tentativa: number;
            /** Format: int64 */
            concluidas: number;
            /** Format: int64 */
            falhas: number;
            /**
             * Format: int64
             * @description As que ficaram INCERTO e ainda estão.
             */
            incertas: number;
            /**
             * Format: int64
             * @description Duração do meio, em segundos; nulo se não houve.
             */
            mediana_duracao_s?: number | null;
        };
        /**
         * @description Um grupo e o que ele permite.
         * @example {
         *       "descricao": "Confere e aprova ou rejeita faturas.",
         *       "id": "0199f3a2-0000-7000-8000-000000000001",
         *       "nome": "Aprovador",
         *       "permissoes": [
         *         "execucoes.ver",
         *         "faturas.aprovar",
         *         "faturas.ver"
         *       ],
         *       "predefinido": true
         *     }
         */
        "grupos.Grupo": {
            /** @description Para quem serve. */
            descricao: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Nome, único na conta. */
            nome: string;
            /** @description Nomes das permissões. */
            permissoes: string[];
            /** @description Nasceu com a conta e não se altera. */
            predefinido: boolean;
        };
        /**
         * @description Uma permissão que um grupo pode ter.
         * @example {
         *       "descricao": "Aprovar e rejeitar faturas.",
         *       "nome": "faturas.aprovar"
         *     }
         */
        "grupos.Permissao": {
            /** @description O que ela deixa fazer. */
            descricao: string;
            /** @description Nome estável, `modulo.acao`. */
            nome: string;
        };
        /** @description O que um lote fez. */
        "lote.Desfecho": {
            /**
             * Format: int64
             * @description Quantos deram certo.
             */
            feitos: number;
            /** @description Os outros, com o motivo de cada um. */
            recusados: components["schemas"]["lote.Recusado"][];
        };
        /** @description Um registro com que não se pôde fazer. */
        "lote.Recusado": {
            /** @description Código estável do motivo. */
            codigo: string;
            /**
             * Format: uuid
             * @description O registro.
             */
            id: string;
            /** @description O motivo, para pessoas. */
            mensagem: string;
        };
        /**
         * @description O que se fez e o que não, com o porquê.
         * @example {
         *       "feitos": 41,
         *       "recusados": [
         *         {
         *           "codigo": "fora_de_hora",
         *           "id": "0199f3a2-0000-7000-8000-000000000005",
         *           "mensagem": "o processo já foi enviado"
         *         }
         *       ]
         *     }
         */
        "lote.Resposta": {
            /**
             * Format: int64
             * @description Com quantos se fez.
             */
            feitos: number;
            /** @description Com quais não, e por quê. */
            recusados: components["schemas"]["lote.Recusado"][];
        };
        /** @description Uma operadora na lista. */
        "operadoras.Item": components["schemas"]["operadoras.Operadora"] & {
            /**
             * Format: int64
             * @description Clientes ativos.
             */
            clientes_ativos: number;
            ultimo_teste?: components["schemas"]["operadoras.UltimoTeste"] | null;
        };
        /** @description Uma operadora. */
        "operadoras.Operadora": {
            /**
             * Format: date-time
             * @description Quando mudou pela última vez.
             */
            atualizado_em: string;
            /** @description `navegador:ROTEIRO` ou `api_externa`. */
            classe_rpa?: string | null;
            /** @description Código único na conta. */
            codigo: string;
            /** @description Ajustes do RPA. */
            configuracao_rpa: Record<string, never>;
            /**
             * Format: date-time
             * @description Quando foi criada.
             */
            criado_em: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Como uma pessoa entra no portal. */
            instrucoes_acesso?: string | null;
            /** @description Nome por extenso. */
            nome: string;
            /** @description Se as faturas vêm por RPA; se não, por envio manual. */
            possui_rpa: boolean;
            /** @description Se o RPA é de terceiros. */
            rpa_terceirizado: boolean;
            /** @description Se aceita clientes novos. */
            status_ativo: boolean;
            /** @description Se há token do servidor de RPA guardado. */
            tem_token_rpa: boolean;
            /** @description Endereço do servidor de RPA de terceiros. */
            url_endpoint_rpa?: string | null;
            /** @description Endereço do portal da operadora. */
            url_portal?: string | null;
            /**
             * Format: int64
             * @description A versão, também em `ETag`.
             */
            versao: number;
        };
        /** @description Os dados de uma operadora, para criar ou trocar. */
        "operadoras.Pedido": {
            /** @description `navegador:ROTEIRO` ou `api_externa`; obrigatória quando `possui_rpa`. */
            classe_rpa?: string | null;
            /** @description Código único na conta: 2 a 20 letras, algarismos ou sublinhas. Guardado em maiúsculas. */
            codigo: string;
            /** @description Ajustes do RPA: um objeto JSON. Não é lugar de segredos. */
            configuracao_rpa?: Record<string, never> | null;
            /** @description Como uma pessoa entra no portal. */
            instrucoes_acesso?: string | null;
            /** @description Nome por extenso, até 120 caracteres. */
            nome: string;
            /** @description Se as faturas vêm por RPA; se não, por envio manual. */
            possui_rpa?: boolean;
            /** @description Se o RPA é de terceiros. */
            rpa_terceirizado?: boolean;
            /** @description Token do servidor de RPA. Ausente mantém o guardado; vazio o remove. Nunca é devolvido. */
            token_rpa?: string | null;
            /** @description Endereço do servidor de RPA; obrigatório com a classe `api_externa`. */
            url_endpoint_rpa?: string | null;
            /** @description Endereço do portal da operadora. */
            url_portal?: string | null;
        };
        /** @description Como está ou como terminou um teste de acesso. */
        "operadoras.UltimoTeste": {
            /**
             * Format: date-time
             * @description Quando terminou; se não terminou, quando foi pedido.
             */
            em: string;
            /** Format: uuid */
            execucao_id: string;
            /** @description O status da execução. */
            status: string;
        };
        /** @description Com o acesso de quem testar. */
        "operadoras.testar.Pedido": {
            /**
             * Format: uuid
             * @description O cliente; sem dizer, o primeiro ativo da operadora com usuário e senha.
             */
            cliente_id?: string | null;
        };
        /** @description A execução que vai testar. */
        "operadoras.testar.Resposta": {
            /**
             * Format: uuid
             * @description Para acompanhar.
             */
            execucao_id: string;
        };
        /**
         * @description O que a pessoa muda de si.
         * @example {
         *       "nome": "Ana Maria Souza"
         *     }
         */
        "perfil.mudar.Pedido": {
            /** @description Nome, até 120 caracteres. */
            nome: string;
        };
        /**
         * @description A senha de hoje e a que a substitui.
         * @example {
         *       "atual": "uma frase inicial",
         *       "nova": "outra frase, só minha"
         *     }
         */
        "perfil.trocar_senha.Pedido": {
            /**
             * Format: password
             * @description A senha de hoje.
             */
            atual: string;
            /**
             * Format: password
             * @description A nova, de 8 a 128 caracteres.
             */
            nova: string;
        };
        /**
         * @description O segredo do link impresso no início do servidor e quem será o administrador.
         * @example {
         *       "email": "ana@crontech.example",
         *       "nome": "Ana Souza",
         *       "senha": "uma frase só minha",
         *       "token": "o-que-veio-no-link"
         *     }
         */
        "primeiro_acesso.Pedido": {
            /** @description E-mail. */
            email: string;
            /** @description Nome. */
            nome: string;
            /**
             * Format: password
             * @description Senha, de 8 a 128 caracteres.
             */
            senha: string;
            /** @description O que veio no link; vale uma vez, por 24 horas. */
            token: string;
        };
        /**
         * @description O quanto se sabe de que processo a fatura é.
         * @enum {string}
         */
        "processos.Certeza": "CERTA" | "DUVIDOSA" | "NENHUMA";
        /** @description O cliente de um processo, em resumo. */
        "processos.Cliente": {
            /** @description CNPJ sem máscara. */
            cnpj: string;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /** @description Nome no SAT. */
            nome_sat: string;
            /** @description Razão social. */
            razao_social: string;
            /** @description Serviço contratado. */
            servico: string;
            /** @description Unidade. */
            unidade: string;
        };
        /** @description Uma execução que entrou na fila. */
        "processos.Enfileirada": {
            /**
             * Format: uuid
             * @description A execução, para acompanhar.
             */
            execucao_id: string;
        };
        /** @description Os filtros da lista, para agir em tudo o que ela mostra; todos opcionais. */
        "processos.Filtro": {
            /** @description Com `true`, só o que já devia ter sido enviado. */
            atrasados?: boolean | null;
            /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
            busca?: string | null;
            /** @description Só os de última execução em falha ou incerta desta classe, como `CREDENCIAL`. */
            classe_erro?: string | null;
            /**
             * Format: uuid
             * @description Cliente.
             */
            cliente_id?: string | null;
            /** @description CNPJ do cliente, com ou sem máscara. */
            cnpj?: string | null;
            /** @description Com `true`, só os de última execução em falha ou incerta. */
            com_falha?: boolean | null;
            /**
             * Format: date
             * @description Só o que o SAT recebeu neste dia, em São Paulo.
             */
            enviados_em?: string | null;
            /** @description Mês, `AAAA-MM`. */
            mes_ano?: string | null;
            /**
             * Format: uuid
             * @description Operadora.
             */
            operadora_id?: string | null;
            /** @description Com `true`, só o que o SAT ainda não recebeu. */
            pendentes?: boolean | null;
            /** @description `VERDE`, `AMARELO` ou `VERMELHO`. */
            semaforo?: string | null;
            /** @description Situação, como `AGUARDANDO_APROVACAO`. */
            status_processo?: string | null;
            /** @description Só as faturas enviadas à mão (`true`), ou só as outras (`false`). */
            upload_manual?: boolean | null;
            /**
             * Format: date
             * @description Só o que deve vencer até este dia.
             */
            vence_ate?: string | null;
            /**
             * Format: date
             * @description Só o que deve vencer deste dia em diante.
             */
            vence_de?: string | null;
        };
        /** @description A operadora de um processo, em resumo. */
        "processos.Operadora": {
            /** @description Código. */
            codigo: string;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /** @description Nome. */
            nome: string;
        };
        /** @description Um processo. */
        "processos.Processo": {
            /**
             * Format: int64
             * @description Quantas conferências não estão OK.
             */
            alertas: number;
            /**
             * Format: uuid
             * @description Quem aprovou.
             */
            aprovado_por_usuario_id?: string | null;
            /** @description SHA-256 do PDF: o que se manda na aprovação. */
            arquivo_sha256?: string | null;
            /**
             * Format: date-time
             * @description Última mudança.
             */
            atualizado_em: string;
            /** @description Caminho do PDF no armazém. */
            caminho_s3_fatura?: string | null;
            /**
             * Format: uuid
             * @description Cliente.
             */
            cliente_id: string;
            /** @description Se nasceu da criação do mês por agendamento. */
            criado_automaticamente: boolean;
            /**
             * Format: date-time
             * @description Nascimento.
             */
            criado_em: string;
            /**
             * Format: date-time
             * @description Quando aprovou.
             */
            data_aprovacao?: string | null;
            /**
             * Format: date-time
             * @description Quando confirmou.
             */
            data_envio_sat?: string | null;
            /**
             * Format: date
             * @description Quando deve vencer: o vencimento lido; senão o dia do mês anterior; senão o último dia do mês.
             */
            data_prevista: string;
            /**
             * Format: date
             * @description Vencimento lido.
             */
            data_vencimento?: string | null;
            /**
             * Format: int64
             * @description Há quantos dias já devia ter sido enviada; 0 em dia. O que foi enviado nunca atrasa.
             */
            dias_atraso: number;
            /** @description Se o SAT confirmou. */
            enviado_para_sat: boolean;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /** @description Mês de referência, `AAAA-MM`. */
            mes_ano: string;
            /** @description Por que a última fatura foi rejeitada. */
            motivo_rejeicao?: string | null;
            /** @description Número impresso na fatura; nulo se não foi lido. */
            numero_fatura?: string | null;
            /** @description Notas. */
            observacoes?: string | null;
            /**
             * Format: uuid
             * @description Operadora.
             */
            operadora_id: string;
            /** @description Recibo do SAT. */
            protocolo_sat?: string | null;
            semaforo?: components["schemas"]["SemaforoDaFatura"] | null;
            /** @description Situação no fluxo. */
            status_processo: components["schemas"]["SituacaoDoProcesso"];
            /** @description Se a fatura foi enviada por uma pessoa. */
            upload_manual: boolean;
            /** @description Endereço do PDF nesta API; nulo sem fatura. */
            url_fatura?: string | null;
            /** @description Valor lido, decimal com ponto. */
            valor_fatura?: string | null;
            /** @description Valor da fatura do mês anterior, decimal com ponto. */
            valor_mes_anterior?: string | null;
            /**
             * Format: int64
             * @description Versão, a mesma do `ETag`.
             */
            versao: number;
        };
        /** @description De quem e de quando. */
        "processos.abrir.Pedido": {
            /**
             * Format: uuid
             * @description O cliente.
             */
            cliente_id: string;
            /** @description O mês, `AAAA-MM`. */
            mes_ano: string;
        };
        /** @description Qual mês. */
        "processos.abrir_mes.Pedido": {
            /** @description O mês, `AAAA-MM`. */
            mes_ano: string;
        };
        /** @description Quantos nasceram e quantos já existiam. */
        "processos.abrir_mes.Resposta": {
            /**
             * Format: int64
             * @description Processos que nasceram agora.
             */
            criados: number;
            /**
             * Format: int64
             * @description Clientes que já tinham o seu.
             */
            existentes: number;
        };
        /** @description O que muda; o que não vem fica como está. */
        "processos.alterar.Pedido": {
            /**
             * Format: date
             * @description O vencimento que não se leu ou se leu errado; nulo o apaga. Só em AGUARDANDO_APROVACAO.
             * @default null
             */
            data_vencimento: string | null;
            /**
             * @description As notas; nulo ou em branco as apaga.
             * @default null
             */
            observacoes: string | null;
            /**
             * @description O valor, decimal com ponto, que não se leu ou se leu errado; nulo o apaga. Só em AGUARDANDO_APROVACAO.
             * @default null
             * @example 1234.56
             */
            valor_fatura: string | null;
        };
        /** @description O formulário com a fatura. */
        "processos.anexar.Formulario": {
            /**
             * Format: binary
             * @description O PDF da fatura.
             */
            arquivo: string;
        };
        /** @description O que se aprova. */
        "processos.aprovar.Pedido": {
            /** @description Notas de quem aprova. */
            observacoes?: string | null;
            /**
             * @description O SHA-256 do arquivo que foi visto.
             * @example e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
             */
            sha256: string;
        };
        /** @description O processo aprovado. */
        "processos.aprovar.Resposta": components["schemas"]["processos.Processo"] & {
            /**
             * Format: date-time
             * @description Até quando o envio espera quem queira voltar atrás; nulo quando sai já.
             */
            desfazer_ate?: string | null;
        };
        /** @description Quais downloads. */
        "processos.baixar_mes.Pedido": {
            /** @description O mês, `AAAA-MM`. */
            mes_ano: string;
            /** @description Só destas operadoras; sem dizer, de todas. */
            operadora_ids?: string[];
        };
        /** @description O que entrou na fila. */
        "processos.baixar_mes.Resposta": {
            /**
             * Format: int64
             * @description Downloads que entraram na fila agora.
             */
            enfileirados: number;
            /**
             * Format: int64
             * @description Processos que esperam fatura mas não podem ser baixados agora: sem RPA, sem acesso, ou já na fila.
             */
            ignorados: number;
        };
        /** @description Os números que a barra lateral mostra. */
        "processos.contadores.Resposta": {
            /**
             * Format: int64
             * @description Faturas por aprovar.
             */
            aguardando_aprovacao: number;
            /**
             * Format: int64
             * @description O que já devia ter sido enviado.
             */
            atrasados: number;
            /**
             * Format: int64
             * @description Execuções que esperam alguém: incertas, paradas por uma pessoa, e falhas do mês que ninguém repetiu.
             */
            execucoes_atencao: number;
            /** @description O mês. */
            mes_ano: string;
            /**
             * Format: int64
             * @description Processos do mês.
             */
            processos: number;
        };
        /** @description Uma classe de erro. */
        "processos.falhas.Classe": {
            /** @description Código do que deu errado, como `CREDENCIAL`; nulo se a execução não disse. */
            classe_erro?: string | null;
            /**
             * Format: int64
             * @description Em quantos processos a última execução parou assim.
             */
            quantidade: number;
        };
        /** @description O que parou, junto por motivo. */
        "processos.falhas.Resposta": {
            /** @description Da classe mais comum à mais rara. */
            itens: components["schemas"]["processos.falhas.Classe"][];
        };
        /** @description Algo que aconteceu com o processo. */
        "processos.historico.Evento": {
            /** @description Nome de quem fez; nulo quando foi o sistema. */
            autor?: string | null;
            /** @description O que houve. */
            descricao: string;
            /** @description O resto que se sabe. */
            detalhes: Record<string, never>;
            /**
             * Format: uuid
             * @description A execução, quando há uma.
             */
            execucao_id?: string | null;
            /**
             * Format: date-time
             * @description Quando.
             */
            instante: string;
            /** @description De onde se sabe. */
            origem: components["schemas"]["processos.historico.Origem"];
        };
        /**
         * @description De onde se sabe de um evento.
         * @enum {string}
         */
        "processos.historico.Origem": "PROCESSO" | "EXECUCAO" | "TENTATIVA" | "DECISAO" | "EFEITO" | "AUDITORIA";
        /** @description O processo e tudo o que lhe aconteceu. */
        "processos.historico.Resposta": {
            /** @description Os eventos, do mais antigo ao mais novo. */
            eventos: components["schemas"]["processos.historico.Evento"][];
            /** @description O processo como está agora. */
            processo: components["schemas"]["processos.Processo"];
        };
        /** @description Um processo da lista. */
        "processos.listar.Item": {
            /**
             * Format: int64
             * @description Quantas conferências não estão OK.
             */
            alertas: number;
            /** @description SHA-256 do PDF: o que se manda na aprovação. */
            arquivo_sha256?: string | null;
            /**
             * Format: date-time
             * @description Última mudança.
             */
            atualizado_em: string;
            /** @description Cliente. */
            cliente: components["schemas"]["processos.Cliente"];
            /**
             * Format: date-time
             * @description Nascimento.
             */
            criado_em: string;
            /**
             * Format: date-time
             * @description Quando confirmou.
             */
            data_envio_sat?: string | null;
            /**
             * Format: date
             * @description Quando deve vencer: o vencimento lido; senão o dia do mês anterior; senão o último dia do mês.
             */
            data_prevista: string;
            /**
             * Format: date
             * @description Vencimento lido.
             */
            data_vencimento?: string | null;
            /**
             * Format: int64
             * @description Há quantos dias já devia ter sido enviada; 0 em dia. O que foi enviado nunca atrasa.
             */
            dias_atraso: number;
            /** @description Se o SAT confirmou. */
            enviado_para_sat: boolean;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /** @description Mês de referência, `AAAA-MM`. */
            mes_ano: string;
            /** @description Número impresso na fatura; nulo se não foi lido. */
            numero_fatura?: string | null;
            /** @description Operadora. */
            operadora: components["schemas"]["processos.Operadora"];
            /** @description Os passos da situação atual: o que quem perguntou pode fazer e, se não, por quê. */
            passos_possiveis: components["schemas"]["PassoPossivel"][];
            semaforo?: components["schemas"]["SemaforoDaFatura"] | null;
            /** @description Situação no fluxo. */
            status_processo: components["schemas"]["SituacaoDoProcesso"];
            ultima_execucao?: components["schemas"]["processos.listar.UltimaExecucao"] | null;
            /** @description Se a fatura foi enviada por uma pessoa. */
            upload_manual: boolean;
            /** @description Valor lido, decimal com ponto. */
            valor_fatura?: string | null;
            /** @description Valor da fatura do mês anterior, decimal com ponto. */
            valor_mes_anterior?: string | null;
        };
        /** @description Uma página da lista. */
        "processos.listar.Pagina": {
            /** @description Os itens, na ordem pedida. */
            itens: components["schemas"]["processos.listar.Item"][];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /** @description Quanto somam os valores do filtro, decimal com ponto; só com `total=true`. */
            soma?: string | null;
            /**
             * Format: int64
             * @description Quantos há no filtro; só com `total=true`.
             */
            total?: number | null;
        };
        /** @description A última execução de um processo. */
        "processos.listar.UltimaExecucao": {
            /**
             * Format: date-time
             * @description Última mudança.
             */
            atualizado_em: string;
            /** @description Código do que deu errado. */
            classe_erro?: string | null;
            /** @description O que deu errado por último. */
            detalhes_erro?: string | null;
            /**
             * Format: date-time
             * @description Antes disto não começa, ou não tenta de novo; nulo quando já anda ou terminou.
             */
            disponivel_em?: string | null;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /**
             * Format: int64
             * @description De 0 a 100, quando informado.
             */
            progresso?: number | null;
            /** @description Situação dela. */
            status: components["schemas"]["execucoes.Situacao"];
            /** @description Tipo, como `DOWNLOAD_FATURA`. */
            tipo: string;
        };
        /**
         * @description O que fazer em cada item.
         * @enum {string}
         */
        "processos.lote.Acao": "BAIXAR" | "APROVAR" | "REJEITAR" | "ENVIAR" | "CRIAR";
        /** @description Um processo do lote. */
        "processos.lote.Item": {
            /** @description O SHA-256 do arquivo que foi visto; obrigatório ao aprovar. */
            arquivo_sha256?: string | null;
            /**
             * Format: uuid
             * @description O processo.
             */
            id: string;
        };
        /** @description O que fazer, e em quê. */
        "processos.lote.Pedido": {
            /** @description A ação. */
            acao: components["schemas"]["processos.lote.Acao"];
            /** @description Ao criar: os clientes, até 500. */
            clientes?: string[];
            filtro?: components["schemas"]["processos.Filtro"] | null;
            /** @description Os processos, até 500. */
            itens?: components["schemas"]["processos.lote.Item"][];
            /** @description Ao criar: o mês, `AAAA-MM`. */
            mes_ano?: string | null;
            /** @description Ao rejeitar: o motivo. */
            motivo?: string | null;
            /** @description Ao aprovar: notas. */
            observacoes?: string | null;
        };
        /** @description O que há de uma linha em uma operadora. */
        "processos.matriz.Celula": {
            /**
             * Format: uuid
             * @description A coluna.
             */
            operadora_id: string;
            /** @description Os processos. */
            processos: components["schemas"]["processos.matriz.Processo"][];
            /** @description Clientes de quem se espera fatura e que não têm processo. */
            sem_processo: components["schemas"]["processos.matriz.SemProcesso"][];
        };
        /** @description Uma linha. */
        "processos.matriz.Linha": {
            /**
             * Format: int64
             * @description As que já deviam ter sido enviadas.
             */
            atrasadas: number;
            /** @description Uma por operadora de que se espera algo desta linha. */
            celulas: components["schemas"]["processos.matriz.Celula"][];
            /** @description O que distingue a linha das outras. */
            chave: string;
            /** @description CNPJ sem máscara. */
            cnpj: string;
            /**
             * Format: int64
             * @description As que o SAT recebeu.
             */
            enviadas: number;
            /**
             * Format: int64
             * @description Faturas que se esperam.
             */
            esperadas: number;
            /** @description Razão social. */
            razao_social: string;
            /** @description Unidade; nula em linha de empresa. */
            unidade?: string | null;
        };
        /** @description Uma coluna. */
        "processos.matriz.Operadora": {
            /** @description Código. */
            codigo: string;
            /**
             * Format: int64
             * @description As que o SAT recebeu.
             */
            enviadas: number;
            /**
             * Format: int64
             * @description Faturas que se esperam dela no mês.
             */
            esperadas: number;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /** @description Nome. */
            nome: string;
        };
        /** @description Um processo da matriz. */
        "processos.matriz.Processo": {
            /** @description SHA-256 do PDF: o que se manda na aprovação. */
            arquivo_sha256?: string | null;
            /**
             * Format: uuid
             * @description Cliente.
             */
            cliente_id: string;
            /**
             * Format: date
             * @description Quando deve vencer.
             */
            data_prevista: string;
            /**
             * Format: int64
             * @description Há quantos dias já devia ter sido enviada; 0 em dia.
             */
            dias_atraso: number;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /** @description Os passos da situação atual: o que quem perguntou pode fazer e, se não, por quê. */
            passos_possiveis: components["schemas"]["PassoPossivel"][];
            /** @description Serviço do cliente. */
            servico: string;
            /** @description Situação no fluxo. */
            status_processo: components["schemas"]["SituacaoDoProcesso"];
            ultima_execucao?: components["schemas"]["processos.listar.UltimaExecucao"] | null;
            /** @description Unidade do cliente. */
            unidade: string;
            /** @description Valor lido, decimal com ponto. */
            valor_fatura?: string | null;
            /** @description Valor do mês anterior, decimal com ponto. */
            valor_mes_anterior?: string | null;
            /**
             * Format: int64
             * @description Versão, a mesma do `ETag`.
             */
            versao: number;
        };
        /** @description O mês em linhas de empresa e colunas de operadora. */
        "processos.matriz.Resposta": {
            /** @description Se as células desta página não couberam todas: veja por unidade, ou peça menos linhas. */
            cortada: boolean;
            /** @description As linhas desta página. */
            itens: components["schemas"]["processos.matriz.Linha"][];
            /** @description O mês. */
            mes_ano: string;
            /** @description As colunas: as operadoras de que se espera algo no mês, por nome. */
            operadoras: components["schemas"]["processos.matriz.Operadora"][];
            /** @description Passe em `cursor` para a página seguinte; nulo na última. */
            proximo?: string | null;
            /** @description As somas do mês inteiro, com a busca. */
            totais: components["schemas"]["processos.matriz.Totais"];
            /**
             * Format: int64
             * @description Quantas linhas há.
             */
            total: number;
        };
        /** @description Um cliente sem processo no mês. */
        "processos.matriz.SemProcesso": {
            /**
             * Format: uuid
             * @description Cliente.
             */
            cliente_id: string;
            /** @description Serviço. */
            servico: string;
            /** @description Unidade. */
            unidade: string;
        };
        /** @description As somas do mês. */
        "processos.matriz.Totais": {
            /**
             * Format: int64
             * @description As que esperam quem aprove.
             */
            aguardando_aprovacao: number;
            /**
             * Format: int64
             * @description As que esperam download.
             */
            aguardando_download: number;
            /**
             * Format: int64
             * @description As que esperam o SAT.
             */
            aguardando_envio_sat: number;
            /**
             * Format: int64
             * @description As que já deviam ter sido enviadas.
             */
            atrasadas: number;
            /**
             * Format: int64
             * @description As que o SAT recebeu.
             */
            enviadas: number;
            /**
             * Format: int64
             * @description Faturas que se esperam: de cada cliente ativo de operadora ativa, e de cada processo que já existe.
             */
            esperadas: number;
            /**
             * Format: int64
             * @description As que ainda não têm processo.
             */
            sem_processo: number;
            /** @description Quanto somam, decimal com ponto. */
            valor: string;
        };
        /** @description Uma aprovação ou rejeição. */
        "processos.obter.Decisao": {
            /** @description O arquivo que foi visto. */
            arquivo_sha256: string;
            /**
             * Format: date-time
             * @description Quando.
             */
            criado_em: string;
            /** @description Notas, ou o motivo. */
            observacoes?: string | null;
            /** @description `APROVACAO` ou `REJEICAO`. */
            tipo: string;
            /**
             * Format: uuid
             * @description Quem decidiu.
             */
            usuario_id: string;
            /** @description Nome de quem decidiu. */
            usuario_nome?: string | null;
        };
        /** @description Um envio no livro de efeitos. */
        "processos.obter.Efeito": {
            /** @description O arquivo. */
            arquivo_sha256: string;
            /**
             * Format: date-time
             * @description Última mudança.
             */
            atualizado_em: string;
            /**
             * Format: date-time
             * @description Quando a intenção foi escrita.
             */
            criado_em: string;
            /** @description `PREPARADO`, `EM_VOO`, `CONFIRMADO`, `SEM_EFEITO` ou `INCERTO`. */
            estado: string;
            /**
             * Format: uuid
             * @description A execução.
             */
            execucao_id: string;
            /** @description A prova do desfecho. */
            prova?: Record<string, never> | null;
            /** @description A referência que o SAT guarda. */
            referencia: string;
            /** @description O recibo do SAT. */
            referencia_externa?: string | null;
            /** @description Tipo. */
            tipo: string;
        };
        /** @description Uma execução do processo. */
        "processos.obter.Execucao": {
            /** @description Código do que deu errado. */
            classe_erro?: string | null;
            /** @description RPA usado. */
            classe_rpa_utilizada?: string | null;
            /**
             * Format: date-time
             * @description Quando foi pedida.
             */
            criado_em: string;
            /**
             * Format: date-time
             * @description Fim.
             */
            data_fim?: string | null;
            /**
             * Format: date-time
             * @description Início da primeira tentativa.
             */
            data_inicio?: string | null;
            /** @description O que deu errado por último. */
            detalhes_erro?: string | null;
            /**
             * Format: uuid
             * @description Identificador.
             */
            id: string;
            /**
             * Format: int64
             * @description Tentativas já começadas.
             */
            numero_tentativa: number;
            /** @description Situação. */
            status: components["schemas"]["execucoes.Situacao"];
            /** @description Tipo. */
            tipo: string;
            /** @description Nome de quem pediu; nulo quando foi o sistema. */
            usuario_nome?: string | null;
        };
        /** @description Um processo com tudo o que o rodeia. */
        "processos.obter.Resposta": components["schemas"]["processos.Processo"] & {
            /** @description Cliente. */
            cliente: components["schemas"]["processos.Cliente"];
            /** @description Campos obrigatórios do cliente que faltam para anexar. */
            dados_faltando: string[];
            /** @description Aprovações e rejeições, da mais antiga à mais nova. */
            decisoes: components["schemas"]["processos.obter.Decisao"][];
            /** @description Envios ao SAT no livro de efeitos. */
            efeitos: components["schemas"]["processos.obter.Efeito"][];
            /** @description Execuções, da mais antiga à mais nova. */
            execucoes: components["schemas"]["processos.obter.Execucao"][];
            /** @description O que se leu da fatura (`fatura`), a cor (`semaforo`), as `conferencias` e os `dados_do_portal`. */
            leitura?: Record<string, never> | null;
            /** @description Operadora. */
            operadora: components["schemas"]["processos.Operadora"];
            /** @description O que quem perguntou pode fazer agora, e por que não o resto. */
            passos_possiveis: components["schemas"]["PassoPossivel"][];
            ultima_execucao?: components["schemas"]["processos.listar.UltimaExecucao"] | null;
        };
        /** @description O que espera quem aprove. */
        "processos.painel.Aprovacao": {
            /**
             * Format: int64
             * @description Quantos têm conferência que não está OK.
             */
            com_ressalva: number;
            /**
             * Format: int64
             * @description Quantos.
             */
            quantidade: number;
            /** @description Quanto somam. */
            valor: string;
            /**
             * Format: int64
             * @description Quantos vencem hoje.
             */
            vencem_hoje: number;
        };
        /** @description Algo que pede alguém. */
        "processos.painel.Atencao": {
            /**
             * Format: int64
             * @description Quantos.
             */
            quantidade: number;
            /** @description O quê. */
            tipo: components["schemas"]["processos.painel.TipoDeAtencao"];
        };
        /** @description Um fato recente. */
        "processos.painel.Atividade": {
            /** @description O verbo, como `processo.aprovado`. */
            acao: string;
            /** @description Motivo, protocolo, arquivo ou nota. */
            detalhe?: string | null;
            /**
             * Format: date-time
             * @description Quando.
             */
            instante: string;
            /** @description Nome da operadora. */
            operadora: string;
            /**
             * Format: uuid
             * @description Com qual processo.
             */
            processo_id: string;
            /** @description De quem. */
            razao_social: string;
            /** @description Quem; nulo quando foi o sistema. */
            usuario_nome?: string | null;
            /** @description Valor da fatura agora, decimal com ponto. */
            valor?: string | null;
        };
        /** @description Um dia do andamento. */
        "processos.painel.Dia": {
            /**
             * Format: int64
             * @description Faturas que já tinham chegado.
             */
            baixadas: number;
            /**
             * Format: date
             * @description O dia, em São Paulo.
             */
            dia: string;
            /**
             * Format: int64
             * @description Faturas que o SAT já tinha recebido.
             */
            enviadas: number;
        };
        /** @description O que o SAT recebeu. */
        "processos.painel.Enviados": {
            /**
             * Format: int64
             * @description Quantos hoje.
             */
            hoje: number;
            /**
             * Format: int64
             * @description Quantos no mês.
             */
            quantidade: number;
        };
        /** @description O que parou. */
        "processos.painel.Falhas": {
            /**
             * Format: int64
             * @description Processos de última execução em falha ou incerta.
             */
            quantidade: number;
            /**
             * Format: int64
             * @description Destes, os que não se tentam mais sozinhos.
             */
            sem_nova_tentativa: number;
        };
        /** @description O que falta enviar de uma operadora. */
        "processos.painel.PendentesDaOperadora": {
            /**
             * Format: int64
             * @description Esperam quem aprove.
             */
            aprovacao: number;
            /**
             * Format: int64
             * @description Destes, os atrasados.
             */
            atrasadas: number;
            /**
             * Format: int64
             * @description Esperam a fatura.
             */
            download: number;
            /**
             * Format: int64
             * @description Esperam o SAT.
             */
            envio: number;
            /** @description Operadora. */
            operadora: components["schemas"]["processos.Operadora"];
        };
        /** @description O que falta enviar de um cliente. */
        "processos.painel.PendentesDoCliente": {
            /**
             * Format: int64
             * @description Destes, os atrasados.
             */
            atrasadas: number;
            /** @description CNPJ sem máscara. */
            cnpj: string;
            /**
             * Format: int64
             * @description Quantos.
             */
            pendentes: number;
            /** @description Razão social. */
            razao_social: string;
        };
        /** @description O que falta enviar, por cliente. */
        "processos.painel.PendentesPorCliente": {
            /** @description Os 8 com mais. */
            itens: components["schemas"]["processos.painel.PendentesDoCliente"][];
            /**
             * Format: int64
             * @description Quantos clientes têm o que enviar.
             */
            total_clientes: number;
        };
        /** @description O que falta enviar, por operadora. */
        "processos.painel.PendentesPorOperadora": {
            /** @description As 8 com mais. */
            itens: components["schemas"]["processos.painel.PendentesDaOperadora"][];
            /**
             * Format: int64
             * @description Quantos ao todo.
             */
            total_pendentes: number;
        };
        /** @description O que há em uma situação. */
        "processos.painel.PorSituacao": {
            /**
             * Format: int64
             * @description Quantos.
             */
            quantidade: number;
            /** @description Situação. */
            status_processo: components["schemas"]["SituacaoDoProcesso"];
            /** @description Quanto somam. */
            valor: string;
        };
        /** @description O mês de relance. */
        "processos.painel.Resposta": {
            /** @description O que espera quem aprove. */
            aprovacao: components["schemas"]["processos.painel.Aprovacao"];
            /** @description O que pede alguém, do mais urgente ao menos; só o que há. */
            atencao: components["schemas"]["processos.painel.Atencao"][];
            /** @description Os 15 fatos mais novos de processos, de qualquer mês. */
            atividade: components["schemas"]["processos.painel.Atividade"][];
            /**
             * Format: int64
             * @description O que já devia ter sido enviado.
             */
            atrasados: number;
            /** @description O que o SAT recebeu. */
            enviados: components["schemas"]["processos.painel.Enviados"];
            /** @description O que parou. */
            falhas: components["schemas"]["processos.painel.Falhas"];
            /**
             * Format: date-time
             * @description Quando se contou.
             */
            gerado_em: string;
            /** @description O mês. */
            mes_ano: string;
            /** @description O que falta enviar, pelos 8 clientes com mais. */
            pendentes_por_cliente: components["schemas"]["processos.painel.PendentesPorCliente"];
            /** @description O que falta enviar, pelas 8 operadoras com mais. */
            pendentes_por_operadora: components["schemas"]["processos.painel.PendentesPorOperadora"];
            /** @description Cada situação, todas elas, na ordem do fluxo. */
            por_situacao: components["schemas"]["processos.painel.PorSituacao"][];
            /** @description O andamento do mês, dia a dia. */
            ritmo: components["schemas"]["processos.painel.Ritmo"];
            /**
             * Format: int64
             * @description Clientes ativos de operadoras ativas que ainda não têm processo no mês.
             */
            sem_processo: number;
            /**
             * Format: int64
             * @description Processos do mês.
             */
            total: number;
            /** @description Quanto somam as faturas do mês, decimal com ponto. */
            valor_apurado: string;
            /** @description Quanto somam as do mês anterior. */
            valor_mes_anterior: string;
        };
        /** @description O andamento do mês. */
        "processos.painel.Ritmo": {
            /** @description Do primeiro dia do mês até hoje, ou até a última fatura de um mês passado; somas acumuladas. */
            dias: components["schemas"]["processos.painel.Dia"][];
            /**
             * Format: int64
             * @description Quantas faturas se esperam no mês.
             */
            esperadas: number;
        };
        /**
         * @description O que pede alguém.
         * @enum {string}
         */
        "processos.painel.TipoDeAtencao": "APROVAR_VENCE_HOJE" | "AGUARDANDO_HUMANO" | "INCERTO" | "SENHA_RECUSADA" | "FALHA" | "ATRASADO" | "SEM_PROCESSO";
        /** @description Por que se rejeita. */
        "processos.rejeitar.Pedido": {
            /** @description O motivo. */
            motivo: string;
            /** @description O SHA-256 do arquivo que foi visto; sem dizer, o atual. */
            sha256?: string | null;
        };
        /** @description Quantos há em uma operadora. */
        "processos.resumo.PorOperadora": {
            /** @description Operadora. */
            operadora: components["schemas"]["processos.Operadora"];
            /** @description Quantos em cada situação, todas elas, na ordem do fluxo. */
            por_situacao: components["schemas"]["processos.resumo.PorSituacao"][];
            /**
             * Format: int64
             * @description Quantos ao todo.
             */
            total: number;
        };
        /** @description Quantos há em uma situação. */
        "processos.resumo.PorSituacao": {
            /**
             * Format: int64
             * @description Quantos.
             */
            quantidade: number;
            /** @description Situação. */
            status_processo: components["schemas"]["SituacaoDoProcesso"];
        };
        /** @description Os números de um mês. */
        "processos.resumo.Resposta": {
            /** @description O mês. */
            mes_ano: string;
            /** @description Quantos em cada operadora que tem processos no mês, por nome. */
            por_operadora: components["schemas"]["processos.resumo.PorOperadora"][];
            /** @description Quantos em cada situação, todas elas, na ordem do fluxo. */
            por_situacao: components["schemas"]["processos.resumo.PorSituacao"][];
            /**
             * Format: int64
             * @description Quantos ao todo.
             */
            total: number;
        };
        /** @description Um processo de que a fatura pode ser. */
        "processos.triar.Candidato": {
            cliente: components["schemas"]["processos.triar.Cliente"];
            mes_ano: string;
            /** @description Por que não pode; nulo quando pode. */
            motivo?: string | null;
            /** @description O que confere e o que não. */
            motivos: string[];
            operadora: components["schemas"]["processos.Operadora"];
            /**
             * Format: int32
             * @description De 0 a 100.
             */
            pontos: number;
            /** @description Se pode receber a fatura agora. */
            possivel: boolean;
            /** Format: uuid */
            processo_id: string;
            status_processo: components["schemas"]["SituacaoDoProcesso"];
        };
        /** @description O cliente do candidato. */
        "processos.triar.Cliente": {
            /** @description Sem máscara. */
            cnpj: string;
            /** Format: uuid */
            id: string;
            razao_social: string;
            servico: string;
            unidade: string;
        };
        /** @description O que se leu da fatura; nulo no que não se achou. */
        "processos.triar.Leitura": {
            /** @description CNPJ de quem paga, sem máscara. */
            cliente_cnpj?: string | null;
            /** @description `AAAA-MM`. */
            competencia?: string | null;
            /** @description Quem cobra, pelo código da arrecadação. */
            emissor_nome?: string | null;
            /** @description Número da fatura. */
            numero?: string | null;
            /** @description Decimal com ponto. */
            valor?: string | null;
            /** Format: date */
            vencimento?: string | null;
        };
        /** @description O processo que já tem o arquivo. */
        "processos.triar.Recebida": {
            mes_ano: string;
            /** Format: uuid */
            processo_id: string;
            razao_social: string;
        };
        /** @description De que processo a fatura parece ser. */
        "processos.triar.Resposta": {
            /** @description SHA-256 do arquivo. */
            arquivo_sha256: string;
            /** @description Até 8, melhores primeiro; só quem espera fatura pode recebê-la. */
            candidatos: components["schemas"]["processos.triar.Candidato"][];
            /** @description O quanto se sabe de que processo é. */
            certeza: components["schemas"]["processos.Certeza"];
            ja_recebida?: components["schemas"]["processos.triar.Recebida"] | null;
            /** @description O que se leu. */
            leitura: components["schemas"]["processos.triar.Leitura"];
            /** @description Nome com que veio. */
            nome: string;
            /** Format: int32 */
            paginas: number;
            /** Format: int64 */
            tamanho_bytes: number;
        };
        /** @description Linhas em ordem. */
        "registros.Linhas": {
            itens: components["schemas"]["registros.Resposta"][];
            /**
             * Format: int64
             * @description Passe em `desde` para continuar; nulo se por ora não há mais.
             */
            proximo?: number | null;
        };
        /**
         * @description O peso de uma linha.
         * @enum {string}
         */
        "registros.Nivel": "DEPURACAO" | "INFO" | "AVISO" | "ERRO";
        /** @description Uma linha que a execução contou. */
        "registros.Resposta": {
            /** Format: date-time */
            instante: string;
            mensagem: string;
            nivel: components["schemas"]["registros.Nivel"];
            /**
             * Format: int64
             * @description Ordem na execução, a partir de 1.
             */
            sequencia: number;
            /**
             * Format: int32
             * @description Em qual tentativa.
             */
            tentativa: number;
        };
        /** @description Um grupo do vínculo. */
        "usuarios.GrupoDoVinculo": {
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Nome. */
            nome: string;
        };
        /** @description Quem receberá acesso. */
        "usuarios.NovoUsuario": {
            /** @description E-mail. */
            email: string;
            /** @description Nome; vale só se a pessoa ainda não tem cadastro. */
            nome: string;
            /**
             * Format: password
             * @description Senha inicial, de 8 a 128 caracteres; obrigatória só se a pessoa ainda não tem cadastro.
             */
            senha?: string | null;
        };
        /**
         * @description Uma pessoa.
         * @example {
         *       "email": "ana@revenda.example",
         *       "id": "0199f3a2-0000-7000-8000-000000000003",
         *       "nome": "Ana Souza"
         *     }
         */
        "usuarios.Usuario": {
            /** @description E-mail. */
            email: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Nome. */
            nome: string;
        };
        /**
         * @description Uma pessoa com acesso à conta.
         * @example {
         *       "ativo": true,
         *       "criado_em": "2026-11-20T12:00:00Z",
         *       "email": "ana@revenda.example",
         *       "grupos": [
         *         {
         *           "id": "0199f3a2-0000-7000-8000-000000000001",
         *           "nome": "Aprovador"
         *         }
         *       ],
         *       "id": "0199f3a2-0000-7000-8000-000000000003",
         *       "nome": "Ana Souza",
         *       "vinculo_id": "0199f3a2-0000-7000-8000-000000000004"
         *     }
         */
        "usuarios.UsuarioDaConta": {
            /** @description Se o acesso vale; revogado, a pessoa não entra nesta conta. */
            ativo: boolean;
            /**
             * Format: date-time
             * @description Quando o acesso foi dado pela primeira vez.
             */
            criado_em: string;
            /** @description E-mail. */
            email: string;
            /** @description Os grupos, por nome. */
            grupos: components["schemas"]["usuarios.GrupoDoVinculo"][];
            /**
             * Format: uuid
             * @description O id da pessoa.
             */
            id: string;
            /** @description Nome. */
            nome: string;
            /**
             * Format: uuid
             * @description O id do seu vínculo com a conta.
             */
            vinculo_id: string;
        };
        /**
         * @description Quem recebe acesso e por meio de quais grupos.
         * @example {
         *       "email": "ana@revenda.example",
         *       "grupos": [
         *         "0199f3a2-0000-7000-8000-000000000001"
         *       ],
         *       "nome": "Ana Souza",
         *       "senha": "uma frase inicial"
         *     }
         */
        "usuarios.convidar.Pedido": {
            /** @description E-mail. */
            email: string;
            /** @description Ids de grupos da conta; nenhum: a pessoa entra e não vê nada. */
            grupos: string[];
            /** @description Nome; vale só se a pessoa ainda não tem cadastro. */
            nome: string;
            /**
             * Format: password
             * @description Senha inicial, de 8 a 128 caracteres; obrigatória só se a pessoa ainda não tem cadastro.
             */
            senha?: string | null;
        };
        /**
         * @description Os grupos que a pessoa passa a ter.
         * @example {
         *       "grupos": [
         *         "0199f3a2-0000-7000-8000-000000000001"
         *       ]
         *     }
         */
        "usuarios.mudar_grupos.Pedido": {
            /** @description Ids de grupos da conta; nenhum: a pessoa entra e não vê nada. */
            grupos: string[];
        };
        /**
         * @description Os filtros que uma pessoa guardou em uma tela.
         * @example {
         *       "consulta": "atrasados=true&operadora_id=0199f3a2-0000-7000-8000-000000000004",
         *       "id": "0199f3a2-0000-7000-8000-000000000007",
         *       "nome": "Atrasados da Telenova",
         *       "posicao": 1,
         *       "tela": "processos"
         *     }
         */
        "visoes.Resposta": {
            /** @description A parte do endereço depois de `?`. */
            consulta: string;
            /**
             * Format: uuid
             * @description O id.
             */
            id: string;
            /** @description Nome. */
            nome: string;
            /**
             * Format: int64
             * @description Em que lugar aparece, a partir de 1.
             */
            posicao: number;
            /** @description De qual tela. */
            tela: string;
        };
        /**
         * @description Como a visão fica.
         * @example {
         *       "consulta": "atrasados=true",
         *       "nome": "Atrasados",
         *       "posicao": 2
         *     }
         */
        "visoes.alterar.Pedido": {
            /** @description A parte do endereço depois de `?`, até 2.000 caracteres. */
            consulta: string;
            /** @description Nome, até 60 caracteres, único na tela. */
            nome: string;
            /**
             * Format: int64
             * @description Em que lugar aparece; sem dizer, onde está.
             */
            posicao?: number | null;
        };
        /**
         * @description A visão nova.
         * @example {
         *       "consulta": "atrasados=true",
         *       "nome": "Atrasados",
         *       "tela": "processos"
         *     }
         */
        "visoes.criar.Pedido": {
            /** @description A parte do endereço depois de `?`, até 2.000 caracteres. */
            consulta: string;
            /** @description Nome, até 60 caracteres, único na tela. */
            nome: string;
            /** @description De qual tela. */
            tela: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listar_agendamentos: {
        parameters: {
            query?: {
                /** @description O `proximo` da página anterior. */
                cursor?: string;
                /** @description De 1 a 200; sem dizer, 50. */
                limite?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_agendamentos.Item"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    criar_agendamento: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["agendamentos.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["agendamentos.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    prever_agendamento: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["agendamentos.PedidoDePrevia"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["agendamentos.Previa"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    buscar_agendamento: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O agendamento */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description A versão */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["agendamentos.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    alterar_agendamento: {
        parameters: {
            query?: never;
            header?: {
                /** @description O ETag recebido na leitura */
                "If-Match"?: string | null;
            };
            path: {
                /** @description O agendamento */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["agendamentos.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["agendamentos.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    excluir_agendamento: {
        parameters: {
            query?: never;
            header?: {
                /** @description O ETag recebido na leitura */
                "If-Match"?: string | null;
            };
            path: {
                /** @description O agendamento */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    disparar_agendamento: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O agendamento */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["execucoes.Aceita"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_disparos: {
        parameters: {
            query?: {
                /** @description O `proximo` da página anterior. */
                cursor?: string;
                /** @description De 1 a 200; sem dizer, 50. */
                limite?: number;
            };
            header?: never;
            path: {
                /** @description O agendamento */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_agendamentos.Disparo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_auditoria: {
        parameters: {
            query?: {
                /** @description Deste instante em diante. */
                de?: string;
                /** @description Antes deste instante. */
                ate?: string;
                /** @description Só desta pessoa. */
                usuario_id?: string;
                /** @description Só este verbo, como `processo.aprovado`. */
                acao?: string;
                /** @description Só deste tipo de registro, como `processos`. */
                entidade?: string;
                /** @description Só deste registro. */
                entidade_id?: string;
                /** @description Trecho do que se fez, de quem fez ou de sobre o que se fez, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description O `proximo` da página anterior. */
                cursor?: string;
                /** @description De 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description Se também se quer o total. */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_auditoria.Fato"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_acoes_da_auditoria: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["auditoria.Acao"][];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    exportar_auditoria: {
        parameters: {
            query?: {
                /** @description Deste instante em diante. */
                de?: string;
                /** @description Antes deste instante. */
                ate?: string;
                /** @description Só desta pessoa. */
                usuario_id?: string;
                /** @description Só este verbo, como `processo.aprovado`. */
                acao?: string;
                /** @description Só deste tipo de registro, como `processos`. */
                entidade?: string;
                /** @description Só deste registro. */
                entidade_id?: string;
                /** @description Trecho do que se fez, de quem fez ou de sobre o que se fez, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description `csv` (o padrão) ou `xlsx`. */
                formato?: "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    procurar: {
        parameters: {
            query: {
                /**
                 * @description Começos de palavras (nome, unidade), CNPJ com ou sem máscara, código ou nome da operadora, mês, ou um id
                 *     inteiro. Até 200 caracteres.
                 * @example santa aurelia
                 */
                q: string;
                /** @description Quantos de cada tipo, de 1 a 20; 6 sem dizer. */
                limite?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["busca.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_clientes: {
        parameters: {
            query?: {
                /** @description Só os desta operadora. */
                operadora_id?: string;
                /** @description Só os ativos, ou só os inativos. */
                status_ativo?: boolean;
                /** @description Só os deste CNPJ, com ou sem máscara. */
                cnpj?: string;
                /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description `razao_social` (de fábrica), `operadora`, `unidade` ou `atualizacao`; com `-` na frente, ao contrário. */
                ordem?: string;
                /** @description De onde continuar: o `proximo` da página anterior. */
                cursor?: string;
                /** @description Itens por página, de 1 a 200; 50 sem dizer. */
                limite?: number;
                /** @description Conta quantos há no filtro. */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_clientes.Cliente"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    criar_cliente: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clientes.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.Cliente"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    exportar_clientes: {
        parameters: {
            query?: {
                /** @description CSV, sem dizer. */
                formato?: "csv" | "xlsx";
                /** @description Só os desta operadora. */
                operadora_id?: string;
                /** @description Só os ativos, ou só os inativos. */
                status_ativo?: boolean;
                /** @description Só os deste CNPJ, com ou sem máscara. */
                cnpj?: string;
                /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
                busca?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    importar_clientes: {
        parameters: {
            query?: {
                /** @description Ensaio: responde o que aconteceria, sem gravar. */
                simular?: boolean;
                /** @description Quais linhas responder; todas, sem dizer. */
                somente?: "erros";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description O arquivo */
        requestBody: {
            content: {
                "multipart/form-data": number[];
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.importar.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    mudar_clientes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clientes.lote.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.lote.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    obter_cliente: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O cliente */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.Cliente"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    alterar_cliente: {
        parameters: {
            query?: never;
            header?: {
                /** @description O ETag lido */
                "If-Match"?: string | null;
            };
            path: {
                /** @description O cliente */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["clientes.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.Cliente"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    ativar_cliente: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O cliente */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.Cliente"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    desativar_cliente: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O cliente */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["clientes.Cliente"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_contas: {
        parameters: {
            query?: {
                /** @description Quantas por página, de 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description O `proximo` da página anterior. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_contas.Conta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    criar_conta: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["contas.criar.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["contas.Conta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    suspender_conta: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conta filha */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["contas.Conta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    reativar_conta: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conta filha */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["contas.Conta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    acompanhar_mudancas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_execucoes: {
        parameters: {
            query?: {
                /** @description Que parte da fila se quer ver. */
                grupo?: "atencao" | "agora" | "esperando" | "historico";
                /**
                 * @description Só nesta situação; várias, com vírgula.
                 * @example PENDENTE,ADIADA
                 */
                status?: string;
                /** @description Só deste tipo, como DOWNLOAD_FATURA. */
                tipo?: string;
                /** @description Trecho de título ou detalhe, sem distinguir acentos nem caixa; ou um id inteiro. */
                busca?: string;
                /** @description Só as que agem sobre este processo. */
                processo_id?: string;
                /** @description Pedidas deste instante em diante. */
                de?: string;
                /** @description Pedidas antes deste instante. */
                ate?: string;
                /** @description `criacao` ou `-criacao` (a mais nova primeiro, o padrão). */
                ordem?: string;
                /** @description O `proximo` da página anterior. */
                cursor?: string;
                /** @description De 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description Se também se quer o total. */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_execucoes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    exportar_execucoes: {
        parameters: {
            query?: {
                /** @description Que parte da fila se quer ver. */
                grupo?: "atencao" | "agora" | "esperando" | "historico";
                /**
                 * @description Só nesta situação; várias, com vírgula.
                 * @example PENDENTE,ADIADA
                 */
                status?: string;
                /** @description Só deste tipo, como DOWNLOAD_FATURA. */
                tipo?: string;
                /** @description Trecho de título ou detalhe, sem distinguir acentos nem caixa; ou um id inteiro. */
                busca?: string;
                /** @description Só as que agem sobre este processo. */
                processo_id?: string;
                /** @description Pedidas deste instante em diante. */
                de?: string;
                /** @description Pedidas antes deste instante. */
                ate?: string;
                /** @description `criacao` ou `-criacao` (a mais nova primeiro, o padrão). */
                ordem?: string;
                /** @description `csv` (o padrão) ou `xlsx`. */
                formato?: "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    fazer_em_lote_com_execucoes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["execucoes.PedidoEmLote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["lote.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    resumir_execucoes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["execucoes.Resumo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    buscar_execucao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["execucoes.Detalhe"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    cancelar_execucao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["execucoes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    decidir_execucao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["execucoes.PedidoDeDecisao"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["execucoes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    obter_evidencia: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução. */
                id: string;
                /** @description A evidência. */
                evidencia_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": number[];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_registros: {
        parameters: {
            query?: {
                /** @description Só as de sequência maior que esta; sem dizer, desde a primeira. */
                desde?: number;
                /** @description De 1 a 1.000; sem dizer, 200. */
                limite?: number;
            };
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["registros.Linhas"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    acompanhar_registros: {
        parameters: {
            query?: never;
            header?: {
                /** @description A última sequência recebida */
                "Last-Event-ID"?: number | null;
            };
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    exportar_registros: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    repetir_execucao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["execucoes.Aceita"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    ver_tela: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A execução */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": number[];
                };
            };
            /** @description Não há tela agora. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_grupos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_grupos.Grupo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_operadoras: {
        parameters: {
            query?: {
                /** @description Só as ativas, ou só as inativas. */
                status_ativo?: boolean;
                /** @description Trecho do nome ou do código, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description De onde continuar: o `proximo` da página anterior. */
                cursor?: string;
                /** @description Itens por página, de 1 a 200; 50 sem dizer. */
                limite?: number;
                /** @description Conta quantas há no filtro. */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_operadoras.Item"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    criar_operadora: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["operadoras.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["operadoras.Operadora"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    obter_operadora: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A operadora */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["operadoras.Operadora"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    alterar_operadora: {
        parameters: {
            query?: never;
            header?: {
                /** @description O ETag lido */
                "If-Match"?: string | null;
            };
            path: {
                /** @description A operadora */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["operadoras.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["operadoras.Operadora"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    ativar_operadora: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A operadora */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["operadoras.Operadora"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    desativar_operadora: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A operadora */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["operadoras.Operadora"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    testar_operadora: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A operadora */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["operadoras.testar.Pedido"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["operadoras.testar.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    ver_perfil: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.Usuario"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    mudar_perfil: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["perfil.mudar.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.Usuario"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    trocar_senha: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["perfil.trocar_senha.Pedido"];
            };
        };
        responses: {
            /** @description Trocada */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_permissoes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_grupos.Permissao"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    primeiro_acesso: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["primeiro_acesso.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.Usuario"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar: {
        parameters: {
            query?: {
                /** @description Mês, `AAAA-MM`. */
                mes_ano?: string;
                /** @description Situação, como `AGUARDANDO_APROVACAO`. */
                status_processo?: string;
                /** @description Operadora. */
                operadora_id?: string;
                /** @description Cliente. */
                cliente_id?: string;
                /** @description CNPJ do cliente, com ou sem máscara. */
                cnpj?: string;
                /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description Só as faturas enviadas à mão (`true`), ou só as outras (`false`). */
                upload_manual?: boolean;
                /** @description Com `true`, só o que já devia ter sido enviado. */
                atrasados?: boolean;
                /** @description Com `true`, só o que o SAT ainda não recebeu. */
                pendentes?: boolean;
                /** @description Só o que deve vencer deste dia em diante. */
                vence_de?: string;
                /** @description Só o que deve vencer até este dia. */
                vence_ate?: string;
                /** @description Com `true`, só os de última execução em falha ou incerta. */
                com_falha?: boolean;
                /** @description Só os de última execução em falha ou incerta desta classe, como `CREDENCIAL`. */
                classe_erro?: string;
                /** @description Só o que o SAT recebeu neste dia, em São Paulo. */
                enviados_em?: string;
                /** @description `VERDE`, `AMARELO` ou `VERMELHO`. */
                semaforo?: string;
                /** @description Itens por página, de 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description O `proximo` da página anterior. */
                cursor?: string;
                /**
                 * @description `criacao`, `prevista`, `vencimento`, `valor`, `cliente`, `operadora` ou `atualizacao`, com `-` na frente
                 *     para o inverso; sem dizer, `criacao`.
                 */
                ordem?: string;
                /** @description Se a resposta deve dizer quantos há ao todo no filtro, e quanto somam. */
                total?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.listar.Pagina"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    abrir: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.abrir.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Processo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    contar_processos: {
        parameters: {
            query: {
                /**
                 * @description Mês, `AAAA-MM`.
                 * @example 2026-11
                 */
                mes_ano: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.contadores.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    abrir_mes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.abrir_mes.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.abrir_mes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    baixar_mes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.baixar_mes.Pedido"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.baixar_mes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    exportar_processos: {
        parameters: {
            query?: {
                /** @description Mês, `AAAA-MM`. */
                mes_ano?: string;
                /** @description Situação, como `AGUARDANDO_APROVACAO`. */
                status_processo?: string;
                /** @description Operadora. */
                operadora_id?: string;
                /** @description Cliente. */
                cliente_id?: string;
                /** @description CNPJ do cliente, com ou sem máscara. */
                cnpj?: string;
                /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description Só as faturas enviadas à mão (`true`), ou só as outras (`false`). */
                upload_manual?: boolean;
                /** @description Com `true`, só o que já devia ter sido enviado. */
                atrasados?: boolean;
                /** @description Com `true`, só o que o SAT ainda não recebeu. */
                pendentes?: boolean;
                /** @description Só o que deve vencer deste dia em diante. */
                vence_de?: string;
                /** @description Só o que deve vencer até este dia. */
                vence_ate?: string;
                /** @description Com `true`, só os de última execução em falha ou incerta. */
                com_falha?: boolean;
                /** @description Só os de última execução em falha ou incerta desta classe, como `CREDENCIAL`. */
                classe_erro?: string;
                /** @description Só o que o SAT recebeu neste dia, em São Paulo. */
                enviados_em?: string;
                /** @description `VERDE`, `AMARELO` ou `VERMELHO`. */
                semaforo?: string;
                /** @description `csv` (o padrão) ou `xlsx`. */
                formato?: "csv" | "xlsx";
                /** @description A mesma da lista. */
                ordem?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A planilha. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    contar_falhas: {
        parameters: {
            query?: {
                /** @description Mês, `AAAA-MM`. */
                mes_ano?: string;
                /** @description Situação, como `AGUARDANDO_APROVACAO`. */
                status_processo?: string;
                /** @description Operadora. */
                operadora_id?: string;
                /** @description Cliente. */
                cliente_id?: string;
                /** @description CNPJ do cliente, com ou sem máscara. */
                cnpj?: string;
                /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description Só as faturas enviadas à mão (`true`), ou só as outras (`false`). */
                upload_manual?: boolean;
                /** @description Com `true`, só o que já devia ter sido enviado. */
                atrasados?: boolean;
                /** @description Com `true`, só o que o SAT ainda não recebeu. */
                pendentes?: boolean;
                /** @description Só o que deve vencer deste dia em diante. */
                vence_de?: string;
                /** @description Só o que deve vencer até este dia. */
                vence_ate?: string;
                /** @description Com `true`, só os de última execução em falha ou incerta. */
                com_falha?: boolean;
                /** @description Só os de última execução em falha ou incerta desta classe, como `CREDENCIAL`. */
                classe_erro?: string;
                /** @description Só o que o SAT recebeu neste dia, em São Paulo. */
                enviados_em?: string;
                /** @description `VERDE`, `AMARELO` ou `VERMELHO`. */
                semaforo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.falhas.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    agir_em_processos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.lote.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["lote.Desfecho"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    mostrar_matriz: {
        parameters: {
            query: {
                /**
                 * @description Mês, `AAAA-MM`.
                 * @example 2026-11
                 */
                mes_ano: string;
                /** @description O que é uma linha: a empresa (`operadora`, o padrão) ou a unidade dela (`unidade`). */
                por?: "operadora" | "unidade";
                /** @description Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa. */
                busca?: string;
                /** @description Só estas linhas. */
                so?: "pendentes" | "atrasados" | "faltando" | "aprovacao" | "completas";
                /** @description Ordem das linhas; sem dizer, `atencao`. */
                ordem?: "atencao" | "nome";
                /** @description Linhas por página, de 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description O `proximo` da página anterior. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.matriz.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    mostrar_painel: {
        parameters: {
            query: {
                /**
                 * @description Mês, `AAAA-MM`.
                 * @example 2026-11
                 */
                mes_ano: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.painel.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    resumir: {
        parameters: {
            query: {
                /**
                 * @description Mês, `AAAA-MM`.
                 * @example 2026-11
                 */
                mes_ano: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.resumo.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    triar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["processos.anexar.Formulario"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.triar.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O arquivo passa do limite. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    obter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.obter.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    alterar_processo: {
        parameters: {
            query?: never;
            header?: {
                /** @description O `ETag` da leitura. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.alterar.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Processo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O processo mudou depois de lido. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    aprovar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.aprovar.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.aprovar.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    desfazer_aprovacao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Processo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    auditoria_do_processo: {
        parameters: {
            query?: {
                /** @description O `proximo` da página anterior. */
                cursor?: string;
                /** @description De 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description Se também se quer o total. */
                total?: boolean;
            };
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_auditoria.Fato"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    baixar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Enfileirada"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    enviar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Enfileirada"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    obter_fatura: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    anexar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["processos.anexar.Formulario"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Processo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O arquivo passa do limite. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    exportar: {
        parameters: {
            query?: {
                /** @description `json` (o padrão) ou `csv`. */
                formato?: string;
            };
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description O histórico, em JSON ou CSV. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.historico.Resposta"];
                    "text/csv": string;
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    rejeitar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description O processo. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["processos.rejeitar.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["processos.Processo"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    ver_sessao: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entrada.Identidade"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    abrir_sessao: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["entrada.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entrada.Identidade"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Tentativas demais; espere o tempo de Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    encerrar_esta_sessao: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Encerrada */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    trocar_conta: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["entrada.trocar_conta.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entrada.Identidade"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_sessoes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_entrada.Sessao"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    encerrar_sessao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A sessão */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Encerrada */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_usuarios: {
        parameters: {
            query?: {
                /** @description Quantos por página, de 1 a 200; sem dizer, 50. */
                limite?: number;
                /** @description O `proximo` da página anterior. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaHttp_usuarios.UsuarioDaConta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    convidar_usuario: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["usuarios.convidar.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.UsuarioDaConta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    mudar_grupos_do_usuario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A pessoa, pelo id do usuário */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["usuarios.mudar_grupos.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.UsuarioDaConta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    revogar_acesso: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A pessoa, pelo id do usuário */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.UsuarioDaConta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    reativar_acesso: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A pessoa, pelo id do usuário */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["usuarios.UsuarioDaConta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    listar_visoes: {
        parameters: {
            query: {
                /**
                 * @description A tela.
                 * @example processos
                 */
                tela: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["visoes.Resposta"][];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    criar_visao: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["visoes.criar.Pedido"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["visoes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    alterar_visao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visão */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["visoes.alterar.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["visoes.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    excluir_visao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visão */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Excluída. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["entrada.Pedido"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["auth.login.Resposta"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Tentativas demais; espere o tempo de Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    auth_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["entrada.Identidade"];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vivo"];
                };
            };
        };
    };
    saude: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parte"][];
                };
            };
            /** @description Sem sessão nem token válidos. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Falta a permissão. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Não existe nesta conta. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description O estado atual não permite, ou outra pessoa chegou antes. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
            /** @description Campos recusados; nada foi gravado. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /** @description Campos recusados, quando é o caso. */
                        campos?: components["schemas"]["ProblemaDeCampo"][];
                        /** @description Código estável, para máquinas. */
                        codigo: string;
                        /** @description O que aconteceu, para pessoas. */
                        detail: string;
                        /** @description O que fazer. */
                        remedio?: string | null;
                        /**
                         * Format: int32
                         * @description O status HTTP.
                         */
                        status: number;
                        /** @description Resumo do status. */
                        title: string;
                        /** @description Sempre `about:blank`: quem distingue é `codigo`. */
                        type: string;
                    };
                };
            };
        };
    };
}
