using System.Collections.ObjectModel;
using System.Globalization;
using Pipeline.Core.Problems;

namespace Pipeline.Models;

/// <summary>A value for each option of a trainer, all of them in range.</summary>
public sealed class TrainerSettings
{
    private static readonly SourceLocation Nowhere = new("");

    private TrainerSettings(IDictionary<string, double> values) => Values = new ReadOnlyDictionary<string, double>(values);

    /// <summary>By name, in ordinal order, defaults included: what a run records.</summary>
    public IReadOnlyDictionary<string, double> Values { get; }

    /// <summary>Fills in defaults. Unknown options, values out of range and repetitions are problems, all at once.</summary>
    public static Validated<TrainerSettings> Read(IReadOnlyList<TrainerOption> options, IEnumerable<TrainerSetting> settings)
    {
        var values = new SortedDictionary<string, double>(
            options.ToDictionary(x => x.Name, x => x.Default), StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        foreach (var setting in settings)
        {
            var option = options.FirstOrDefault(x => x.Name == setting.Name);
            if (Refuse(setting, option, options) is { } problem)
                problems.Add(problem);
            else if (!given.Add(setting.Name))
                problems.Add(At(setting).Problem($"The option '{setting.Name}' is given twice."));
            else
                values[setting.Name] = setting.Value;
        }

        return problems.Count == 0
            ? Validated.Valid(new TrainerSettings(values))
            : Validated.Invalid<TrainerSettings>(problems);
    }

    /// <exception cref="ArgumentException">The trainer has no such option.</exception>
    public double Number(string name) => Values.TryGetValue(name, out var value)
        ? value
        : throw new ArgumentException($"There is no option '{name}'.", nameof(name));

    /// <exception cref="ArgumentException">The trainer has no such option.</exception>
    public int Whole(string name) => checked((int)Number(name));

    private static Problem? Refuse(TrainerSetting setting, TrainerOption? option, IReadOnlyList<TrainerOption> options)
    {
        if (option is null)
        {
            return At(setting).Problem(
                $"The trainer has no option '{setting.Name}'.",
                NearestNames.Hint(setting.Name, [.. options.Select(x => x.Name)]));
        }

        var isAccepted = setting.Value >= option.Minimum && setting.Value <= option.Maximum
            && (!option.IsWhole || double.IsInteger(setting.Value));
        return isAccepted ? null : At(setting).Problem(string.Create(
            CultureInfo.InvariantCulture,
            $"'{setting.Name}' is {setting.Value}; {Kind(option)} from {option.Minimum} to {option.Maximum} is accepted."));
    }

    private static string Kind(TrainerOption option) => option.IsWhole ? "a whole number" : "a number";

    private static SourceLocation At(TrainerSetting setting) => setting.Location ?? Nowhere;
}

/// <summary>A knob of a trainer, as the manifest's <c>options</c> name it.</summary>
/// <param name="Name">In kebab-case: "learning-rate".</param>
/// <param name="Description">One sentence.</param>
/// <param name="Default">What it is when the manifest is silent.</param>
/// <param name="Minimum">The smallest value that is accepted.</param>
/// <param name="Maximum">The largest value that is accepted.</param>
/// <param name="IsWhole">Only whole numbers are accepted.</param>
public sealed record TrainerOption(
    string Name, string Description, double Default, double Minimum, double Maximum, bool IsWhole);

/// <summary>What somebody wants an option to be.</summary>
/// <param name="Name">Of the option, as it was written.</param>
/// <param name="Value">As it was written.</param>
/// <param name="Location">Where it was written, if in a file.</param>
public sealed record TrainerSetting(string Name, double Value, SourceLocation? Location = null);
