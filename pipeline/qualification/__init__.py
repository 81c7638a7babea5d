"""What is concluded about a lead: facts, classification, ideal customer, score, brief."""
