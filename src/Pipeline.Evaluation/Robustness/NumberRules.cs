using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>A rule that disturbs numbers.</summary>
internal abstract class NumberRule<TOptions> : IRobustnessRule<TOptions>
    where TOptions : class, new()
{
    public abstract string Name { get; }

    public bool Takes(ModelInput input) => input.IsNumber();

    public bool IsAdmitted(ModelSignature signature, ModelInput input) => signature.AnswersUnseen(input);

    public abstract DisturbedRows Disturb(RowsToDisturb rows, TOptions options);
}

/// <summary>Numbers are measured less exactly.</summary>
internal sealed class Noise : NumberRule<NoiseOptions>
{
    public override string Name => "noise";

    public override DisturbedRows Disturb(RowsToDisturb rows, NoiseOptions options) => new(rows.ChangeNumbers(
        options.Share,
        (double number, NumberSpread spread, ref SeededRandom random) =>
            number + (options.Deviations * spread.Deviation * random.Normal())));
}

internal sealed record NoiseOptions
{
    [Description("The spread of the normal noise, in standard deviations of the column's train rows.")]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double Deviations { get; init; } = 0.1;

    [Description("The chance of each number.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 1;
}

/// <summary>Somebody meant cents, thousands or another currency.</summary>
internal sealed class UnitSlip : NumberRule<UnitSlipOptions>
{
    public override string Name => "unit-slip";

    public override DisturbedRows Disturb(RowsToDisturb rows, UnitSlipOptions options) => new(rows.ChangeNumbers(
        options.Share, (double number, NumberSpread _, ref SeededRandom _) => number * options.Factor));
}

internal sealed record UnitSlipOptions
{
    [Description("What numbers are multiplied by: 10, 100, 0.1.")]
    [Range(-1e9, 1e9)]
    public double Factor { get; init; } = 10;

    [Description("The chance of each number.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.1;
}

/// <summary>Numbers far from all that training has seen.</summary>
internal sealed class Extremes : NumberRule<ExtremesOptions>
{
    public override string Name => "extremes";

    public override DisturbedRows Disturb(RowsToDisturb rows, ExtremesOptions options) => new(rows.ChangeNumbers(
        options.Share, (double number, NumberSpread spread, ref SeededRandom random) => random.Below(4) switch
        {
            0 => spread.Most + (options.Ranges * (spread.Most - spread.Least)),
            1 => spread.Least - (options.Ranges * (spread.Most - spread.Least)),
            2 => options.Huge,
            _ => number > 0 ? -number : -options.Huge,
        }));
}

internal sealed record ExtremesOptions
{
    [Description("How far beyond the smallest and the largest number of the train rows, in ranges from one to the other.")]
    [Range(0.0, 1e6)]
    public double Ranges { get; init; } = 10;

    [Description("A number that no row should have.")]
    [Range(1.0, 1e300)]
    public double Huge { get; init; } = 1e15;

    [Description("The chance of each number; it becomes one beyond either end, the huge one, or a negative one.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; init; } = 0.1;
}
