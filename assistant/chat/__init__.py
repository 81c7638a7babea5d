"""Everything that knows Chainlit or the socket."""
