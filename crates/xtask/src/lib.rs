//! Tarefas da casa: arrumação, esquema, fluxos, OpenAPI.
