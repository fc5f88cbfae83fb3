using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Training;

/// <summary>The manifest's <c>training.early-stopping</c>.</summary>
[Shorthand(nameof(Rounds))]
public sealed record EarlyStoppingSection
{
    [Description("Ends the training after so many iterations of which none made the loss on the watched rows less.")]
    [Range(1, 10_000)]
    public int Rounds { get; init; } = 20;

    [Description("The share of the train rows that are watched.")]
    [Range(0.05, 0.5)]
    public double Validation { get; init; } = 0.2;
}

/// <summary>How many iterations are enough, seen on rows that were not learned from.</summary>
internal static class EarlyStopping
{
    public static bool IsWatched(MetricCurve curve) =>
        curve.Metric.StartsWith(MetricCurve.OnWatchedRows, StringComparison.Ordinal);

    /// <summary>
    /// Goes along the curve as XGBoost does: the least loss so far counts, and where none of the next rounds is less, the rest
    /// is not looked at.
    /// </summary>
    public static StoppingChoice Choose(MetricCurve curve, int rounds, int watchedRows)
    {
        var best = curve.Points[0];
        foreach (var point in curve.Points)
        {
            if (point.Value < best.Value)
                best = point;
            else if (point.Iteration - best.Iteration >= rounds)
                break;
        }

        return new StoppingChoice
        {
            Metric = IsWatched(curve) ? curve.Metric[MetricCurve.OnWatchedRows.Length..] : curve.Metric,
            Iterations = best.Iteration,
            Value = best.Value,
            Of = curve.Points[^1].Iteration,
            Rounds = rounds,
            Rows = watchedRows,
        };
    }

    /// <summary>The same trainer with so many iterations.</summary>
    public static TrainerChoice With(TrainerChoice choice, int iterations)
    {
        var option = Option(choice.Options.GetType())
            ?? throw new InvalidOperationException($"{choice.Trainer.Name} stops early, and has no option of iterations.");
        var copy = choice.Options.GetType().GetMethod("<Clone>$")!.Invoke(choice.Options, null)!;
        option.SetValue(copy, iterations);
        return choice with { Options = copy };
    }

    private static PropertyInfo? Option(Type options) =>
        options.GetProperties().FirstOrDefault(property => property.IsDefined(typeof(IterationsAttribute)));
}
