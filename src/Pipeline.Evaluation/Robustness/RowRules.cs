using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>The order of rows, and of the fields of each, says nothing: no answer may depend on it.</summary>
internal sealed class SwappedOrder : IRobustnessRule<NoOptions>
{
    public string Name => "swapped-order";

    public bool IsOfValues => false;

    public bool Takes(ModelInput input) => true;

    public DisturbedRows Disturb(RowsToDisturb rows, NoOptions options)
    {
        var random = new SeededRandom(rows.Seed, 0);
        int[] order = [.. Enumerable.Range(0, rows.Rows.RowCount)];
        RowRules.Shuffle(order, ref random);
        Column[] fields = [.. rows.Rows.Select(order).Columns];
        RowRules.Shuffle(fields, ref random);
        return new DisturbedRows(new Table(fields), order);
    }
}

/// <summary>A row that occurs twice is answered alike both times, and changes no answer to another.</summary>
internal sealed class DuplicatedRows : IRobustnessRule<DuplicatedRowsOptions>
{
    public string Name => "duplicated-rows";

    public bool IsOfValues => false;

    public bool Takes(ModelInput input) => true;

    public DisturbedRows Disturb(RowsToDisturb rows, DuplicatedRowsOptions options)
    {
        var random = new SeededRandom(rows.Seed, 0);
        var origins = new List<int>();
        for (var row = 0; row < rows.Rows.RowCount; row++)
        {
            origins.Add(row);
            if (random.Unit() < options.Share)
                origins.Add(row);
        }

        return new DisturbedRows(rows.Rows.Select([.. origins]), origins);
    }
}

internal sealed record DuplicatedRowsOptions
{
    [Description("The chance of each row to occur twice.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.5;
}

internal static class RowRules
{
    /// <summary>By Fisher and Yates, as Durstenfeld (1964) has it.</summary>
    public static void Shuffle<T>(T[] items, ref SeededRandom random)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
