"""One file a step; the newest is store.schema.REVISION."""
