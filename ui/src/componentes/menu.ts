import type { RouteLocationRaw } from 'vue-router'
import type { NomeIcone } from './icones'

/** Um item de `MenuAcoes`: faz algo, vai a uma rota ou baixa um endereço. */
export interface ItemMenuAcoes {
  rotulo: string
  icone?: NomeIcone
  /** Em vermelho: apaga, cancela, desativa. */
  perigoso?: boolean
  /** Por que não pode agora. Presente, desabilita e diz o motivo. */
  motivo?: string | null
  /** Uma linha antes deste item. */
  separa?: boolean
  /** Em menus de escolha: está escolhido. */
  marcado?: boolean
  acionar?: () => void
  destino?: RouteLocationRaw
  /** Endereço de um arquivo do servidor, baixado pelo navegador. */
  arquivo?: string
}
