"""The dialogue as pure rules: policy, questions, consent, remarks, state, record."""
