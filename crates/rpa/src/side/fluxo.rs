//! O que é o fluxo: os comandos em sequência viram uma árvore de blocos, conferida antes de executar.

use super::modelo::Comando;

/// Um pedaço do programa. Os números são posições (a partir de 1) no teste, para as mensagens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum No {
    Comando(usize, Comando),
    Se { ramos: Vec<(usize, String, Vec<No>)>, senao: Vec<No> },
    Enquanto { numero: usize, condicao: String, limite: String, corpo: Vec<No> },
    Vezes { numero: usize, quantas: String, corpo: Vec<No> },
    ParaCada { numero: usize, colecao: String, item: String, corpo: Vec<No> },
    Repetir { numero: usize, corpo: Vec<No>, condicao: String, limite: String },
    Tentar { corpo: Vec<No>, captura: Vec<No> },
}

/// Monta a árvore; o erro diz o número do comando e o que falta ou sobra.
pub(crate) fn montar(comandos: &[Comando]) -> Result<Vec<No>, String> {
    let mut montador = Montador { comandos, posicao: 0 };
    let (nos, fecho) = montador.bloco()?;
    match fecho {
        None => Ok(nos),
        Some((numero, comando)) => {
            Err(format!("{numero} {}: fecha um bloco que não foi aberto", comando.command))
        }
    }
}

struct Montador<'a> {
    comandos: &'a [Comando],
    posicao: usize,
}

type Fecho<'a> = Option<(usize, &'a Comando)>;

impl<'a> Montador<'a> {
    /// Lê até um fecho (`end`, `else`, `elseIf`, `repeatIf`, `catch`) ou o fim.
    fn bloco(&mut self) -> Result<(Vec<No>, Fecho<'a>), String> {
        let mut nos = Vec::new();
        while let Some(comando) = self.comandos.get(self.posicao) {
            self.posicao += 1;
            let numero = self.posicao;
            if comando.esta_desligado() {
                continue;
            }
            let no = match comando.command.as_str() {
                "end" | "else" | "elseIf" | "repeatIf" | "catch" => {
                    return Ok((nos, Some((numero, comando))));
                }
                "if" => self.se(numero, comando)?,
                "while" => {
                    let corpo = self.ate_o_fim(numero, comando)?;
                    let (condicao, limite) = (comando.target.clone(), comando.value.clone());
                    No::Enquanto { numero, condicao, limite, corpo }
                }
                "times" => {
                    let corpo = self.ate_o_fim(numero, comando)?;
                    No::Vezes { numero, quantas: comando.target.clone(), corpo }
                }
                "forEach" => {
                    let corpo = self.ate_o_fim(numero, comando)?;
                    No::ParaCada {
                        numero,
                        colecao: comando.target.clone(),
                        item: comando.value.clone(),
                        corpo,
                    }
                }
                "do" => self.repetir(numero, comando)?,
                "try" => self.tentar(numero, comando)?,
                _ => No::Comando(numero, comando.clone()),
            };
            nos.push(no);
        }
        Ok((nos, None))
    }

    fn ate_o_fim(&mut self, numero: usize, abre: &Comando) -> Result<Vec<No>, String> {
        let (corpo, fecho) = self.bloco()?;
        esperar_fecho(numero, abre, fecho, "end")?;
        Ok(corpo)
    }

    fn se(&mut self, numero: usize, abre: &Comando) -> Result<No, String> {
        let mut ramos = Vec::new();
        let mut senao = None;
        let (mut numero_do_ramo, mut condicao) = (numero, abre.target.clone());
        loop {
            let (corpo, fecho) = self.bloco()?;
            let Some((posicao, comando)) = fecho else { return Err(sem_fim(numero, abre)) };
            if senao.is_none() {
                ramos.push((numero_do_ramo, condicao.clone(), corpo));
            } else {
                senao = Some(corpo);
            }
            match comando.command.as_str() {
                "end" => return Ok(No::Se { ramos, senao: senao.unwrap_or_default() }),
                "elseIf" if senao.is_none() => (numero_do_ramo, condicao) = (posicao, comando.target.clone()),
                "else" if senao.is_none() => senao = Some(Vec::new()),
                outro => return Err(format!("{posicao} {outro}: fora de lugar no bloco aberto em {numero}")),
            }
        }
    }

    fn repetir(&mut self, numero: usize, abre: &Comando) -> Result<No, String> {
        let (corpo, fecho) = self.bloco()?;
        let fecho = esperar_fecho(numero, abre, fecho, "repeatIf")?;
        Ok(No::Repetir { numero, corpo, condicao: fecho.target.clone(), limite: fecho.value.clone() })
    }

    fn tentar(&mut self, numero: usize, abre: &Comando) -> Result<No, String> {
        let (corpo, fecho) = self.bloco()?;
        if let Some((_, comando)) = fecho
            && comando.command == "catch"
        {
            let captura = self.ate_o_fim(numero, abre)?;
            return Ok(No::Tentar { corpo, captura });
        }
        esperar_fecho(numero, abre, fecho, "end")?;
        Ok(No::Tentar { corpo, captura: Vec::new() })
    }
}

fn esperar_fecho<'a>(
    numero: usize,
    abre: &Comando,
    fecho: Fecho<'a>,
    esperado: &str,
) -> Result<&'a Comando, String> {
    match fecho {
        Some((_, comando)) if comando.command == esperado => Ok(comando),
        Some((posicao, comando)) => Err(format!(
            "{posicao} {}: fora de lugar no bloco “{}” aberto em {numero}",
            comando.command, abre.command
        )),
        None => Err(sem_fim(numero, abre)),
    }
}

fn sem_fim(numero: usize, abre: &Comando) -> String {
    format!("{numero} {}: bloco sem fim", abre.command)
}
