"""What every transport promises (newsletter.delivery.batch), held against the ledgers of servers that speak the protocols."""
