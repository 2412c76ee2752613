-- A busca global e o que cada tentativa deixou para ver depois.

-- As palavras de cada cliente (razão social, nome no SAT, unidade, CNPJ), normalizadas: quem procura pelo começo
-- de uma palavra lê só a faixa dela, sem varrer a conta.
CREATE TABLE clientes_termos (
    conta_id   BLOB NOT NULL,
    termo      TEXT NOT NULL,
    cliente_id BLOB NOT NULL,
    PRIMARY KEY (conta_id, termo, cliente_id),
    FOREIGN KEY (conta_id, cliente_id) REFERENCES clientes (conta_id, id)
) STRICT, WITHOUT ROWID;

WITH RECURSIVE palavras (conta_id, cliente_id, termo, resto) AS (
    SELECT conta_id, id, '',
        replace(replace(replace(replace(replace(replace(replace(replace(replace(
            -- Sem o CNPJ com máscara, que seria quebrado em números soltos.
            replace(busca, substr(cnpj, 1, 2) || '.' || substr(cnpj, 3, 3) || '.' || substr(cnpj, 6, 3) || '/'
                || substr(cnpj, 9, 4) || '-' || substr(cnpj, 13, 2), ''),
            '.', ' '), ',', ' '), '-', ' '), '/', ' '), '''', ' '), '&', ' '), '(', ' '), ')', ' '), '"', ' ') || ' '
        FROM clientes
    UNION ALL
    SELECT conta_id, cliente_id, substr(resto, 1, instr(resto, ' ') - 1), substr(resto, instr(resto, ' ') + 1)
        FROM palavras WHERE resto <> ''
)
INSERT OR IGNORE INTO clientes_termos (conta_id, termo, cliente_id)
    SELECT conta_id, substr(termo, 1, 40), cliente_id FROM palavras WHERE termo <> '';

-- As ordens da lista de clientes, e quantos ativos cada operadora tem.
CREATE INDEX clientes_unidade ON clientes (conta_id, unidade, id);
CREATE INDEX clientes_atualizacao ON clientes (conta_id, atualizado_em, id);
CREATE INDEX clientes_ativos ON clientes (conta_id, operadora_id) WHERE status_ativo;

-- O que uma tentativa deixou para ver depois: fotos da tela, páginas e arquivos, guardados no armazém.
CREATE TABLE evidencias (
    id            BLOB PRIMARY KEY,
    conta_id      BLOB NOT NULL,
    execucao_id   BLOB NOT NULL,
    -- A tentativa, pela ficha da reserva dela.
    ficha         INTEGER NOT NULL,
    nome          TEXT NOT NULL,
    -- FOTO, PAGINA ou ARQUIVO.
    tipo          TEXT NOT NULL,
    -- Onde a execução estava.
    passo         TEXT,
    arquivo_sha256 TEXT NOT NULL,
    tamanho_bytes INTEGER NOT NULL,
    criado_em     INTEGER NOT NULL,
    UNIQUE (conta_id, id),
    FOREIGN KEY (conta_id, execucao_id) REFERENCES execucoes (conta_id, id)
) STRICT;
CREATE INDEX evidencias_execucao ON evidencias (conta_id, execucao_id, ficha, id);
