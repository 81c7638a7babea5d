"""Points learned from how leads ended: samples, a look for leaks, a regression, a proposal that a person adopts."""
