using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Environments;

/// <summary>Whether an environment answers with an image, which another may wait for.</summary>
/// <param name="Since">From when on; null where it does not.</param>
/// <param name="Trouble">Why it does not, as "its gateway does not run"; null where it does.</param>
/// <param name="MayPass">Whether that may pass by itself, as the trouble of a server that is started again.</param>
public sealed record EnvironmentHealth(DateTimeOffset? Since, string? Trouble = null, bool MayPass = false)
{
    /// <param name="status">Of the environment; null where nothing was ever deployed.</param>
    /// <param name="image">What it shall answer with.</param>
    public static EnvironmentHealth Of(EnvironmentStatus? status, ImageDigest image)
    {
        if (status?.Document is not { } document || document.Find(document.Stable) is not { } stable)
            return new EnvironmentHealth(null, "nothing is deployed there");
        if (stable.Image != image)
            return new EnvironmentHealth(null, $"revision {stable.Number} serves another image there");
        if (status.Gateway is null)
            return new EnvironmentHealth(null, "its gateway does not run");
        if (document.Candidate is { } candidate)
            return new EnvironmentHealth(null, $"revision {candidate} is being rolled out there");
        if (stable is not { State: RevisionState.Running, Address: not null })
            return new EnvironmentHealth(null, $"revision {stable.Number} does not answer", MayPass: true);
        if (status.Lag is { } lag)
            return new EnvironmentHealth(null, lag, MayPass: true);
        return new EnvironmentHealth(stable.Promoted > stable.Since ? stable.Promoted.Value : stable.Since);
    }
}
