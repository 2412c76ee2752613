/** Faz tarefas em ordem, no máximo `quantas` ao mesmo tempo. */
export function criarVagas(quantas: number) {
  const espera: (() => Promise<void>)[] = []
  let ocupadas = 0

  function seguir() {
    const tarefa = ocupadas < quantas ? espera.shift() : undefined
    if (!tarefa) return
    ocupadas++
    void tarefa().finally(() => {
      ocupadas--
      seguir()
    })
    seguir()
  }

  return {
    /** A tarefa trata as próprias falhas. */
    entrar(tarefa: () => Promise<void>) {
      espera.push(tarefa)
      seguir()
    },
  }
}
