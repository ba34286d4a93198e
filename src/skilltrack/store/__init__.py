"""Tables, queries, unit of work, migrations, encryption, backup and audit log."""
