-- Contas, pessoas e o acesso de umas às outras.

CREATE TABLE contas (
    id            BLOB PRIMARY KEY,
    nome          TEXT NOT NULL,
    conta_pai_id  BLOB REFERENCES contas (id),
    ativa         INTEGER NOT NULL,
    criado_em     INTEGER NOT NULL,
    atualizado_em INTEGER NOT NULL
) STRICT;
CREATE INDEX contas_pai ON contas (conta_pai_id, nome);

-- Global na plataforma: um usuário não pertence a conta alguma.
CREATE TABLE usuarios (
    id            BLOB PRIMARY KEY,
    nome          TEXT NOT NULL,
    -- Em minúsculas e sem espaços nas pontas.
    email         TEXT NOT NULL UNIQUE,
    -- PHC: argon2id; bcrypt de sistemas antigos até a próxima entrada.
    senha_hash    TEXT NOT NULL,
    -- Sessões e tokens mais velhos que isto não valem.
    senha_mudou_em INTEGER,
    ativo         INTEGER NOT NULL,
    ultimo_acesso INTEGER,
    criado_em     INTEGER NOT NULL,
    atualizado_em INTEGER NOT NULL
) STRICT;

CREATE TABLE grupos (
    id            BLOB PRIMARY KEY,
    conta_id      BLOB NOT NULL REFERENCES contas (id),
    nome          TEXT NOT NULL,
    descricao     TEXT NOT NULL,
    -- Os predefinidos nascem com a conta e não se alteram.
    predefinido   INTEGER NOT NULL,
    criado_em     INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, nome)
) STRICT;

CREATE TABLE grupo_permissoes (
    conta_id  BLOB NOT NULL,
    grupo_id  BLOB NOT NULL,
    permissao TEXT NOT NULL,
    PRIMARY KEY (grupo_id, permissao),
    FOREIGN KEY (conta_id, grupo_id) REFERENCES grupos (conta_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE vinculos (
    id            BLOB PRIMARY KEY,
    conta_id      BLOB NOT NULL REFERENCES contas (id),
    usuario_id    BLOB NOT NULL REFERENCES usuarios (id),
    ativo         INTEGER NOT NULL,
    criado_em     INTEGER NOT NULL,
    atualizado_em INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, usuario_id)
) STRICT;
CREATE INDEX vinculos_usuario ON vinculos (usuario_id);

CREATE TABLE vinculo_grupos (
    conta_id   BLOB NOT NULL,
    vinculo_id BLOB NOT NULL,
    grupo_id   BLOB NOT NULL,
    PRIMARY KEY (vinculo_id, grupo_id),
    FOREIGN KEY (conta_id, vinculo_id) REFERENCES vinculos (conta_id, id) ON DELETE CASCADE,
    FOREIGN KEY (conta_id, grupo_id) REFERENCES grupos (conta_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE sessoes (
    id           BLOB PRIMARY KEY,
    -- SHA-256 do segredo que está no cookie: quem lê o banco não entra.
    token_sha256 BLOB NOT NULL UNIQUE,
    usuario_id   BLOB NOT NULL REFERENCES usuarios (id),
    conta_id     BLOB NOT NULL REFERENCES contas (id),
    criado_em    INTEGER NOT NULL,
    visto_em     INTEGER NOT NULL,
    expira_em    INTEGER NOT NULL,
    ip           TEXT,
    user_agent   TEXT,
    revogada_em  INTEGER
) STRICT;
CREATE INDEX sessoes_usuario ON sessoes (usuario_id);
CREATE INDEX sessoes_expira ON sessoes (expira_em);

-- Freio de adivinhação de senhas: por e-mail e por endereço.
CREATE TABLE freios_de_entrada (
    chave         TEXT PRIMARY KEY,
    falhas        INTEGER NOT NULL,
    primeira_em   INTEGER NOT NULL,
    bloqueado_ate INTEGER
) STRICT;

-- Link de uso único, como o que cria o primeiro administrador.
CREATE TABLE links_unicos (
    token_sha256 BLOB PRIMARY KEY,
    finalidade   TEXT NOT NULL,
    conta_id     BLOB NOT NULL REFERENCES contas (id),
    expira_em    INTEGER NOT NULL,
    usado_em     INTEGER,
    criado_em    INTEGER NOT NULL
) STRICT;
