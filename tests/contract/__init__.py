"""What every transport promises (delivery.outgoing.batch), held against the ledgers of servers that speak the protocols."""
