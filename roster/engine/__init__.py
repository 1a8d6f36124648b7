"""The engine: rules as plain pieces, several solvers on one description, a proof beside every roster."""
