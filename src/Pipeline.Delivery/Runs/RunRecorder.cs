using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;
using Pipeline.Models.Documents;
using Pipeline.Training;

namespace Pipeline.Delivery.Runs;

/// <summary>
/// Puts trainings into the registry as runs. A registry that cannot be written to loses no training: its documents lie among the
/// artifacts, and the next target that can writes them down.
/// </summary>
internal sealed class RunRecorder(DeliveryContext context)
{
    private readonly ModelWorkspace _workspace = context.Workspace;

    /// <summary>The run among the artifacts, as it was recorded, now or before; null where the registry took none.</summary>
    public Task<RecordedRun?> TryRecordAsync(CancellationToken cancellationToken) =>
        TryAsync((session, token) => session.RecordAsync(token), "run", cancellationToken);

    /// <summary>The same with the evaluation of its model.</summary>
    public Task<RecordedEvaluation?> TryRecordEvaluationAsync(CancellationToken cancellationToken) =>
        TryAsync((session, token) => session.RecordEvaluationAsync(token), "evaluation", cancellationToken);

    /// <summary>
    /// A training that made no model, if there is one to record. While this build holds the stage nobody else trains, so that one
    /// without an end was killed.
    /// </summary>
    /// <param name="holdsStage">Whether this build does.</param>
    public async Task TryRecordFailureAsync(bool holdsStage)
    {
        var path = RunAttempt.PathIn(_workspace.Artifacts);
        if (!File.Exists(path))
            return;
        var read = await DocumentFile.ReadAsync<FailedRunDocument>(path, CancellationToken.None);
        if (read.TryGet(out var failed) && (holdsStage || failed.Duration is not null))
        {
            var clean = failed with { Error = context.Request.Redact(failed.Error) };
            var recorded = await TryAsync(
                (session, token) => session.RecordAsync(clean, token), "failed run", CancellationToken.None);
            if (recorded is null)
                return;
        }
        else if (read.IsValid)
        {
            return;
        }

        File.Delete(path);
    }

    private async Task<T?> TryAsync<T>(
        Func<RegistrySession, CancellationToken, Task<T>> record, string what, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await record(await context.RegistryAsync(cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or AccessDeniedException
            or JournalContendedException or RegistryDivergedException or EventNotUnderstoodException or InvalidInputException)
        {
            context.Face.Warn($"The {what} is not in the registry yet: {exception.Message} Its documents stay in "
                + $"{_workspace.Relative(_workspace.Artifacts.Folder)}, and the next target that can record it does.");
            return null;
        }
    }
}

/// <summary>What runs are found by, as facts of the registry.</summary>
internal static class RunFactsOf
{
    private const double Megabyte = 1e6;

    /// <summary>Metrics on the train rows say so in their names: those of the evaluation are what a model is judged by.</summary>
    private const string Train = "train_";

    private const string Folds = "cv_";

    public static RunFacts Run(RunDocument run) => RunFacts.Of([
        .. Attributes(
            RunAttributes.Finished,
            run.Trainer, run.Seed, run.StartedAt, run.Duration, run.Rows, run.Data, run.Toolkit),
        Attribute(RunAttributes.Model, $"{run.Model}"),
        .. run.Search is { } search ? [Attribute(RunAttributes.Search, $"{search.Search}")] : Array.Empty<RunFact>(),
        .. Around(run.Circumstances),
        .. Metrics(run.CrossValidation?.Measurements ?? [], Folds),
        .. Metrics(run.Measurements, Train),
        .. Parameters(run.Parameters.Count > 0 ? run.Parameters : RunParameters.Flatten(run.Options)),
    ]);

    public static RunFacts Run(FailedRunDocument run) => RunFacts.Of([
        .. Attributes(
            run.IsKilled ? RunAttributes.Killed : RunAttributes.Failed,
            run.Trainer, run.Seed, run.StartedAt, run.Duration, run.Rows, run.Data, run.Toolkit),
        Attribute(RunAttributes.Error, run.Error.Split('\n')[0]),
        .. Around(run.Circumstances),
        .. Parameters(run.Parameters),
    ]);

    public static RunFacts Evaluation(EvaluationDocument evaluation) => RunFacts.Of(Metrics(evaluation.Measurements, ""));

    private static IEnumerable<RunFact> Attributes(
        string status,
        string trainer,
        int seed,
        DateTimeOffset startedAt,
        TimeSpan? duration,
        int rows,
        Digest data,
        string toolkit)
    {
        yield return Attribute(RunAttributes.Status, status);
        yield return Attribute(RunAttributes.Trainer, trainer);
        yield return Attribute(RunAttributes.Seed, Text(seed));
        yield return Attribute(RunAttributes.Started, startedAt.UtcDateTime.ToString("u", CultureInfo.InvariantCulture));
        if (duration is { } took)
            yield return Attribute(RunAttributes.Duration, Text(Math.Round(took.TotalSeconds, 3)));
        yield return Attribute(RunAttributes.Rows, Text(rows));
        yield return Attribute(RunAttributes.Data, $"{data}");
        yield return Attribute(RunAttributes.Toolkit, toolkit);
    }

    private static IEnumerable<RunFact> Around(RunCircumstances? circumstances)
    {
        if (circumstances is null)
            yield break;
        yield return Attribute(RunAttributes.Cpu, Text(Math.Round(circumstances.Cpu.TotalSeconds, 3)));
        if (circumstances.PeakMemory > 0)
            yield return Attribute(RunAttributes.Memory, Text(Math.Round(circumstances.PeakMemory / Megabyte)));
        if (circumstances.Source is not { } source)
            yield break;
        yield return Attribute(RunAttributes.Commit, source.Commit);
        if (source.IsDirty is { } isDirty)
            yield return Attribute(RunAttributes.Dirty, isDirty ? "yes" : "no");
    }

    private static IEnumerable<RunFact> Metrics(IEnumerable<Measurement> measurements, string prefix) =>
        from measurement in measurements
        where measurement.Slice is null
        let number = measurement.Value as MeasuredValue.Number
        where number is not null
        select new RunFact(RunFactKind.Metric, $"{prefix}{measurement.Name}", Text(number.Value));

    private static IEnumerable<RunFact> Parameters(IReadOnlyDictionary<string, string> parameters) =>
        parameters.Select(parameter => new RunFact(RunFactKind.Parameter, parameter.Key, parameter.Value));

    private static RunFact Attribute(string name, string text) => new(RunFactKind.Attribute, name, text);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
