using System.Reflection;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Models;

namespace Pipeline.Training.Search;

/// <summary>A search as a manifest asks for it, with everything in it that could be wrong looked at.</summary>
internal sealed record SearchPlan
{
    private const string Path = "training.search";

    public required SearchSection Section { get; init; }

    public required SearchSpace Space { get; init; }

    public required IMetric Metric { get; init; }

    /// <summary>Null where every trial is trained to its end.</summary>
    public Hyperband? Hyperband { get; init; }

    /// <summary>What chance begins with.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// Null for a manifest that asks for no search. Everything that is wrong with it is a problem in its place.
    /// </summary>
    public static Validated<Optional> Of(
        BoundManifest<ModelFrame> manifest, TrainerChoice choice, IReadOnlyList<IMetric> metrics)
    {
        var section = manifest.Get<TrainingSection>();
        if (section.Search is not { } search)
            return Validated.Valid(new Optional(null));
        var problems = new List<Problem>();
        var metric = MetricOf(manifest, search.Metric, metrics, problems);
        var space = SearchSpace.Of(manifest, choice.Trainer, section, search);
        problems.AddRange(space.Problems);
        var iterations = choice.Trainer.Options.GetProperties()
            .FirstOrDefault(property => property.IsDefined(typeof(IterationsAttribute)));
        if (search.EarlyTerminate is not null && iterations is null)
        {
            problems.Add(manifest.Locate($"{Path}.early_terminate").Problem(
                $"{choice.Trainer.Name} has no option that counts iterations, so that no trial can be ended early.",
                "Remove early_terminate."));
        }

        return problems.Count > 0 ? Validated.Invalid<Optional>(problems) : Validated.Valid(new Optional(new SearchPlan
        {
            Section = search,
            Space = space.Value,
            Metric = metric!,
            Hyperband = search.EarlyTerminate is { } spec ? new Hyperband(spec, iterations!, metric!.HigherIsBetter) : null,
            Seed = section.Seed,
        }));
    }

    private static IMetric? MetricOf(
        BoundManifest<ModelFrame> manifest, SearchMetric asked, IReadOnlyList<IMetric> metrics, List<Problem> problems)
    {
        var mine = metrics.Where(metric => metric.Task == manifest.Frame.Task).ToList();
        if (mine.Find(metric => metric.Name == asked.Name) is not { } found)
        {
            var names = mine.ConvertAll(metric => metric.Name);
            var known = $"Known metrics: {string.Join(", ", names)}.";
            problems.Add(manifest.Locate($"{Path}.metric.name").Problem(
                $"There is no metric '{asked.Name}' of {TaskKind.Of(manifest.Frame.Task).Words}.",
                NearestNames.Question(asked.Name, names) is { } near ? $"{near} {known}" : known));
            return null;
        }

        if (found.IsBestAtZero)
        {
            problems.Add(manifest.Locate($"{Path}.metric.name").Problem(
                $"'{found.Name}' is best at zero, and a search makes a metric as great or as small as it can.",
                "Search by how far answers are from the truth, and hold the bias in a gate."));
        }

        var own = found.HigherIsBetter ? SearchGoal.Maximize : SearchGoal.Minimize;
        if (asked.Goal is { } goal && goal != own)
        {
            problems.Add(manifest.Locate($"{Path}.metric.goal").Problem(
                $"{(found.HigherIsBetter ? "More" : "Less")} of '{found.Name}' is better, and the goal is to "
                + $"{goal.ToString().ToLowerInvariant()} it.",
                $"Write goal: {own.ToString().ToLowerInvariant()}, or leave it out."));
        }

        return found;
    }

    /// <param name="Plan">Null where no search is asked for.</param>
    public sealed record Optional(SearchPlan? Plan);
}

/// <summary>
/// Decides which trials are not worth their end: at a few numbers of iterations, those that are not among the best of all that
/// got so far (Li and others, "Hyperband" (2017)), asynchronously, so that a trial is compared with those before it and waits
/// for none, as W&amp;B's sweeps have it.
/// </summary>
/// <param name="spec">At which numbers, and how many go on.</param>
/// <param name="option">Counts iterations.</param>
/// <param name="higherIsBetter">Of the metric.</param>
internal sealed class Hyperband(EarlyTerminateSpec spec, PropertyInfo option, bool higherIsBetter)
{
    private const int MostBrackets = 30;

    /// <summary>Of the option that counts iterations, as manifests have it.</summary>
    public string Key { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(option.Name);

    /// <summary>How many iterations a trainer with these options takes; null where it decides itself.</summary>
    public int? IterationsOf(object options) => option.GetValue(options) is { } count
        ? Convert.ToInt32(count, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>Where a trial is compared with others, ascending: W&amp;B calls them brackets.</summary>
    /// <param name="iterations">All that the trial takes; nothing is compared at its end.</param>
    public IReadOnlyList<int> Brackets(int iterations)
    {
        var all = spec.MinIter is { } first
            ? Enumerable.Range(0, MostBrackets).Select(power => first * Math.Pow(spec.Eta, power))
            : Enumerable.Range(1, spec.S!.Value).Select(power => spec.MaxIter!.Value / Math.Pow(spec.Eta, power));
        return [.. all.Where(bracket => bracket >= 1 && bracket < iterations).Select(bracket => (int)bracket).Distinct().Order()];
    }

    /// <summary>Whether a value is among the best 1 / eta of all, itself included; the first always is.</summary>
    /// <param name="value">At a bracket.</param>
    /// <param name="earlier">Those of other trials there.</param>
    public bool GoesOn(double value, IReadOnlyList<double> earlier) =>
        earlier.Count(other => higherIsBetter ? other > value : other < value) < Math.Ceiling((earlier.Count + 1) / spec.Eta);
}
