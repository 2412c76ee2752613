//! O executável: compõe tudo e serve a interface.
