//! Contas, usuários, vínculos, grupos, sessões e segredos.
