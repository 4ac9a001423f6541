"""How fast the program is and how much memory it takes, beside the pipeline that tutorials build and what the machine can do at most."""
