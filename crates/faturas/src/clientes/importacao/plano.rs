//! O que fazer com cada linha: decide sem gravar, com poucas consultas para o arquivo inteiro.

use std::collections::{BTreeSet, HashMap};

use banco::{Contexto, Fato};
use nucleo::{CampoInvalido, ClienteId, Cnpj, Cofre, ContaId, Erro, ExposeSecret, Resultado};

use super::{CampoCsv, Desfecho, LinhaImportada, colunas::Celulas, leitura::LinhaLida};
use crate::{
    clientes::{
        EntradaCliente,
        acoes::{abrir_senha, cifrar_senha, fato_de_criacao, fato_de_mudanca},
        dominio::{Chave, Cliente, exigir_ativa},
        repositorio,
    },
    operadoras::{self, MudancaDeSegredo, Operadora, dominio::normalizar_codigo},
};

/// O que gravar e o que dizer.
pub(super) struct Plano {
    pub gravar: Vec<Cliente>,
    pub fatos: Vec<Fato>,
    pub linhas: Vec<LinhaImportada>,
}

/// Uma linha que, se o `hash_unico` estiver livre, vale.
struct Candidato {
    atual: Option<Cliente>,
    novo: Cliente,
}

type Recusa = Vec<CampoInvalido>;

/// Decide o desfecho de cada linha.
pub(super) async fn planejar(
    cx: &mut Contexto,
    cofre: &dyn Cofre,
    linhas: Vec<LinhaLida>,
) -> Resultado<Plano> {
    let mut mesa = Mesa::montar(cx, cofre, &linhas).await?;
    let mut preparadas = Vec::with_capacity(linhas.len());
    for linha in linhas {
        let preparada = match linha.conteudo {
            Ok(celulas) => mesa.preparar(cx, linha.numero, &celulas)?,
            Err(erro) => Err(vec![erro]),
        };
        preparadas.push((linha.numero, preparada));
    }
    let hashes: Vec<&str> =
        preparadas.iter().filter_map(|(_, p)| Some(p.as_ref().ok()?.novo.hash_unico.as_str())).collect();
    let donos = repositorio::donos_dos_hashes(cx, &hashes).await?.into_iter().collect();
    Ok(concluir(preparadas, donos))
}

/// O que se conhece antes de decidir.
struct Mesa<'a> {
    cofre: &'a dyn Cofre,
    conta: ContaId,
    operadoras: HashMap<String, Operadora>,
    existentes: HashMap<Chave, Cliente>,
    vistas: HashMap<Chave, usize>,
}

impl<'a> Mesa<'a> {
    async fn montar(cx: &mut Contexto, cofre: &'a dyn Cofre, linhas: &[LinhaLida]) -> Resultado<Self> {
        let (mut codigos, mut cnpjs) = (BTreeSet::new(), BTreeSet::new());
        for celulas in linhas.iter().filter_map(|linha| linha.conteudo.as_ref().ok()) {
            codigos.insert(normalizar_codigo(celulas.texto(CampoCsv::Operadora)));
            cnpjs.extend(celulas.texto(CampoCsv::Cnpj).parse::<Cnpj>());
        }
        let codigos: Vec<_> = codigos.into_iter().collect();
        let operadoras = operadoras::repositorio::buscar_por_codigos(cx, &codigos).await?;
        let ids: Vec<_> = operadoras.iter().map(|o| o.id).collect();
        let cnpjs: Vec<_> = cnpjs.into_iter().collect();
        let existentes = repositorio::buscar_por_cnpjs(cx, &cnpjs, &ids).await?;
        Ok(Self {
            cofre,
            conta: cx.conta(),
            operadoras: operadoras.into_iter().map(|o| (o.dados.codigo.clone(), o)).collect(),
            existentes: existentes.into_iter().map(|c| (c.chave(), c)).collect(),
            vistas: HashMap::new(),
        })
    }

