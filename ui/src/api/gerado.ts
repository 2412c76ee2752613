// Gerado de openapi.json por `npm run api`. Não edite à mão.

export interface paths {
    "/api/v1/sessao": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quem está na sessão */
        get: operations["ler_sessao"];
        put?: never;
        /** Abre a sessão */
        post: operations["entrar"];
        /** Encerra a sessão */
        delete: operations["sair"];
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
        /** Operadoras da conta */
        get: operations["listar_operadoras"];
        put?: never;
        post?: never;
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
        /** Processos, filtrados */
        get: operations["listar_processos"];
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
        /** Cria os processos do mês */
        post: operations["criar_processos_do_mes"];
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
        /** Um processo */
        get: operations["ler_processo"];
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
        /** Põe o download na fila */
        post: operations["baixar_fatura"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        /** Aprova a fatura mostrada */
        post: operations["aprovar_processo"];
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
        /** Rejeita a fatura */
        post: operations["rejeitar_processo"];
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
        /** Uma execução */
        get: operations["ler_execucao"];
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
        /** Registros ao vivo (SSE) */
        get: operations["seguir_registros"];
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
        /** Executa de novo */
        post: operations["repetir_execucao"];
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
        /** @enum {string} */
        StatusProcesso: "AGUARDANDO_DOWNLOAD" | "AGUARDANDO_APROVACAO" | "AGUARDANDO_ENVIO_SAT" | "UPLOAD_REALIZADO";
        /** @enum {string} */
        StatusExecucao: "PENDENTE" | "ADIADA" | "EXECUTANDO" | "AGUARDANDO_HUMANO" | "TENTANDO_NOVAMENTE" | "CONCLUIDO" | "FALHOU" | "CANCELADO" | "INCERTO";
        /** @enum {string} */
        TipoExecucao: "DOWNLOAD_FATURA" | "UPLOAD_SAT" | "UPLOAD_MANUAL";
        /** @enum {string} */
        NivelRegistro: "DEPURACAO" | "INFO" | "AVISO" | "ERRO";
        Problema: {
            type: string;
            title: string;
            status: number;
            detail: string;
            codigo: string;
            remedio?: string;
            campos?: components["schemas"]["ProblemaDeCampo"][];
        };
        ProblemaDeCampo: {
            campo: string;
            codigo: string;
            mensagem: string;
        };
        PedidoEntrar: {
            email: string;
            senha: string;
        };
        Sessao: {
            usuario: {
                /** Format: uuid */
                id: string;
                nome: string;
                email: string;
            };
            conta: {
                /** Format: uuid */
                id: string;
                nome: string;
            };
            permissoes: string[];
        };
        Operadora: {
            /** Format: uuid */
            id: string;
            nome: string;
            codigo: string;
            status_ativo: boolean;
        };
        PaginaOperadoras: {
            itens: components["schemas"]["Operadora"][];
            proximo: string | null;
            /** Format: int64 */
            total: number | null;
        };
        Processo: {
            /** Format: uuid */
            id: string;
            mes_ano: string;
            status_processo: components["schemas"]["StatusProcesso"];
            cliente: {
                /** Format: uuid */
                id: string;
                razao_social: string;
                nome_sat: string;
                cnpj: string;
                unidade: string;
                servico: string;
            };
            operadora: {
                /** Format: uuid */
                id: string;
                nome: string;
                codigo: string;
            };
            valor_fatura: string | null;
            /** Format: date */
            data_vencimento: string | null;
            upload_manual: boolean;
            enviado_para_sat: boolean;
            /** Format: date-time */
            data_envio_sat: string | null;
            /** Format: date-time */
            criado_em: string;
            /** Format: date-time */
            atualizado_em: string;
            ultima_execucao: null | components["schemas"]["ResumoExecucao"];
            passos_possiveis: components["schemas"]["PassoPossivel"][];
        };
        ResumoExecucao: {
            /** Format: uuid */
            id: string;
            tipo: components["schemas"]["TipoExecucao"];
            status: components["schemas"]["StatusExecucao"];
            /** Format: date-time */
            atualizado_em: string;
        };
        PassoPossivel: {
            passo: string;
            possivel: boolean;
            motivo: string | null;
        };
        PaginaProcessos: {
            itens: components["schemas"]["Processo"][];
            proximo: string | null;
            /** Format: int64 */
            total: number | null;
        };
        PedidoProcessosDoMes: {
            mes_ano: string;
        };
        ProcessosDoMes: {
            /** Format: int64 */
            criados: number;
            /** Format: int64 */
            existentes: number;
        };
        ExecucaoIniciada: {
            /** Format: uuid */
            execucao_id: string;
        };
        PedidoAprovar: {
            sha256: string;
            observacoes?: string | null;
        };
        PedidoRejeitar: {
            motivo: string;
        };
        /** @enum {string} */
        StatusTentativa: "EXECUTANDO" | "VERIFICANDO" | "CONCLUIDO" | "FALHOU" | "ADIADA" | "CANCELADO" | "INCERTO" | "SEM_EFEITO" | "PERDIDA" | "TARDIA";
        Tentativa: {
            /** Format: int64 */
            numero: number;
            status: components["schemas"]["StatusTentativa"];
            /** Format: date-time */
            data_inicio: string | null;
            /** Format: date-time */
            data_fim: string | null;
            detalhes_erro: string | null;
        };
        Execucao: {
            /** Format: uuid */
            id: string;
            tipo: components["schemas"]["TipoExecucao"];
            status: components["schemas"]["StatusExecucao"];
            classe_rpa_utilizada: string | null;
            /** Format: int64 */
            numero_tentativa: number;
            /** Format: date-time */
            data_inicio: string | null;
            /** Format: date-time */
            data_fim: string | null;
            detalhes_erro: string | null;
            /** Format: uuid */
            processo_id: string | null;
            tentativas: components["schemas"]["Tentativa"][];
        };
        Registro: {
            /** Format: int64 */
            sequencia: number;
            /** Format: date-time */
            instante: string;
            nivel: components["schemas"]["NivelRegistro"];
            mensagem: string;
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
    ler_sessao: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessao"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    entrar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PedidoEntrar"];
            };
        };
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessao"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    sair: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    listar_operadoras: {
        parameters: {
            query?: {
                limite?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaOperadoras"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    listar_processos: {
        parameters: {
            query?: {
                mes_ano?: string;
                status_processo?: components["schemas"]["StatusProcesso"];
                operadora_id?: string;
                busca?: string;
                limite?: number;
                cursor?: string;
                total?: boolean;
                ordem?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginaProcessos"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    criar_processos_do_mes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PedidoProcessosDoMes"];
            };
        };
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessosDoMes"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    ler_processo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Processo"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    baixar_fatura: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecucaoIniciada"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    aprovar_processo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PedidoAprovar"];
            };
        };
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Processo"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    rejeitar_processo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PedidoRejeitar"];
            };
        };
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Processo"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    ler_execucao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execucao"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    seguir_registros: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
    repetir_execucao: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Feito */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecucaoIniciada"];
                };
            };
            /** @description Erro */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problema"];
                };
            };
        };
    };
}
