using System.Runtime.CompilerServices;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Probes;
using Pipeline.Environments;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Analysis;

/// <summary>
/// Something that a new revision can be held to while it is rolled out. The toolkit's own analyses are such parts, and a team's
/// is one class more, added to the delivery.
/// </summary>
public interface IAnalysis
{
    /// <summary>As <c>metric</c> names it, in snake_case: "error_rate".</summary>
    string Name { get; }

    /// <summary>A record for what <c>options</c> may have; null, the default, for nothing.</summary>
    Type? Options => null;

    /// <summary>With fewer samples it is inconclusive, unless the manifest says otherwise. Default 100.</summary>
    long SamplesAtLeast => 100;

    /// <summary>Between two measurements. Default zero: at each look of the rollout.</summary>
    TimeSpan Every => TimeSpan.Zero;

    /// <summary>Why it cannot be held to what is asked for; nothing where it can.</summary>
    /// <param name="request">What is asked for.</param>
    IEnumerable<Finding> Check(AnalysisRequest request);

    /// <summary>Begins to measure, each time that an analysis begins or another weight does.</summary>
    IAnalysisSensor Open(AnalysisRequest request);
}

/// <summary>Measures one revision for as long as it is analysed.</summary>
public interface IAnalysisSensor
{
    /// <summary>All that is known since it began, what was known at earlier looks included.</summary>
    /// <exception cref="MeasurementFailedException">It cannot be measured now, which says nothing about the revision.</exception>
    Task<AnalysisEvidence> LookAsync(AnalysisLook look, CancellationToken cancellationToken);
}

/// <summary>What is asked for of an analysis.</summary>
/// <param name="Criterion">What is held against it.</param>
public sealed record AnalysisRequest(Criterion Criterion)
{
    /// <summary>
    /// An instance of <see cref="IAnalysis.Options"/>; null where it has none, or none is given and some would have to be.
    /// </summary>
    public object? Options { get; init; }

    /// <summary>The model's reference rows, as its evaluation has recorded them.</summary>
    public IReadOnlyList<ReferenceRow> Rows { get; init; } = [];

    /// <summary>The folder that names of files are relative to; null where there is none.</summary>
    public string? Folder { get; init; }

    /// <summary>Asks revisions past their gateway; null where nobody does.</summary>
    public IAnswerCheck? Answers { get; init; }

    /// <summary>What came true of predictions; null where nobody reads it.</summary>
    public IOutcomeCounts? Outcomes { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public T OptionsAs<T>()
        where T : new() => Options is T options ? options : new T();
}

/// <summary>Both revisions at one look.</summary>
/// <param name="Candidate">The one that is analysed.</param>
/// <param name="Stable">The one that it would replace; null where there is none.</param>
public sealed record AnalysisLook(RevisionView Candidate, RevisionView? Stable)
{
    /// <summary>Whether the candidate is sent copies of requests.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>Whether clients are told what the candidate answers: not so while it only has copies. Default true.</summary>
    public bool AnswersClients { get; init; } = true;
}

/// <summary>What is seen of a revision.</summary>
/// <param name="Revision">Where it answers, and what it runs.</param>
/// <param name="Traffic">What it was asked since its present weight, or share of copies, was set.</param>
public sealed record RevisionView(Revision Revision, RevisionTraffic Traffic)
{
    /// <summary>What its answers said before that; null where that is not known.</summary>
    public PredictionCounts? Before { get; init; }
}

/// <summary>Asks a revision for an answer that is known.</summary>
public interface IAnswerCheck
{
    /// <summary>How the answer differs, as "probability is 0.5 instead of 0.25"; null where it does not.</summary>
    /// <exception cref="MeasurementFailedException">There is no answer.</exception>
    Task<string?> FindDifferenceAsync(Revision revision, ReferenceRow row, CancellationToken cancellationToken);
}

/// <summary>A sensor of an analysis could not measure.</summary>
/// <param name="reason">Continues "was not measured: ", as "there is no answer (connection refused)".</param>
public sealed class MeasurementFailedException(string reason) : Exception(reason);

/// <summary>The analyses that a delivery knows.</summary>
public sealed class AnalysisCatalog(params IEnumerable<IAnalysis> analyses)
{
    private readonly SortedDictionary<string, IAnalysis> _byName =
        new(analyses.ToDictionary(x => x.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The toolkit's own.</summary>
    public static AnalysisCatalog Standard { get; } = new(StandardAnalyses.All);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    public IAnalysis? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>All that is wrong with what a manifest asks for.</summary>
    /// <param name="spec">What is asked for.</param>
    /// <param name="place">Of its keys: "metric", "options", or the criterion's own.</param>
    public IReadOnlyList<Problem> Check(AnalysisSpec spec, Func<string, SourceLocation> place)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(place);
        if (Find(spec.Metric) is not { } analysis)
            return [place("metric").Problem($"'{spec.Metric}' cannot be measured here.", NearestNames.Hint(spec.Metric, Names))];
        if (spec.Options is { } node && analysis.Options is null)
            return [node.Location.Problem($"'{spec.Metric}' has no options.", "Leave them out.")];
        var options = Bind(spec, analysis);
        return !options.TryGet(out var bound) ? [.. options.Problems] :
        [
            .. analysis.Check(new AnalysisRequest(spec.Criterion) { Options = bound.Value })
                .Select(x => place(KeyOf(x.Property, spec)).Problem(x.Message, x.Hint)),
        ];
    }

    /// <exception cref="InvalidInputException">It is not known, or its options are not its own.</exception>
    internal (IAnalysis Analysis, object? Options) Require(AnalysisSpec spec)
    {
        var analysis = Find(spec.Metric) ?? throw new InvalidInputException(
            [new Problem($"'{spec.Metric}' cannot be measured here.", NearestNames.Hint(spec.Metric, Names))]);
        return (analysis, Bind(spec, analysis).OrThrow().Value);
    }

    private static string KeyOf(string property, AnalysisSpec spec) => property switch
    {
        nameof(AnalysisSpec.Criterion) => AnalysisSpec.KeyOf(spec.Criterion),
        nameof(AnalysisSpec.Options) => spec.Options is null ? "metric" : "options",
        _ => "metric",
    };

    private static Validated<Bound> Bind(AnalysisSpec spec, IAnalysis analysis)
    {
        if (analysis.Options is not { } type)
            return Validated.Valid(new Bound(null));
        if (spec.Options is not { } node)
            return Validated.Valid(new Bound(HasDefaults(type) ? Activator.CreateInstance(type) : null));
        var bound = node.Bind(type);
        return bound.TryGet(out var value) ? Validated.Valid(new Bound(value)) : Validated.Invalid<Bound>(bound.Problems);
    }

    private static bool HasDefaults(Type type) => !type.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    private sealed record Bound(object? Value);
}
