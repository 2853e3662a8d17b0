"""Values in, values out: the rules of the inventory, without files, databases or windows."""
