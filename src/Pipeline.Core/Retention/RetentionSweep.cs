namespace Pipeline.Core.Retention;

/// <summary>Applies limits to the things of a place.</summary>
/// <param name="limits">Of each kind.</param>
/// <param name="clock">The time.</param>
public sealed class RetentionSweep(Func<KeptKind, RetentionLimits> limits, TimeProvider clock)
{
    /// <summary>Decides, and then removes while the place is held; a place where nothing would go is not held.</summary>
    /// <param name="place">Where.</param>
    /// <param name="isDryRun">Only decides.</param>
    /// <param name="cancellationToken">Ends the removing between two things.</param>
    public async Task<SweepReport> RunAsync(IKeptPlace place, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        IReadOnlyList<KeptEntry> entries = [];
        try
        {
            entries = await place.ListAsync(cancellationToken);
            var now = clock.GetUtcNow();
            var plans = entries.GroupBy(x => x.Kind).Select(x => RetentionPolicy.Decide([.. x], limits(x.Key), now)).ToList();
            var report = new SweepReport(place.Title)
            {
                Removed = [.. plans.SelectMany(x => x.Removed)],
                Stays = [.. plans.SelectMany(x => x.Stays)],
                Over = [.. plans.SelectMany(x => x.Over)],
            };
            return isDryRun || report.Removed.Count == 0 ? report : await RemoveAsync(place, report, cancellationToken);
        }
        catch (UnclearPlaceException exception)
        {
            return new SweepReport(place.Title) { Stays = entries, Troubles = [exception.Message] };
        }
    }

    private static async Task<SweepReport> RemoveAsync(
        IKeptPlace place, SweepReport plan, CancellationToken cancellationToken)
    {
        var (away, stays, troubles) = (new List<(KeptEntry Entry, string Path)>(), new List<KeptEntry>(), new List<string>());
        await using (await place.HoldAsync(cancellationToken))
        {
            var pointers = await place.FindPointersAsync(cancellationToken);
            foreach (var entry in plan.Removed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var by = pointers.GetValueOrDefault(entry.Path);
                if (by is null && await TryAsync(() => place.TakeAwayAsync(entry, cancellationToken), troubles) is { } path)
                    away.Add((entry, path));
                else if (await place.ExistsAsync(entry, cancellationToken))
                    stays.Add(entry with { KeptBy = by ?? "it was used meanwhile" });
            }
        }

        // The names are gone, so that nobody waits for the bytes.
        var removed = new List<KeptEntry>();
        foreach (var (entry, path) in away)
        {
            if (await TryAsync(() => DeletedAsync(place, path, cancellationToken), troubles) is not null)
                removed.Add(entry);
        }

        return plan with
        {
            Removed = removed,
            Stays = [.. plan.Stays, .. stays],
            Over = [.. plan.Over, .. stays],
            Troubles = troubles,
        };
    }

    private static async Task<string?> DeletedAsync(IKeptPlace place, string path, CancellationToken cancellationToken)
    {
        await place.DeleteAsync(path, cancellationToken);
        return path;
    }

    /// <summary>One thing that cannot be removed keeps no other from it.</summary>
    private static async Task<string?> TryAsync(Func<Task<string?>> work, List<string> troubles)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            troubles.Add(exception.Message);
            return null;
        }
    }
}

/// <summary>What a sweep did in one place, or would do.</summary>
/// <param name="Place">Its title.</param>
public sealed record SweepReport(string Place)
{
    public IReadOnlyList<KeptEntry> Removed { get; init; } = [];

    public IReadOnlyList<KeptEntry> Stays { get; init; } = [];

    /// <summary>Of what stays, that which is over a limit.</summary>
    public IReadOnlyList<KeptEntry> Over { get; init; } = [];

    /// <summary>Sentences about what could not be looked at or removed.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];
}