    /// O candidato de uma linha, ou todas as recusas dela. Erro só se algo nosso falha.
    fn preparar(
        &mut self,
        cx: &Contexto,
        numero: usize,
        celulas: &Celulas,
    ) -> Resultado<Result<Candidato, Recusa>> {
        let mut recusas = Vec::new();
        let operadora = self.operadoras.get(&normalizar_codigo(celulas.texto(CampoCsv::Operadora))).cloned();
        if operadora.is_none() {
            recusas.push(recusar_operadora(celulas));
        }
        let atual = operadora.as_ref().and_then(|o| self.procurar(numero, celulas, o, &mut recusas));
        let entrada =
            celulas.sobre(atual.as_ref().map(|c| EntradaCliente::from(&c.dados)).unwrap_or_default());
        let status = celulas.status_ativo().unwrap_or_else(|()| {
            recusas.push(CampoInvalido::novo("status_ativo", "status_invalido", "use sim ou não"));
            None
        });
        let dados = match entrada.validar() {
            Ok(dados) => Some(dados),
            Err(Erro::Invalido(campos)) => {
                recusas.extend(campos);
                None
            }
            Err(outro) => return Err(outro),
        };
        let (Some(operadora), Some(dados), true) = (operadora, dados, recusas.is_empty()) else {
            return Ok(Err(recusas));
        };
        let estava_ativo = atual.as_ref().is_some_and(|c| c.status_ativo);
        let status_ativo = status.unwrap_or(estava_ativo || atual.is_none());
        let religa = status_ativo && !estava_ativo;
        if (atual.is_none() || religa)
            && let Err(erro) = exigir_ativa(&operadora)
        {
            return Ok(Err(vec![CampoInvalido::novo("operadora", "operadora_inativa", erro.to_string())]));
        }
        let id = atual.as_ref().map_or_else(|| ClienteId::novo(cx.relogio()), |c| c.id);
        let novo = Cliente {
            id,
            operadora_id: operadora.id,
            hash_unico: dados.hash_unico(&operadora.dados.codigo),
            operadora_codigo: operadora.dados.codigo,
            operadora_nome: operadora.dados.nome,
            dados,
            senha_cifrada: self.senha(id, atual.as_ref(), &entrada.senha_portal)?,
            status_ativo,
            versao: atual.as_ref().map_or(0, |c| c.versao),
            criado_em: atual.as_ref().map_or_else(|| cx.agora(), |c| c.criado_em),
            atualizado_em: cx.agora(),
        };
        Ok(Ok(Candidato { atual, novo }))
    }

    /// O cliente que já tem a chave da linha. Anota a recusa se outra linha do arquivo já a trouxe.
    fn procurar(
        &mut self,
        numero: usize,
        celulas: &Celulas,
        operadora: &Operadora,
        recusas: &mut Recusa,
    ) -> Option<Cliente> {
        let cnpj = celulas.texto(CampoCsv::Cnpj).parse().ok()?;
        let (unidade, servico) = (celulas.texto(CampoCsv::Unidade), celulas.texto(CampoCsv::Servico));
        let chave = Chave::nova(cnpj, operadora.id, unidade, servico);
        let atual = self.existentes.get(&chave).cloned();
        let primeira = *self.vistas.entry(chave).or_insert(numero);
        if primeira != numero {
            recusas.push(CampoInvalido::novo(
                "linha",
                "linha_repetida",
                format!("repete o CNPJ, a operadora, a unidade e o serviço da linha {primeira}"),
            ));
        }
        atual
    }

    /// A senha cifrada que fica. A mesma senha não se cifra de novo: cada cifra é diferente, e o cliente
    /// pareceria ter mudado.
    fn senha(
        &self,
        id: ClienteId,
        atual: Option<&Cliente>,
        mudanca: &MudancaDeSegredo,
    ) -> Resultado<Option<Vec<u8>>> {
        if let (Some(cliente), MudancaDeSegredo::Trocar(nova)) = (atual, mudanca)
            // Uma senha que não se abre mais (chave perdida) se troca pela que veio.
            && let Ok(Some(guardada)) = abrir_senha(self.cofre, self.conta, cliente)
            && guardada.expose_secret() == nova.expose_secret()
        {
            return Ok(cliente.senha_cifrada.clone());
        }
        cifrar_senha(self.cofre, self.conta, id, atual.and_then(|c| c.senha_cifrada.clone()), mudanca)
    }
}

