/**
 * Para onde ir depois de entrar. Só caminhos desta interface: um endereço de fora
 * no parâmetro não pode levar a pessoa embora logo depois de ela dar a senha.
 */
export function destinoSeguro(voltar: unknown): string {
  if (typeof voltar !== 'string' || !voltar.startsWith('/') || /^\/[/\\]/.test(voltar)) return '/'
  return voltar.startsWith('/entrar') ? '/' : voltar
}
