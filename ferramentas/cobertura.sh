#!/usr/bin/env bash
# Cobertura de linhas das crates de domínio; falha abaixo de 85 %.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cargo llvm-cov --version >/dev/null 2>&1; then
  echo "FALTA: cargo-llvm-cov. Instale com: cargo install cargo-llvm-cov --locked; rustup component add llvm-tools" >&2
  exit 2
fi
fora='(crates/(regente|xtask|apoio|migracoes|borda|rpa)/|simuladores/|/testes|testes\.rs|tests/|registry/src)'
cargo llvm-cov nextest --locked --workspace --features regente/demonstracao --exclude xtask \
  --ignore-filename-regex "$fora" --fail-under-lines 85 "$@"
