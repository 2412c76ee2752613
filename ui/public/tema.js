// Aplica o tema guardado antes da primeira pintura. Fica fora do pacote porque a
// política de conteúdo não aceita script em linha e o pacote só roda depois de pintar.
(function () {
  var escolha = 'sistema'
  try { escolha = localStorage.getItem('regente.tema') || 'sistema' } catch (e) { /* sem armazenamento: segue o sistema */ }
  var escuro = escolha === 'escuro' || (escolha !== 'claro' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', escuro)
})()
