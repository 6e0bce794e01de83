"""One file per step; `storage.migrations.new` writes the next."""
