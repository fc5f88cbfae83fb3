using System.Diagnostics;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Stages;

/// <summary>
/// Runs a stage when something that it depends on changed, and says what. The order is: note the attempt, work, write the
/// record, strike the note. A kill at any instant leaves the last record with the digests of its outputs, so that nothing
/// half made is ever taken for up to date.
/// </summary>
public sealed class StageRunner
{
    private readonly string _root;
    private readonly IStageRecords _records;
    private readonly TimeProvider _clock;
    private readonly string _toolkit;

    /// <param name="root">Where the outputs' paths begin.</param>
    /// <param name="records">The folder of the records, which is made where needed.</param>
    /// <param name="clock">Measures durations and dates records.</param>
    /// <param name="toolkit">An input of every stage; <see cref="Toolkit.Version"/> unless given.</param>
    public StageRunner(string root, string records, TimeProvider clock, string? toolkit = null)
        : this(root, new StageRecordFolder(records), clock, toolkit)
    {
    }

    internal StageRunner(string root, IStageRecords records, TimeProvider clock, string? toolkit = null) =>
        (_root, _records, _clock, _toolkit) = (root, records, clock, toolkit ?? Toolkit.Version);

    /// <summary>What <see cref="RunAsync"/> would do now; changes nothing.</summary>
    public async Task<StagePlan> PlanAsync(Stage stage, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return await PlanAsync(stage, force, await _records.ReadAsync(stage.Name, cancellationToken), cancellationToken);
    }

    /// <summary>Runs the work unless the stage is up to date. What the work throws goes through.</summary>
    /// <exception cref="StageBusyException">Another process runs this stage.</exception>
    /// <exception cref="InvalidOperationException">The work ended without making a declared output.</exception>
    public async Task<StageRun> RunAsync(
        Stage stage, Func<CancellationToken, Task> work, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(work);
        using var only = _records.Lock(stage.Name);
        var history = await _records.ReadAsync(stage.Name, cancellationToken);
        var plan = await PlanAsync(stage, force, history, cancellationToken);
        if (plan.IsUpToDate)
        {
            _records.End(stage.Name);
            return new StageRun(plan, history.Record!);
        }

        await _records.BeginAsync(stage.Name, history.NextAttempt, cancellationToken);
        var began = _clock.GetTimestamp();
        await work(cancellationToken);
        var record = await RecordAsync(stage, history.NextAttempt, _clock.GetElapsedTime(began), cancellationToken);
        await _records.CompleteAsync(record, cancellationToken);
        _records.End(stage.Name);
        return new StageRun(plan, record);
    }

    private async Task<StagePlan> PlanAsync(
        Stage stage, bool force, StageHistory history, CancellationToken cancellationToken)
    {
        List<StageReason> reasons = force ? [new StageReason.Forced()] : [];
        if (history.IsInterrupted)
            reasons.Add(new StageReason.Interrupted());
        if (history.Unreadable is { } why)
            reasons.Add(new StageReason.RecordUnreadable(why));
        else if (history.Record is not { } record)
            reasons.Add(new StageReason.NeverRan());
        else
            reasons.AddRange([.. Inputs(stage, record), .. await OutputsAsync(stage, record, cancellationToken)]);
        return new StagePlan(stage.Name, reasons, history.Record?.Duration);
    }

    private IEnumerable<StageReason> Inputs(Stage stage, StageRecord record)
    {
        if (record.Toolkit != _toolkit)
            yield return new StageReason.ToolkitChanged(record.Toolkit, _toolkit);
        foreach (var reason in Compare(stage.Inputs, record.Inputs, (name, _, _) => new StageReason.InputChanged(name)))
            yield return reason;
        foreach (var reason in Compare(
            stage.Versions, record.Versions, (name, last, now) => new StageReason.VersionChanged(name, last, now)))
        {
            yield return reason;
        }
    }

    private static IEnumerable<StageReason> Compare<T>(
        IReadOnlyDictionary<string, T> inputs, IReadOnlyDictionary<string, T> recorded, Func<string, T, T, StageReason> changed)
    {
        foreach (var (name, now) in inputs.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            if (!recorded.TryGetValue(name, out var last))
                yield return new StageReason.InputAdded(name);
            else if (!EqualityComparer<T>.Default.Equals(last, now))
                yield return changed(name, last, now);
        }

        foreach (var name in recorded.Keys.Except(inputs.Keys).Order(StringComparer.Ordinal))
            yield return new StageReason.InputRemoved(name);
    }