fn recusar_operadora(celulas: &Celulas) -> CampoInvalido {
    match celulas.texto(CampoCsv::Operadora).trim() {
        "" => CampoInvalido::novo("operadora", "obrigatorio", "informe o código da operadora"),
        codigo => CampoInvalido::novo(
            "operadora",
            "operadora_desconhecida",
            format!("não há operadora de código {} nesta conta", codigo.chars().take(40).collect::<String>()),
        ),
    }
}

/// Recusa os `hash_unico` que já são de outro cliente, no banco ou no arquivo, e monta o plano.
fn concluir(preparadas: Vec<(usize, Result<Candidato, Recusa>)>, donos: HashMap<String, ClienteId>) -> Plano {
    let mut plano =
        Plano { gravar: Vec::new(), fatos: Vec::new(), linhas: Vec::with_capacity(preparadas.len()) };
    let mut no_arquivo: HashMap<String, usize> = HashMap::new();
    for (numero, preparada) in preparadas {
        let (hash_unico, desfecho) = match preparada {
            Err(erros) => (None, Desfecho::Recusado { erros }),
            Ok(candidato) => {
                let hash = candidato.novo.hash_unico.clone();
                let primeira = *no_arquivo.entry(hash.clone()).or_insert(numero);
                let dono = donos.get(&hash).filter(|id| **id != candidato.novo.id);
                let desfecho = match dono {
                    Some(id) => recusar_hash(format!("o cliente {id} tem")),
                    None if primeira != numero => recusar_hash(format!("a linha {primeira} tem")),
                    None => plano.aceitar(candidato),
                };
                (Some(hash), desfecho)
            }
        };
        plano.linhas.push(LinhaImportada { numero, hash_unico, desfecho });
    }
    plano
}

fn recusar_hash(quem: String) -> Desfecho {
    let mensagem = format!("{quem} o mesmo hash_unico: distinga-os por nome_sat, dados_sat ou filtro");
    Desfecho::Recusado { erros: vec![CampoInvalido::novo("hash_unico", "hash_unico_em_uso", mensagem)] }
}

impl Plano {
    fn aceitar(&mut self, Candidato { atual, mut novo }: Candidato) -> Desfecho {
        let id = novo.id;
        let Some(atual) = atual else {
            novo.versao = 1;
            self.fatos.push(fato_de_criacao(&novo));
            self.gravar.push(novo);
            return Desfecho::Criado { id: Some(id) };
        };
        let mudancas = mudancas(&atual, &novo);
        if mudancas.is_empty() {
            return Desfecho::Igual { id };
        }
        self.fatos.push(fato_de_mudanca("cliente.alterado", &atual, &novo));
        novo.versao += 1;
        self.gravar.push(novo);
        Desfecho::Alterado { id, mudancas }
    }
}

/// Os campos que mudaram, pelos nomes das colunas.
fn mudancas(atual: &Cliente, novo: &Cliente) -> Vec<&'static str> {
    let (a, n) = (&atual.dados, &novo.dados);
    let comparados = [
        (CampoCsv::RazaoSocial, a.razao_social != n.razao_social),
        (CampoCsv::NomeSat, a.nome_sat != n.nome_sat),
        (CampoCsv::Filtro, a.filtro != n.filtro),
        (CampoCsv::Servico, a.servico != n.servico),
        (CampoCsv::DadosSat, a.dados_sat != n.dados_sat),
        (CampoCsv::Unidade, a.unidade != n.unidade),
        (CampoCsv::SiteEmissao, a.site_emissao != n.site_emissao),
        (CampoCsv::LoginPortal, a.login_portal != n.login_portal),
        (CampoCsv::SenhaPortal, atual.senha_cifrada != novo.senha_cifrada),
        (CampoCsv::Cpf, a.cpf != n.cpf),
        (CampoCsv::StatusAtivo, atual.status_ativo != novo.status_ativo),
    ];
    comparados.into_iter().filter(|(_, mudou)| *mudou).map(|(campo, _)| campo.nome()).collect()
}
