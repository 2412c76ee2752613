//! Portais, SAT e API externa de RPA de mentira, com protocolos e falhas de verdade.
