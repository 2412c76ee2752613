-- A busca global e o que cada tentativa deixou para ver depois.

-- Atravessa contas: preenche as palavras de todos os clientes.
SELECT set_config('app.sistema', 'sim', true);

-- As palavras de cada cliente (razão social, nome no SAT, unidade, CNPJ), normalizadas: quem procura pelo começo
-- de uma palavra lê só a faixa dela, sem varrer a conta. Na ordem dos bytes ("C"), a faixa usa o índice mesmo
-- com segurança por linha, que não deixa `LIKE` nem trigramas passarem à frente da política.
CREATE TABLE clientes_termos (
    conta_id   UUID NOT NULL,
    termo      TEXT COLLATE "C" NOT NULL,
    cliente_id UUID NOT NULL,
    PRIMARY KEY (conta_id, termo, cliente_id),
    FOREIGN KEY (conta_id, cliente_id) REFERENCES clientes (conta_id, id)
);

INSERT INTO clientes_termos (conta_id, termo, cliente_id)
    SELECT DISTINCT c.conta_id, substr(t.termo, 1, 40), c.id
    FROM clientes c
    CROSS JOIN LATERAL regexp_split_to_table(
        -- Sem o CNPJ com máscara, que seria quebrado em números soltos.
        replace(c.busca, substr(c.cnpj, 1, 2) || '.' || substr(c.cnpj, 3, 3) || '.' || substr(c.cnpj, 6, 3) || '/'
            || substr(c.cnpj, 9, 4) || '-' || substr(c.cnpj, 13, 2), ''),
        '[^[:alnum:]]+') AS t (termo)
    WHERE t.termo <> '';

-- As ordens da lista de clientes, e quantos ativos cada operadora tem.
CREATE INDEX clientes_unidade ON clientes (conta_id, unidade, id);
CREATE INDEX clientes_atualizacao ON clientes (conta_id, atualizado_em, id);
CREATE INDEX clientes_ativos ON clientes (conta_id, operadora_id) WHERE status_ativo;

-- O que uma tentativa deixou para ver depois: fotos da tela, páginas e arquivos, guardados no armazém.
CREATE TABLE evidencias (
    id            UUID PRIMARY KEY,
    conta_id      UUID NOT NULL,
    execucao_id   UUID NOT NULL,
    -- A tentativa, pela ficha da reserva dela.
    ficha         BIGINT NOT NULL,
    nome          TEXT NOT NULL,
    -- FOTO, PAGINA ou ARQUIVO.
    tipo          TEXT NOT NULL,
    -- Onde a execução estava.
    passo         TEXT,
    arquivo_sha256 TEXT NOT NULL,
    tamanho_bytes BIGINT NOT NULL,
    criado_em     TIMESTAMPTZ NOT NULL,
    UNIQUE (conta_id, id),
    FOREIGN KEY (conta_id, execucao_id) REFERENCES execucoes (conta_id, id)
);
CREATE INDEX evidencias_execucao ON evidencias (conta_id, execucao_id, ficha, id);

-- Segunda parede entre contas: sem contexto não há linhas, nem para o dono das tabelas.
ALTER TABLE clientes_termos ENABLE ROW LEVEL SECURITY;
ALTER TABLE clientes_termos FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON clientes_termos USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
ALTER TABLE evidencias ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidencias FORCE ROW LEVEL SECURITY;
CREATE POLICY da_conta ON evidencias USING (
    conta_id = nullif(current_setting('app.conta', true), '')::uuid OR current_setting('app.sistema', true) = 'sim');
