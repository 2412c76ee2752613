-- Operadoras, clientes, os processos de cada mês e o que se decidiu e enviou.

CREATE TABLE operadoras (
    id               BLOB PRIMARY KEY,
    conta_id         BLOB NOT NULL REFERENCES contas (id),
    nome             TEXT NOT NULL,
    codigo           TEXT NOT NULL,
    possui_rpa       INTEGER NOT NULL,
    rpa_terceirizado INTEGER NOT NULL,
    url_endpoint_rpa TEXT,
    url_portal       TEXT,
    instrucoes_acesso TEXT,
    status_ativo     INTEGER NOT NULL,
    configuracao_rpa TEXT NOT NULL,
    -- Motorista e roteiro, como `navegador:EMB` ou `api_externa`.
    classe_rpa       TEXT,
    -- Token da API externa, cifrado.
    token_rpa        BLOB,
    versao           INTEGER NOT NULL,
    criado_em        INTEGER NOT NULL,
    atualizado_em    INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, codigo)
) STRICT;

CREATE TABLE clientes (
    id            BLOB PRIMARY KEY,
    conta_id      BLOB NOT NULL,
    operadora_id  BLOB NOT NULL,
    hash_unico    TEXT NOT NULL,
    razao_social  TEXT NOT NULL,
    nome_sat      TEXT NOT NULL,
    -- 14 caracteres, alfanumérico desde julho de 2026: nunca número.
    cnpj          TEXT NOT NULL,
    filtro        TEXT NOT NULL,
    servico       TEXT NOT NULL,
    dados_sat     TEXT NOT NULL,
    unidade       TEXT NOT NULL,
    site_emissao  TEXT,
    login_portal  TEXT,
    senha_portal  BLOB,
    cpf           TEXT,
    status_ativo  INTEGER NOT NULL,
    -- Razão social, nome no SAT, CNPJ e unidade normalizados, para busca.
    busca         TEXT NOT NULL,
    versao        INTEGER NOT NULL,
    criado_em     INTEGER NOT NULL,
    atualizado_em INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, hash_unico),
    UNIQUE (conta_id, cnpj, operadora_id, unidade, servico),
    FOREIGN KEY (conta_id, operadora_id) REFERENCES operadoras (conta_id, id)
) STRICT;
CREATE INDEX clientes_lista ON clientes (conta_id, razao_social, id);
CREATE INDEX clientes_operadora ON clientes (conta_id, operadora_id);

CREATE TABLE processos (
    id                      BLOB PRIMARY KEY,
    conta_id                BLOB NOT NULL,
    cliente_id              BLOB NOT NULL,
    operadora_id            BLOB NOT NULL,
    mes_ano                 TEXT NOT NULL,
    status_processo         TEXT NOT NULL,
    url_fatura              TEXT,
    caminho_s3_fatura       TEXT,
    arquivo_sha256          TEXT,
    data_vencimento         TEXT,
    -- Em centavos.
    valor_fatura            INTEGER,
    aprovado_por_usuario_id BLOB,
    data_aprovacao          INTEGER,
    enviado_para_sat        INTEGER NOT NULL,
    data_envio_sat          INTEGER,
    protocolo_sat           TEXT,
    upload_manual           INTEGER NOT NULL,
    criado_automaticamente  INTEGER NOT NULL,
    motivo_rejeicao         TEXT,
    observacoes             TEXT,
    versao                  INTEGER NOT NULL,
    criado_em               INTEGER NOT NULL,
    atualizado_em           INTEGER NOT NULL,
    -- O que se leu da fatura e as conferências, para quem aprova. É longa: fica depois das colunas que as listas leem.
    leitura                 TEXT,
    UNIQUE (conta_id, id),
    UNIQUE (cliente_id, mes_ano),
    FOREIGN KEY (conta_id, cliente_id) REFERENCES clientes (conta_id, id),
    FOREIGN KEY (conta_id, operadora_id) REFERENCES operadoras (conta_id, id)
) STRICT;
CREATE INDEX processos_mes ON processos (conta_id, mes_ano, status_processo, operadora_id, id);
CREATE INDEX processos_operadora ON processos (conta_id, mes_ano, operadora_id, id);
CREATE INDEX processos_status ON processos (conta_id, status_processo, id);
-- As listas de um mês saem já na ordem de criação, sem ordenar.
CREATE INDEX processos_mes_lista ON processos (conta_id, mes_ano, id);
CREATE INDEX processos_mes_status ON processos (conta_id, mes_ano, status_processo, id);

-- Aprovações e rejeições, com autor, hora e o arquivo que foi visto.
CREATE TABLE decisoes (
    id             BLOB PRIMARY KEY,
    conta_id       BLOB NOT NULL,
    processo_id    BLOB NOT NULL,
    -- APROVACAO ou REJEICAO.
    tipo           TEXT NOT NULL,
    arquivo_sha256 TEXT NOT NULL,
    observacoes    TEXT,
    usuario_id     BLOB NOT NULL,
    criado_em      INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    FOREIGN KEY (conta_id, processo_id) REFERENCES processos (conta_id, id)
) STRICT;
CREATE INDEX decisoes_processo ON decisoes (conta_id, processo_id, criado_em);

-- Livro dos efeitos externos irreversíveis: a intenção antes, o recibo depois.
CREATE TABLE efeitos (
    id                 BLOB PRIMARY KEY,
    conta_id           BLOB NOT NULL,
    processo_id        BLOB NOT NULL,
    execucao_id        BLOB NOT NULL,
    tipo               TEXT NOT NULL,
    -- PREPARADO, EM_VOO, CONFIRMADO, SEM_EFEITO ou INCERTO.
    estado             TEXT NOT NULL,
    -- O que o outro lado guarda para reconhecer o envio.
    referencia         TEXT NOT NULL,
    arquivo_sha256     TEXT NOT NULL,
    referencia_externa TEXT,
    prova              TEXT,
    criado_em          INTEGER NOT NULL,
    atualizado_em      INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    FOREIGN KEY (conta_id, processo_id) REFERENCES processos (conta_id, id)
) STRICT;
CREATE UNIQUE INDEX efeitos_vivos ON efeitos (processo_id, tipo) WHERE estado <> 'SEM_EFEITO';
CREATE INDEX efeitos_processo ON efeitos (conta_id, processo_id, criado_em);
