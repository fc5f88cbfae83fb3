using Pipeline.Environments;


namespace Pipeline.Delivery.Reports;

/// <summary>The command that rolls a release back, as a person could type it: it is possible, or it is not printed.</summary>
internal static class WayBack
{
    /// <param name="document">Of the last environment; null where nothing was ever deployed.</param>
    /// <param name="option">Names the model where a command needs it.</param>
    public static string Of(EnvironmentDocument? document, string option)
    {
        if (document?.FindRollbackTarget() is not { } earlier)
            return $"./build.sh Down{option}: nothing answered there before";
        return IsThere(earlier)
            ? $"./build.sh Rollback --environment {document.Environment}{option} (to {Words(earlier)})"
            : $"./build.sh Down{option}: the image of {Words(earlier)} is no longer there";
    }

    /// <summary>"revision 2 (version 7)".</summary>
    public static string Words(Revision revision) =>
        $"revision {revision.Number}{(revision.Version is { } version ? $" (version {version})" : "")}";

    /// <summary>Whether it runs, or could be started again.</summary>
    public static bool IsThere(Revision revision) =>
        revision is { State: RevisionState.Running, Address: not null } || Directory.Exists(revision.Launch?.Folder);
}
