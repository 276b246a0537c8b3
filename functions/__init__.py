"""One module is one endpoint is one Lambda; the file's path is the URL's path."""
