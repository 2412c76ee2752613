-- Quando cada fatura deve sair, quanto foi no mês anterior e o que se leu dela, em colunas que as listas leem.

-- A leitura continua a última coluna: o que vem depois de uma coluna longa custa a ler.
ALTER TABLE processos RENAME COLUMN leitura TO leitura_antiga;
-- O vencimento lido; senão o dia do mês anterior, levado a este; senão o último dia do mês.
ALTER TABLE processos ADD COLUMN data_prevista TEXT NOT NULL DEFAULT '9999-12-31';
-- Em centavos.
ALTER TABLE processos ADD COLUMN valor_mes_anterior INTEGER;
ALTER TABLE processos ADD COLUMN numero_fatura TEXT;
ALTER TABLE processos ADD COLUMN linha_digitavel TEXT;
-- VERDE, AMARELO ou VERMELHO; nulo sem fatura.
ALTER TABLE processos ADD COLUMN semaforo TEXT;
-- Quantas conferências não estão OK.
ALTER TABLE processos ADD COLUMN alertas INTEGER NOT NULL DEFAULT 0;
-- Quando a fatura atual chegou.
ALTER TABLE processos ADD COLUMN recebida_em INTEGER;
ALTER TABLE processos ADD COLUMN leitura TEXT;

UPDATE processos SET leitura = leitura_antiga;
ALTER TABLE processos DROP COLUMN leitura_antiga;

UPDATE processos SET
    valor_mes_anterior = (SELECT a.valor_fatura FROM processos a WHERE a.cliente_id = processos.cliente_id
        AND a.mes_ano = strftime('%Y-%m', processos.mes_ano || '-01', '-1 month')),
    -- O menor entre um mês depois e o fim do mês seguinte: 31 de janeiro leva a 28 de fevereiro.
    data_prevista = COALESCE(data_vencimento,
        (SELECT min(date(a.data_vencimento, '+1 month'), date(a.data_vencimento, 'start of month', '+2 months', '-1 day'))
            FROM processos a WHERE a.cliente_id = processos.cliente_id
            AND a.mes_ano = strftime('%Y-%m', processos.mes_ano || '-01', '-1 month')),
        date(mes_ano || '-01', '+1 month', '-1 day')),
    numero_fatura = leitura ->> '$.fatura.numero',
    linha_digitavel = leitura ->> '$.fatura.linha_digitavel',
    semaforo = leitura ->> '$.semaforo',
    alertas = (SELECT count(*) FROM json_each(COALESCE(leitura, '{}'), '$.conferencias') c
        WHERE c.value ->> '$.situacao' <> 'OK'),
    recebida_em = CASE WHEN arquivo_sha256 IS NOT NULL THEN COALESCE(
        (SELECT max(e.data_fim) FROM execucoes e WHERE e.conta_id = processos.conta_id AND e.alvo_tipo = 'processo'
            AND e.alvo_id = processos.id AND e.status = 'CONCLUIDO' AND e.tipo IN ('DOWNLOAD_FATURA', 'UPLOAD_MANUAL')),
        data_aprovacao, atualizado_em) END;

-- A ordem e o atraso dentro do mês; a situação no fim deixa contar os atrasados sem ler a tabela.
CREATE INDEX processos_prevista ON processos (conta_id, mes_ano, data_prevista, id, status_processo);
-- O que está atrasado em qualquer mês: só o que falta enviar, que é pouco.
CREATE INDEX processos_pendentes ON processos (conta_id, data_prevista, id) WHERE status_processo <> 'UPLOAD_REALIZADO';
-- O valor no fim deixa somar o mês, por situação e operadora, sem ler a tabela.
DROP INDEX processos_mes;
CREATE INDEX processos_mes ON processos (conta_id, mes_ano, status_processo, operadora_id, id, valor_fatura);
CREATE INDEX processos_enviados ON processos (conta_id, data_envio_sat) WHERE data_envio_sat IS NOT NULL;
-- A mesma fatura em dois processos: pela linha digitável ou pelo número da operadora; pelo arquivo, mais adiante.
CREATE INDEX processos_linha ON processos (conta_id, linha_digitavel) WHERE linha_digitavel IS NOT NULL;
CREATE INDEX processos_numero ON processos (conta_id, operadora_id, numero_fatura) WHERE numero_fatura IS NOT NULL;
-- A atividade recente dos processos não passa pela dos cadastros.
CREATE INDEX auditoria_processos ON auditoria (conta_id, instante, id) WHERE entidade = 'processos';
-- A lista por operadora anda por nome.
CREATE INDEX operadoras_nome ON operadoras (conta_id, nome, id);
