using System.Globalization;
using System.Reflection;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Trainers;
using Microsoft.ML;
using Pipeline.Models;

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
/// <param name="Weight">The column that says how much a row counts; null where each counts the same.</param>
internal sealed record Learning<TOptions>(MLContext Context, TOptions Options, string Features, string Label, string? Weight)
    where TOptions : class
{
    /// <summary>How many iterations without a gain end the training; null where nothing does.</summary>
    public int? Rounds { get; init; }

    /// <summary>ML.NET's own options of a trainer, with its columns and these options.</summary>
    /// <param name="also">Sets what is no option.</param>
    public T For<T>(Action<T>? also = null)
        where T : TrainerInputBaseWithLabel, new()
    {
        var target = Fill(Options, new T { FeatureColumnName = Features, LabelColumnName = Label });
        if (target is TrainerInputBaseWithWeight weighted)
            weighted.ExampleWeightColumnName = Weight;
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

/// <summary>Fits ML.NET's own trainer.</summary>
internal static class LearnerFit
{
    /// <param name="learner">With all of its options.</param>
    /// <param name="rows">To learn from.</param>
    /// <param name="watched">For a learner that can end by them; others take no notice.</param>
    public static ITransformer Of(IEstimator<ITransformer> learner, IDataView rows, IDataView? watched) => learner switch
    {
        LightGbmBinaryTrainer x when watched is not null => x.Fit(rows, watched),
        LightGbmRegressionTrainer x when watched is not null => x.Fit(rows, watched),
        _ => learner.Fit(rows),
    };
}
