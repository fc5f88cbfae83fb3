using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Testing;

/// <summary>An engine and a probe that find nothing wrong, unless a test says otherwise.</summary>
internal sealed class AlwaysWell : IRevisionHost, IProbe
{
    public Verdict Probes { get; init; } = Verdict.Passed();

    public Func<Revision, bool> IsReady { get; init; } = _ => true;

    public Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken) =>
        Task.FromResult(new EnvironmentChange.Register(image, 0)
        {
            Launch = new ServerLaunch { Folder = "/", Command = "server" },
        });

    public Task<string?> FindGoneAsync(Revision revision, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public Task<bool> IsReadyAsync(Revision revision, CancellationToken cancellationToken) =>
        Task.FromResult(IsReady(revision));

    public Task<Verdict> ProbeAsync(Revision revision, CancellationToken cancellationToken) => Task.FromResult(Probes);
}
