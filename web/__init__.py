"""The reviewer's desk: the REST API and the pages of a server that keeps contracts in a store."""
