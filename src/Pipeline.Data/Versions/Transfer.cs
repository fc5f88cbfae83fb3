using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Data.Versions;

/// <summary>
/// Copies objects from one store to another, several at once, and holds every byte against its id. What is there already is
/// left alone, so that an interrupted transfer goes on where it was.
/// </summary>
internal sealed class Transfer
{
    private const int MostNamed = 10;
    private const int FewestAtOnce = 4;

    /// <summary>What is being done, as a person would say it.</summary>
    public required string Step { get; init; }

    public required ObjectStore From { get; init; }

    public required ObjectStore To { get; init; }

    /// <summary>Whether the other side has an object, in a state to rely on.</summary>
    public required Func<ObjectId, CancellationToken, Task<bool>> IsThere { get; init; }

    /// <summary>What to do about objects that neither side has.</summary>
    public required string Hint { get; init; }

    private enum Outcome
    {
        Present,
        Copied,
        Missing,
        Damaged,
    }

    /// <summary>Objects that are missing or damaged are problems, told after all others were copied.</summary>
    public async Task<Validated<TransferCount>> RunAsync(
        IEnumerable<ListedFile> objects, IProgress<StepEvent> progress, CancellationToken cancellationToken)
    {
        var all = objects.DistinctBy(x => x.Id).ToList();
        var outcomes = new Outcome[all.Count];
        var (done, bytes) = (0, 0L);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(FewestAtOnce, Environment.ProcessorCount),
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, all.Count, options, async (i, token) =>
        {
            outcomes[i] = await CopyAsync(all[i].Id, token);
            if (outcomes[i] == Outcome.Copied)
                Interlocked.Add(ref bytes, To.SizeOf(all[i].Id) ?? 0);
            progress.Report(new StepEvent.Advanced(Step, Interlocked.Increment(ref done), all.Count, "objects"));
        });
        To.Settle();
        List<Problem> problems = [.. Told(Outcome.Missing), .. Told(Outcome.Damaged)];
        return problems.Count > 0
            ? Validated.Invalid<TransferCount>(problems)
            : Validated.Valid(new TransferCount(Count(Outcome.Copied), Count(Outcome.Present), bytes));

        int Count(Outcome outcome) => outcomes.Count(x => x == outcome);

        IEnumerable<Problem> Told(Outcome outcome) => Count(outcome) == 0
            ? []
            : [Tell(outcome, [.. all.Where((_, i) => outcomes[i] == outcome)], all.Count)];
    }

    private async Task<Outcome> CopyAsync(ObjectId id, CancellationToken cancellationToken)
    {
        if (await IsThere(id, cancellationToken))
            return Outcome.Present;
        if (From.SizeOf(id) is null)
            return Outcome.Missing;
        return await To.AddCopyAsync(From.PathOf(id), id, cancellationToken) ? Outcome.Copied : Outcome.Damaged;
    }

    private Problem Tell(Outcome outcome, IReadOnlyList<ListedFile> objects, int total)
    {
        var names = string.Join(", ", objects.Take(MostNamed).Select(x => $"{x.Id} ({x.Path})"));
        var more = objects.Count > MostNamed ? $" and {objects.Count - MostNamed} more" : "";
        var fault = outcome == Outcome.Missing ? $"not in '{From.Folder}'" : $"damaged in '{From.Folder}'";
        return new Problem($"Of {total} objects, {objects.Count} are {fault}: {names}{more}.", Hint);
    }
}

/// <summary>What a push or a pull did.</summary>
/// <param name="Copied">Objects that were copied.</param>
/// <param name="Present">Objects that were there already.</param>
/// <param name="Bytes">Of the copied objects.</param>
/// <param name="Written">Files of the workspace that were written or removed.</param>
public sealed record TransferCount(int Copied, int Present, long Bytes, int Written = 0)
{
    internal TransferCount And(TransferCount other) =>
        new(Copied + other.Copied, Present + other.Present, Bytes + other.Bytes, Written + other.Written);
}
