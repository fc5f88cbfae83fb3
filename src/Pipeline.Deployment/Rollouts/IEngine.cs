using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>What an engine does before the gateway runs a revision on it; it never builds an image.</summary>
public interface IEngine
{
    /// <summary>"process" or "docker".</summary>
    string Name { get; }

    /// <summary>Makes the image ready to run here, and says how the environment starts it, or where it runs.</summary>
    Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken);

    /// <summary>Why a revision that ended cannot be started again, as "its image is no longer here"; null when it can.</summary>
    string? GoneBecause(Revision revision);
}
