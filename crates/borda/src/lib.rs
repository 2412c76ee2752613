//! O que toda rota HTTP tem em comum: extratores, erros, páginas, SSE, OpenAPI.