    private async Task<List<StageReason>> OutputsAsync(Stage stage, StageRecord record, CancellationToken cancellationToken)
    {
        var reasons = new List<StageReason>();
        foreach (var (output, path) in stage.Files(_root))
        {
            if (!record.Outputs.TryGetValue(output, out var digest))
                reasons.Add(new StageReason.OutputAdded(output));
            else if (await FindDigestAsync(path, cancellationToken) is not { } found)
                reasons.Add(new StageReason.OutputMissing(output));
            else if (found != digest)
                reasons.Add(new StageReason.OutputChanged(output));
        }

        return reasons;
    }

    /// <summary>Of a file, or of all files of a folder with their names; null where there is none.</summary>
    private static async Task<Digest?> FindDigestAsync(string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            return await Digest.OfFileAsync(path, cancellationToken);
        if (!Directory.Exists(path))
            return null;
        var files = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(path))
            files[Path.GetFileName(file)] = await Digest.OfFileAsync(file, cancellationToken);
        return files.Count == 0 ? null : Digest.OfJson(files);
    }

    private async Task<StageRecord> RecordAsync(Stage stage, int attempt, TimeSpan duration, CancellationToken cancellationToken)
    {
        var outputs = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var (output, path) in stage.Files(_root))
        {
            outputs[output] = await FindDigestAsync(path, cancellationToken)
                ?? throw new InvalidOperationException($"Stage '{stage.Name}' ended without its output '{output}'.");
        }

        return new StageRecord
        {
            Toolkit = _toolkit,
            Inputs = stage.Inputs,
            Versions = stage.Versions,
            Stage = stage.Name,
            Attempt = attempt,
            Outputs = outputs,
            FinishedAt = _clock.GetUtcNow(),
            Duration = duration,
        };
    }
}

/// <summary>What was planned, and the record that stands now: the new one, or the last one when nothing had to run.</summary>
public sealed record StageRun(StagePlan Plan, StageRecord Record);

/// <summary>What a stage would do now.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Reasons">Why it must run, all of them; none when it is up to date.</param>
/// <param name="LastDuration">How long it took when it last finished; null when it never did.</param>
public sealed record StagePlan(string Stage, IReadOnlyList<StageReason> Reasons, TimeSpan? LastDuration)
{
    public bool IsUpToDate => Reasons.Count == 0;

    /// <summary>"train runs, because input 'data' changed", or "train is up to date".</summary>
    public override string ToString() => IsUpToDate
        ? $"{Stage} is up to date"
        : $"{Stage} runs, because {string.Join(" and ", Reasons)}";
}

/// <summary>Why a stage must run.</summary>
public abstract record StageReason
{
    private StageReason()
    {
    }

    /// <summary>In words: "input 'data' changed".</summary>
    public sealed override string ToString() => this switch
    {
        NeverRan => "it has no record yet",
        Forced => "it is forced",
        Interrupted => "the last attempt did not finish",
        RecordUnreadable x => $"its record cannot be read ({x.Why})",
        ToolkitChanged x => $"the toolkit changed from {x.Before} to {x.Now}",
        InputChanged x => $"input '{x.Input}' changed",
        VersionChanged x => $"input '{x.Input}' changed from {x.Before} to {x.Now}",
        InputAdded x => $"input '{x.Input}' is new",
        InputRemoved x => $"input '{x.Input}' is no longer one",
        OutputAdded x => $"output '{x.Output}' is new",
        OutputMissing x => $"output '{x.Output}' is missing",
        OutputChanged x => $"output '{x.Output}' was changed by somebody else",
        _ => throw new UnreachableException(),
    };

    public sealed record NeverRan : StageReason;

    public sealed record Forced : StageReason;

    public sealed record Interrupted : StageReason;

    public sealed record RecordUnreadable(string Why) : StageReason;

    public sealed record ToolkitChanged(string Before, string Now) : StageReason;

    public sealed record InputChanged(string Input) : StageReason;

    public sealed record VersionChanged(string Input, string Before, string Now) : StageReason;

    public sealed record InputAdded(string Input) : StageReason;

    public sealed record InputRemoved(string Input) : StageReason;

    public sealed record OutputAdded(string Output) : StageReason;

    public sealed record OutputMissing(string Output) : StageReason;

    public sealed record OutputChanged(string Output) : StageReason;
}
