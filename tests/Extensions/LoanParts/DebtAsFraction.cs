using Pipeline.Models;
using Pipeline.Statistics;

namespace LoanParts;

/// <summary>Somebody writes a share of debt as 0.15, and not as 15 percent.</summary>
public sealed class DebtAsFraction : IRobustnessRule<NoOptions>
{
    public string Name => "debt-as-fraction";

    public bool Takes(ModelInput input) => input.Name == DebtTrainer.Column;

    public DisturbedRows Disturb(RowsToDisturb rows, NoOptions options) =>
        new(rows.ChangeNumbers(0.1, (double number, NumberSpread _, ref SeededRandom _) => number / 100));
}
