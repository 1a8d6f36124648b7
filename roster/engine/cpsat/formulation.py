"""The whole problem as a CP-SAT model: variables, clauses, counts and the objective."""

from roster.engine.cpsat.choices import Choices
from roster.engine.cpsat.counts import add_budgets, add_costs, add_escort, add_rows
from roster.engine.cpsat.linear import Linear, ModelSheet, Values
from roster.engine.cpsat.serving import Serving
from roster.engine.cpsat.words import add_words
from roster.engine.problem.problem import Plan, Problem


class Formulation:
    """A problem as a CP-SAT model: choices, words, counts, objective.

    With `feasibility` only what is hard is written, and any plan that keeps it will do.
    """

    def __init__(self, problem: Problem, *, feasibility: bool = False) -> None:
        self.problem = problem
        self.sheet = ModelSheet()
        self.model = self.sheet.model
        self.choices = Choices(self.sheet, problem)
        self.serving = Serving(self.choices)
        self.objective = None if feasibility else Linear.of([])
        add_words(self.choices, self.objective)
        add_budgets(self.choices, self.objective)
        add_rows(self.choices, self.serving, self.objective)
        if self.objective is not None:
            add_costs(self.choices, self.serving, self.objective)
            for escort in problem.escorts:
                add_escort(self.choices, escort, self.objective)
            self.model.minimize(self.objective.expression)

    def values(self, plan: Plan) -> Values:
        """The value of every variable in a plan, whether or not the plan keeps the hard pieces."""
        values = [0] * self.sheet.size
        self.choices.write(values, plan)
        self.serving.write(values, plan)
        self.sheet.complete(values)
        return values

    def hint(self, plan: Plan) -> None:
        """Start the search from a plan."""
        self.model.proto.clear_solution_hint()
        hint = self.model.proto.solution_hint
        values = self.values(plan)
        hint.vars.extend(range(len(values)))
        hint.values.extend(values)

    def plan(self, values: Values) -> Plan:
        """The plan of a solution."""
        shift_of, granted = self.choices.read(values)
        return Plan(shift_of, self.serving.read(values, shift_of), granted)
