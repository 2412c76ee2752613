//! O que é cada empresa fictícia e em que operadoras ela tem conta.

use crate::falhas::Portal;

pub(super) struct Cadastro {
    pub(super) apelido: &'static str,
    pub(super) nome: &'static str,
    pub(super) razao_social: &'static str,
    pub(super) raiz_cnpj: &'static str,
}

pub(super) struct Linha {
    pub(super) portal: Portal,
    pub(super) empresa: usize,
    pub(super) unidade: &'static str,
    pub(super) servico: &'static str,
}

const fn cadastro(
    apelido: &'static str,
    nome: &'static str,
    razao_social: &'static str,
    raiz_cnpj: &'static str,
) -> Cadastro {
    Cadastro { apelido, nome, razao_social, raiz_cnpj }
}

const fn linha(portal: Portal, empresa: usize, unidade: &'static str, servico: &'static str) -> Linha {
    Linha { portal, empresa, unidade, servico }
}

pub(super) const CADASTROS: [Cadastro; 12] = [
    cadastro("aurora", "Aurora Têxtil", "Aurora Têxtil do Brasil Ltda", "90112233"),
    cadastro("serra", "Serra Azul", "Metalúrgica Serra Azul S.A.", "90223344"),
    cadastro("valedojau", "Vale do Jaú", "Cooperativa Agrícola Vale do Jaú", "90334455"),
    cadastro("bemtevi", "Farmácias Bem-Te-Vi", "Rede de Farmácias Bem-Te-Vi Ltda", "90445566"),
    cadastro("curio", "Transportes Curió", "Transportes Rodoviários Curió Ltda", "90556677"),
    cadastro("pedrabranca", "Pedra Branca", "Laticínios Pedra Branca Ltda", "5J3K7LPB"),
    cadastro("horizonte", "Colégio Horizonte", "Colégio Horizonte do Saber Ltda", "90667788"),
    cadastro("mare", "Hotel Maré Mansa", "Hotel Maré Mansa S.A.", "90778899"),
    cadastro("benedito", "Clínica São Benedito", "Clínica São Benedito das Flores S/S", "9SB4F0RS"),
    cadastro("ipe", "Supermercados Ipê Roxo", "Supermercados Ipê Roxo Ltda", "90889900"),
    cadastro("papagaio", "Papagaio de Papel", "Editora Papagaio de Papel Ltda", "90990011"),
    cadastro("lagoas", "Três Lagoas", "Construtora Três Lagoas S.A.", "TR3L4G05"),
];

pub(super) const CLIENTES: [Linha; 30] = [
    linha(Portal::Emb, 0, "Matriz", "Internet Dedicada"),
    linha(Portal::Emb, 0, "Filial Campinas", "Internet Dedicada"),
    linha(Portal::Emb, 1, "Usina Norte", "Voz Corporativa"),
    linha(Portal::Emb, 2, "Sede", "Rede MPLS"),
    linha(Portal::Emb, 3, "Loja 12", "Internet Dedicada"),
    linha(Portal::Emb, 5, "Fábrica Minas", "Voz Corporativa"),
    linha(Portal::Viv, 0, "Matriz", "Móvel Empresas"),
    linha(Portal::Viv, 4, "Garagem Central", "Móvel Empresas"),
    linha(Portal::Viv, 4, "Terminal Santos", "Móvel Empresas"),
    linha(Portal::Viv, 6, "Campus I", "Fibra Empresas"),
    linha(Portal::Viv, 7, "Recepção", "Voz Fixa"),
    linha(Portal::Viv, 8, "Unidade Centro", "Fibra Empresas"),
    linha(Portal::Dig, 9, "Loja Centro", "Fibra Corporativa"),
    linha(Portal::Dig, 9, "Loja Jardim América", "Fibra Corporativa"),
    linha(Portal::Dig, 9, "Depósito", "Enlace de Rádio"),
    linha(Portal::Dig, 1, "Usina Norte", "Enlace de Rádio"),
    linha(Portal::Dig, 1, "Escritório São Paulo", "Fibra Corporativa"),
    linha(Portal::Dig, 11, "Obra Três Lagoas", "Enlace de Rádio"),
    linha(Portal::Oi, 2, "Sede", "Voz Fixa"),
    linha(Portal::Oi, 3, "Loja 12", "Voz Fixa"),
    linha(Portal::Oi, 3, "Loja 27", "Fibra Pro"),
    linha(Portal::Oi, 10, "Redação", "Fibra Pro"),
    linha(Portal::Oi, 5, "Fábrica Minas", "Voz Fixa"),
    linha(Portal::Oi, 7, "Recepção", "Fibra Pro"),
    linha(Portal::Tim, 4, "Frota", "Dados M2M"),
    linha(Portal::Tim, 8, "Unidade Centro", "Móvel Corporativo"),
    linha(Portal::Tim, 11, "Obra Três Lagoas", "Móvel Corporativo"),
    linha(Portal::Tim, 11, "Canteiro Norte", "Móvel Corporativo"),
    linha(Portal::Tim, 6, "Campus I", "Móvel Corporativo"),
    linha(Portal::Tim, 10, "Redação", "Dados M2M"),
];
