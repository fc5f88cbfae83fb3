using System.Globalization;
using Pipeline.Environments;

namespace Pipeline.Deployment.Retention;

/// <summary>Which revisions need their image, and why.</summary>
internal static class RevisionPointers
{
    /// <summary>The strongest reason of a revision comes first.</summary>
    public static IEnumerable<(Revision Revision, string By)> Of(EnvironmentDocument document, EnvironmentPlaceRequest request)
    {
        foreach (var revision in document.Revisions)
        {
            if (Because(document, revision) is { } by)
                yield return (revision, by);
        }

        foreach (var revision in WaysBack(document, request.WaysBack))
            yield return (revision, $"{Words(revision)} is a way back");
        foreach (var revision in document.Revisions)
        {
            if (revision.Version is { } version && request.Named.TryGetValue(version, out var name))
                yield return (revision, $"the registry calls version {version} '{name}'");
        }
    }

    /// <summary>Whether its server runs, or its gateway may start it by itself.</summary>
    public static bool Runs(EnvironmentDocument document, Revision revision) => Because(document, revision) is not null;

    private static string? Because(EnvironmentDocument document, Revision revision) =>
        revision.Number == document.Stable ? $"{Words(revision)} answers"
        : revision.Number == document.Standby ? $"{Words(revision)} is the standby"
        : revision.Number == document.Candidate ? $"{Words(revision)} is being rolled out"
        : revision.State is RevisionState.Running or RevisionState.Stopping || revision.Process is { IsRunning: true }
            ? $"{Words(revision)} still runs"
            : null;

    /// <summary>
    /// Those that a rollback without a number comes to, one after another, and the last that answered: after a rollback, these
    /// have greater numbers, and after Down, there are only these.
    /// </summary>
    private static IEnumerable<Revision> WaysBack(EnvironmentDocument document, int count)
    {
        var answered = document.Revisions.Where(x => x.Promoted is not null).OrderByDescending(x => x.Promoted).ToList();
        return answered.Where(x => x.Number < document.Stable).Take(count).Union(answered.Take(count));
    }

    private static string Words(Revision revision) => string.Create(
        CultureInfo.InvariantCulture,
        $"revision {revision.Number}{(revision.Version is { } version ? $" (version {version})" : "")}");
}
