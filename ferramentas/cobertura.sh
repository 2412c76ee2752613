#!/usr/bin/env bash
# Cobertura de linhas das crates de domínio pelos seus próprios testes; falha abaixo de 85 %.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cargo llvm-cov --version >/dev/null 2>&1; then
  echo "FALTA: cargo-llvm-cov. Instale com: rustup component add llvm-tools && cargo install cargo-llvm-cov --locked" >&2
  exit 2
fi
# Só conta o código de produto: testes, o apoio deles, o esquema e os simuladores ficam fora.
fora='(crates/(regente|xtask|apoio|migracoes|borda|rpa)/|simuladores/|/testes|testes\.rs|/teste/|_de_teste|/tests/|registry/src)'
dominio=(nucleo banco motor documentos plataforma faturas)
executar=nextest
command -v cargo-nextest >/dev/null 2>&1 || executar=test
cargo llvm-cov "$executar" --locked "${dominio[@]/#/-p=}" --ignore-filename-regex "$fora" --fail-under-lines 85 "$@"
