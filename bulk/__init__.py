"""Many contracts: guarded workers."""
