"""The submission dossier: gather from one named release -> gates -> compose -> render -> package, never half."""
