"""How the model of `assistant/relevance.py` was trained: questions on real papers, the pairs made of them, the training itself."""
