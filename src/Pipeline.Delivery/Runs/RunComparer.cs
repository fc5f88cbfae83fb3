using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Runs;
using Pipeline.Governance.Blobs;
using Pipeline.Governance.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Delivery.Runs;

/// <summary>A run with the documents that the store has of it.</summary>
/// <param name="Found">As the registry knows it.</param>
internal sealed record LoadedRun(FoundRun Found)
{
    /// <summary>Null for a run that made no model, and where the store lacks it.</summary>
    public RunDocument? Document { get; init; }

    /// <summary>Of a training that made no model.</summary>
    public FailedRunDocument? Failure { get; init; }

    /// <summary>Null for a run whose model was not judged, and where the store lacks it.</summary>
    public EvaluationDocument? Evaluation { get; init; }

    public RunCircumstances? Circumstances => Document?.Circumstances ?? Failure?.Circumstances;
}

/// <summary>One run held against another.</summary>
/// <param name="Run">That is looked at.</param>
/// <param name="Against">That it is held against.</param>
/// <param name="Answers">On the test rows of both; null where there is no comparison.</param>
/// <param name="WhyNot">Why there is none, as a sentence; null where there is one.</param>
internal sealed record RunComparison(LoadedRun Run, LoadedRun Against, ComparedAnswers? Answers, string? WhyNot);

/// <summary>Reads what the store has of runs, and holds their models against each other by the answers that were kept.</summary>
internal sealed class RunComparer(BlobStore blobs, IReadOnlyList<IMetric> metrics)
{
    private const double Confidence = 0.95;

    public async Task<LoadedRun> LoadAsync(FoundRun run, CancellationToken cancellationToken) => new(run)
    {
        Document = run.Status == RunStatus.Finished
            ? await FindAsync<RunDocument>(run.Run.Document, cancellationToken)
            : null,
        Failure = run.Status == RunStatus.Finished
            ? null
            : await FindAsync<FailedRunDocument>(run.Run.Document, cancellationToken),
        Evaluation = run.Evaluation is { } evaluation
            ? await FindAsync<EvaluationDocument>(evaluation.Document, cancellationToken)
            : null,
    };

    public async Task<RunComparison> CompareAsync(LoadedRun run, LoadedRun against, CancellationToken cancellationToken)
    {
        try
        {
            var (ours, theirs) = (await AnswersAsync(run, cancellationToken), await AnswersAsync(against, cancellationToken));
            var compared = AnswersComparison.Compare(
                ours, theirs, metrics, new BootstrapOptions(), Confidence, cancellationToken);
            return new RunComparison(
                run, against, compared.TryGet(out var answers) ? answers : null, Sentence(compared.Problems));
        }
        catch (Exception exception) when (exception is IOException or InvalidInputException)
        {
            return new RunComparison(run, against, null, exception.Message);
        }
    }

    private static string? Sentence(IReadOnlyList<Problem> problems) => problems.Count == 0 ? null : problems[0].Message;

    private async Task<AnsweredRows> AnswersAsync(LoadedRun run, CancellationToken cancellationToken)
    {
        var name = RunsText.Short(run.Found);
        if (run.Found.Evaluation?.Answers is not { } digest)
            throw Without(run.Found.Evaluation is null ? $"Run {name} was not evaluated." : $"Run {name} kept no answers.");
        var answers = TestAnswers.Read(await blobs.ReadAsync(digest, cancellationToken), $"answers of {name}").OrThrow();
        var rows = TestRows.Read(await blobs.ReadAsync(answers.Rows, cancellationToken), $"test rows of {name}").OrThrow();
        return new AnsweredRows(rows, answers);
    }

    private static InvalidInputException Without(string sentence) => new([new Problem(sentence)]);

    /// <summary>What the store lacks is shown as missing: the registry still knows the run.</summary>
    private async Task<T?> FindAsync<T>(Digest digest, CancellationToken cancellationToken)
        where T : Core.Documents.Document
    {
        try
        {
            var read = await blobs.ReadDocumentAsync<T>(digest, cancellationToken);
            return read.TryGet(out var document) ? document : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>What of runs differs between them.</summary>
/// <param name="Name">"params.trees".</param>
/// <param name="Values">By run, as people read them; "" where a run has none.</param>
internal sealed record RunDifference(string Name, IReadOnlyList<string> Values)
{
    /// <summary>What says nothing by differing: it always does, or follows from others.</summary>
    private static readonly string[] Passed =
        [RunAttributes.Started, RunAttributes.Duration, RunAttributes.Cpu, RunAttributes.Memory, RunAttributes.Model];

    /// <summary>A parameter that the trainers of some do not have, and of one value where there is any.</summary>
    public bool IsOfSome =>
        Name.StartsWith("params.", StringComparison.Ordinal) && Values.Where(value => value.Length > 0).Distinct().Count() == 1;

    /// <summary>What differs, the choices of people first, then the data, the sources and the machine.</summary>
    public static IReadOnlyList<RunDifference> Of(IReadOnlyList<LoadedRun> runs)
    {
        var told = runs.Select(Told).ToList();
        var names = told.SelectMany(run => run.Keys).Distinct().ToList();
        var libraries = runs.SelectMany(run => run.Circumstances?.Environment.Libraries.Keys ?? []).ToHashSet();
        return
        [
            .. names.Select(name => new RunDifference(name, [.. told.Select(run => run.GetValueOrDefault(name, ""))]))
                .Where(difference => difference.Values.Distinct().Count() > 1)
                // Another trainer stands on other libraries; only another version of one says something.
                .Where(difference => !libraries.Contains(difference.Name) || !difference.Values.Contains("")),
        ];
    }

    private static OrderedDictionary<string, string> Told(LoadedRun run)
    {
        var told = new OrderedDictionary<string, string>();
        var ordered = run.Found.Facts
            .OrderBy(fact => fact.Kind == RunFactKind.Attribute && fact.Name != RunAttributes.Trainer)
            .ThenBy(fact => fact.Kind);
        foreach (var fact in ordered)
        {
            if (fact.Kind == RunFactKind.Attribute && !Passed.Contains(fact.Name))
                told.TryAdd(fact.Name, Brief(fact));
            else if (fact.Kind == RunFactKind.Parameter)
                told.TryAdd($"params.{fact.Name}", fact.Text);
        }

        // The document has those that found no room in the registry.
        if (run.Document is { } document)
        {
            foreach (var (name, value) in document.Parameters)
                told[$"params.{name}"] = value;
        }

        if (run.Circumstances is { } around)
        {
            told["data version"] = around.Data?.Version is { } version ? $"{version.Pointer} {version.Md5[..8]}" : "";
            told["system"] = around.Environment.System;
            told["architecture"] = around.Environment.Architecture;
            told["processors"] = $"{around.Environment.Processors}";
            told["runtime"] = around.Environment.Runtime;
            foreach (var (library, its) in around.Environment.Libraries)
                told[library] = its;
        }

        return told;
    }

    private static string Brief(RunFact fact) =>
        Digest.TryParse(fact.Text, null, out var digest) ? digest.Brief
        : fact.Name == RunAttributes.Commit && fact.Text.Length > 8 ? fact.Text[..8]
        : fact.Text;
}
