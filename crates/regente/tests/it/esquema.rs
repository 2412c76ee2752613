//! A descrição publicada da API é a que o executável dá.

use crate::casa::Casa;

#[tokio::test]
async fn a_descricao_da_api_esta_em_dia() {
    let casa = Casa::nova(None).await;
    let dada = casa.comando(&["openapi"], &[]).await;
    assert!(dada.status.success());
    let gravada =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/openapi.json")).unwrap();
    let igual = String::from_utf8(dada.stdout).unwrap().trim() == gravada.trim();
    assert!(igual, "rode `cargo run -p regente -- openapi > ui/openapi.json && npm --prefix ui run api`");
}
