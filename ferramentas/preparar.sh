# O que `iniciar` e `testar` têm em comum: dizer ou instalar o que falta. Carregado por eles com `.`.
# Só instala pacotes do sistema com apt-get, e só se puder (root ou sudo sem senha); senão, diz o comando.

dizer() { printf '\033[1m» %s\033[0m\n' "$*" >&2; }
parar() { printf '\033[31mFALTA: %s\033[0m\n' "$*" >&2; exit 2; }

com_poder() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

# instalar_pacote COMANDO PACOTE...: garante o comando pelos pacotes dados.
instalar_pacote() {
  local comando="$1"; shift
  command -v "$comando" >/dev/null 2>&1 && return 0
  dizer "Instalando $*"
  if command -v apt-get >/dev/null 2>&1; then
    com_poder apt-get update -qq >&2 && com_poder env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || true
  fi
  command -v "$comando" >/dev/null 2>&1 || parar "o comando $comando. Instale com: apt-get install $*"
}

exigir_rust() {
  command -v cargo >/dev/null 2>&1 || parar "o Rust 1.95 ou mais novo (cargo). Instale o rustup e repita."
  instalar_pacote cc gcc libc6-dev
}

exigir_chromium() {
  for nome in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$nome" >/dev/null 2>&1 && return 0
  done
  instalar_pacote chromium chromium fonts-liberation
}

versao_do_node() { node -p 'const [a,b]=process.versions.node.split(".").map(Number); a*100+b' 2>/dev/null || echo 0; }

# A interface pede Node 20.19 ou mais novo; onde o do sistema é mais velho, usa um só deste projeto.
exigir_node() {
  instalar_pacote node nodejs
  instalar_pacote npm npm
  if [ "$(versao_do_node)" -lt 2019 ]; then
    dizer "Node antigo ($(node --version)); instalando um mais novo só para este projeto"
    (cd ferramentas && npm install --silent --no-save --no-audit --no-fund node@22 >&2)
    export PATH="$PWD/ferramentas/node_modules/node/bin:$PATH"
    [ "$(versao_do_node)" -ge 2019 ] || parar "o Node 20.19 ou mais novo"
  fi
}

# dependencias_do_npm PASTA: instala exatamente o que a trava diz, e só quando ela mudou.
dependencias_do_npm() {
  local marca="$1/node_modules/.instalado"
  if [ ! -f "$marca" ] || ! cmp -s "$1/package-lock.json" "$marca"; then
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error >&2) && cp "$1/package-lock.json" "$marca"
  fi
}

# Só constrói de novo o que mudou: mexer em ui/dist faria o executável inteiro ser ligado outra vez.
construir_interface() {
  exigir_node
  dependencias_do_npm ui
  local marca=ui/node_modules/.construida
  if [ ! -f ui/dist/index.html ] || [ ! -f "$marca" ] ||
    [ -n "$(find ui/src ui/public ui/scripts ui/index.html ui/vite.config.ts ui/package-lock.json -newer "$marca" -print -quit)" ]; then
    dizer "Construindo a interface"
    (cd ui && npm run --silent build >&2) && touch "$marca"
  fi
}
