namespace Pipeline.Deployment.Rollback;

/// <summary>No revision answered before the present one.</summary>
public sealed class NothingToRollBackToException(string title, int? stable) : Exception(stable is null
    ? $"There is nothing to roll back to in {title}: nothing is deployed there."
    : $"There is nothing to roll back to in {title}: no revision before {stable} ever answered there.");
