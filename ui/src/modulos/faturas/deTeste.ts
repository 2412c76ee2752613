import type { DetalheProcesso, ExecucaoDoProcesso, ItemProcesso } from './contratoProcessos'

// Processos inteiros para os testes; cada teste muda só o que importa para ele.

const comum = {
  id: 'p', mes_ano: '2026-11', status_processo: 'AGUARDANDO_DOWNLOAD', enviado_para_sat: false, upload_manual: false, alertas: 0, data_prevista: '2026-12-10', dias_atraso: 0,
  criado_em: '2026-11-03T06:00:00-03:00', atualizado_em: '2026-11-20T14:21:00-03:00', passos_possiveis: [],
  cliente: { id: 'c', razao_social: 'Laticínios', nome_sat: 'L', cnpj: '18723456000145', unidade: 'Matriz', servico: 'Voz' },
  operadora: { id: 'o', nome: 'Vivo', codigo: 'VIV' },
} satisfies Partial<ItemProcesso>

export function itemDeTeste(m: Partial<ItemProcesso> = {}): ItemProcesso {
  return { ...comum, ...m }
}

export function processoDeTeste(m: Partial<DetalheProcesso> = {}): DetalheProcesso {
  return { ...comum, cliente_id: 'c', operadora_id: 'o', criado_automaticamente: true, versao: 1, dados_faltando: [], decisoes: [], efeitos: [], execucoes: [], ...m }
}

export function execucaoDeTeste(m: Partial<ExecucaoDoProcesso> = {}): ExecucaoDoProcesso {
  return { id: 'e', tipo: 'DOWNLOAD_FATURA', status: 'CONCLUIDO', numero_tentativa: 1, criado_em: '2026-11-20T14:00:00-03:00', data_fim: '2026-11-20T14:21:00-03:00', ...m }
}
