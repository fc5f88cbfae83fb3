namespace Pipeline.Deployment.Rollback;

/// <summary>The revision to go back to cannot run any more.</summary>
public sealed class RevisionGoneException(string title, int revision, string reason) : Exception(
    $"Revision {revision} in {title} cannot answer again: {reason}. Traffic stays where it is; name another revision.");
