-- Contas, pessoas e o acesso de umas às outras.

CREATE TABLE contas (
    id            UUID PRIMARY KEY,
    nome          TEXT NOT NULL,
    conta_pai_id  UUID REFERENCES contas (id),
    ativa         BOOLEAN NOT NULL,
    criado_em     TIMESTAMPTZ NOT NULL,
    atualizado_em TIMESTAMPTZ NOT NULL
);
CREATE INDEX contas_pai ON contas (conta_pai_id, nome);

-- Global na plataforma: um usuário não pertence a conta alguma.
CREATE TABLE usuarios (
    id            UUID PRIMARY KEY,
    nome          TEXT NOT NULL,
    -- Em minúsculas e sem espaços nas pontas.
    email         TEXT NOT NULL UNIQUE,
    -- PHC: argon2id; bcrypt de sistemas antigos até a próxima entrada.
    senha_hash    TEXT NOT NULL,
    -- Sessões e tokens mais velhos que isto não valem.
    senha_mudou_em TIMESTAMPTZ,
    ativo         BOOLEAN NOT NULL,
    ultimo_acesso TIMESTAMPTZ,
    criado_em     TIMESTAMPTZ NOT NULL,
    atualizado_em TIMESTAMPTZ NOT NULL
);

CREATE TABLE grupos (
    id            UUID PRIMARY KEY,
    conta_id      UUID NOT NULL REFERENCES contas (id),
    nome          TEXT NOT NULL,
    descricao     TEXT NOT NULL,
    -- Os predefinidos nascem com a conta e não se alteram.
    predefinido   BOOLEAN NOT NULL,
    criado_em     TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, nome)
);

CREATE TABLE grupo_permissoes (
    conta_id  UUID NOT NULL,
    grupo_id  UUID NOT NULL,
    permissao TEXT NOT NULL,
    PRIMARY KEY (grupo_id, permissao),
    FOREIGN KEY (conta_id, grupo_id) REFERENCES grupos (conta_id, id) ON DELETE CASCADE
);

CREATE TABLE vinculos (
    id            UUID PRIMARY KEY,
    conta_id      UUID NOT NULL REFERENCES contas (id),
    usuario_id    UUID NOT NULL REFERENCES usuarios (id),
    ativo         BOOLEAN NOT NULL,
    criado_em     TIMESTAMPTZ NOT NULL,
    atualizado_em TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    UNIQUE (conta_id, usuario_id)
);
CREATE INDEX vinculos_usuario ON vinculos (usuario_id);

CREATE TABLE vinculo_grupos (
    conta_id   UUID NOT NULL,
    vinculo_id UUID NOT NULL,
    grupo_id   UUID NOT NULL,
    PRIMARY KEY (vinculo_id, grupo_id),
    FOREIGN KEY (conta_id, vinculo_id) REFERENCES vinculos (conta_id, id) ON DELETE CASCADE,
    FOREIGN KEY (conta_id, grupo_id) REFERENCES grupos (conta_id, id) ON DELETE CASCADE
);

CREATE TABLE sessoes (
    id           UUID PRIMARY KEY,
    -- SHA-256 do segredo que está no cookie: quem lê o banco não entra.
    token_sha256 BYTEA NOT NULL UNIQUE,
    usuario_id   UUID NOT NULL REFERENCES usuarios (id),
    conta_id     UUID NOT NULL REFERENCES contas (id),
    criado_em    TIMESTAMPTZ NOT NULL,
    visto_em     TIMESTAMPTZ NOT NULL,
    expira_em    TIMESTAMPTZ NOT NULL,
    ip           TEXT,
    user_agent   TEXT,
    revogada_em  TIMESTAMPTZ
);
CREATE INDEX sessoes_usuario ON sessoes (usuario_id);
CREATE INDEX sessoes_expira ON sessoes (expira_em);

-- Freio de adivinhação de senhas: por e-mail e por endereço.
CREATE TABLE freios_de_entrada (
    chave         TEXT PRIMARY KEY,
    falhas        BIGINT NOT NULL,
    primeira_em   TIMESTAMPTZ NOT NULL,
    bloqueado_ate TIMESTAMPTZ
);

-- Link de uso único, como o que cria o primeiro administrador.
CREATE TABLE links_unicos (
    token_sha256 BYTEA PRIMARY KEY,
    finalidade   TEXT NOT NULL,
    conta_id     UUID NOT NULL REFERENCES contas (id),
    expira_em    TIMESTAMPTZ NOT NULL,
    usado_em     TIMESTAMPTZ,
    criado_em    TIMESTAMPTZ NOT NULL
);

-- Segunda parede entre contas: sem contexto não há linhas, nem para o dono das tabelas.
ALTER TABLE grupos ENABLE ROW LEVEL SECURITY;
ALTER TABLE grupos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON grupos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE grupo_permissoes ENABLE ROW LEVEL SECURITY;
ALTER TABLE grupo_permissoes FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON grupo_permissoes USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE vinculos ENABLE ROW LEVEL SECURITY;
ALTER TABLE vinculos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON vinculos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE vinculo_grupos ENABLE ROW LEVEL SECURITY;
ALTER TABLE vinculo_grupos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON vinculo_grupos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE sessoes ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessoes FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON sessoes USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE links_unicos ENABLE ROW LEVEL SECURITY;
ALTER TABLE links_unicos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON links_unicos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
