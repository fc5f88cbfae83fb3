using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.Trainers;
using Microsoft.ML;
using Pipeline.Core.Checks;
using Pipeline.Models.Tables;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.MLNet.Trainers;

/// <summary>On an option: the field of ML.NET's own options that it is written to, where it has a value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SetsAttribute(string field) : Attribute
{
    public string Field { get; } = field;
}

/// <summary>Makes ML.NET's own trainer.</summary>
internal delegate IEstimator<ITransformer> Learner<TOptions>(Learning<TOptions> learning)
    where TOptions : class;

/// <summary>What a learner is made of.</summary>
/// <param name="Context">Has the seed.</param>
/// <param name="Options">As the manifest has them.</param>
/// <param name="Features">The vector to learn from.</param>
/// <param name="Label">The column to learn.</param>
internal sealed record Learning<TOptions>(MLContext Context, TOptions Options, string Features, string Label)
    where TOptions : class
{
    /// <summary>ML.NET's own options of a trainer, with its columns and these options.</summary>
    /// <param name="also">Sets what is no option.</param>
    public T For<T>(Action<T>? also = null)
        where T : TrainerInputBaseWithLabel, new()
    {
        var target = Fill(Options, new T { FeatureColumnName = Features, LabelColumnName = Label });
        also?.Invoke(target);
        return target;
    }

    /// <summary>Writes each option that has a value to the field that it sets.</summary>
    public static T Fill<T>(object options, T target)
        where T : class
    {
        foreach (var property in options.GetType().GetProperties())
        {
            if (property.GetCustomAttribute<SetsAttribute>() is not { } sets || property.GetValue(options) is not { } value)
                continue;
            var field = target.GetType().GetField(sets.Field)
                ?? throw new InvalidOperationException($"{target.GetType().FullName} has no field '{sets.Field}'.");
            var type = Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
            field.SetValue(target, Convert.ChangeType(value, type, CultureInfo.InvariantCulture));
        }

        return target;
    }
}

/// <summary>How well a model fits the rows that it was trained on.</summary>
internal static class TrainingFit
{
    public static IReadOnlyList<Measurement> Measure(
        IPredictor predictor, FeaturesAndTarget rows, CancellationToken cancellationToken)
    {
        var scored = predictor.Score(rows.Features, cancellationToken);
        var signature = predictor.Signature;
        double[][] answers =
        [
            .. TaskKind.Of(signature.Task).Outputs(signature.Label).Select(x => ((NumberColumn)scored[x]).Values.ToArray()),
        ];
        var truth = rows.Target.Values;
        return signature.Decision switch
        {
            DecisionRule.Threshold rule =>
            [
                Mean("log_loss", truth.Select((x, row) => Statistics.LogLoss.Of(answers[0][row], x > 0))),
                Mean("accuracy", truth.Select((x, row) => rule.IsPositive(answers[0][row]) == x > 0 ? 1.0 : 0)),
            ],
            DecisionRule.ArgMax =>
            [
                Mean("log_loss", truth.Select((x, row) => Statistics.LogLoss.Of(answers[(int)x][row], isPositive: true))),
                Mean("accuracy", truth.Select((x, row) => DecisionRule.ArgMax.Choose(Row(row)) == (int)x ? 1.0 : 0)),
            ],
            DecisionRule.None => [Mean("mean_absolute_error", truth.Select((x, row) => Math.Abs(answers[0][row] - x)))],
            _ => throw new UnreachableException(),
        };

        double[] Row(int row) => [.. answers.Select(x => x[row])];
    }

    private static Measurement Mean(string name, IEnumerable<double> values)
    {
        var all = values.ToList();
        return new Measurement { Name = name, Value = all.Sum() / all.Count, Samples = all.Count };
    }
}
