//! O contrato de RPA, o concentrador e os motoristas que dirigem portais.
