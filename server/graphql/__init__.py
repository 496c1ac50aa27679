"""The GraphQL door: a typed schema over the graph. Imported only where it is served."""
