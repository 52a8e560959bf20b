"""The loop: step → both sides act → two snapshots → diff → explain → golden → result.

* ``results``: what comes out, for the reports
* ``photograph``: one database as a ``Snapshot``
* ``changes``: what a step did within one side
* ``act``, ``loading``: one step done on one side, and the rows for it
* ``compared``: two snapshots as findings
* ``memory``: states that were reached before
* ``walk``: one scenario, step by step
* ``golden``: findings against what was expected
* ``pool``: many scenarios, in as many processes as there are cores
"""

from compare.run.golden import accept_goldens
from compare.run.pool import run_scenarios
from compare.run.results import RunResult, ScenarioResult, StepResult

__all__ = ["RunResult", "ScenarioResult", "StepResult", "accept_goldens", "run_scenarios"]
