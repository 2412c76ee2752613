//! Os portais por HTTP, como um navegador os vê.

#[cfg(test)]
mod api_externa;
#[cfg(test)]
mod apoio;
#[cfg(test)]
mod falhas;
#[cfg(test)]
mod portais;
#[cfg(test)]
mod sat;
