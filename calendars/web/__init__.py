"""The web app: what agencies, the coordinator and other programs see over HTTP."""
