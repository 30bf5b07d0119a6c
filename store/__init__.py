"""The store: imports that never change, a ledger of them, and the facts published from them."""
