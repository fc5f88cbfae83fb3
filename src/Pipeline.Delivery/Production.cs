using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;

namespace Pipeline.Delivery;

/// <summary>What the last environment serves, which the champion of a registry follows.</summary>
internal sealed class Production(Environments environments, ModelPlace place)
{
    /// <summary>
    /// Makes what the last environment serves the champion. Another clone may have changed it, and then the registry learns of it
    /// here.
    /// </summary>
    /// <returns>What is served where this registry does not know it, to be compared with from the environment's files.</returns>
    public async Task<LiveModel?> FollowAsync(ModelShelf shelf, CancellationToken cancellationToken)
    {
        if (await environments.FindServedAsync(cancellationToken) is not { } served)
            return null;
        if (await FindVersionAsync(served, shelf, cancellationToken) is { } version)
        {
            await shelf.CrownAsync(version.Version, $"'{served.Environment}' serves it", cancellationToken);
            return null;
        }

        var digest = await served.FindDigestAsync(cancellationToken);
        place.Face.Warn($"{Unknown(served, digest?.Brief ?? "that cannot be read")}");
        return served;
    }

    /// <summary>What is served and not known here, without recording anything.</summary>
    public async Task<LiveModel?> FindUnknownAsync(ModelShelf shelf, CancellationToken cancellationToken) =>
        await environments.FindServedAsync(cancellationToken) is { } served
        && await FindVersionAsync(served, shelf, cancellationToken) is null ? served : null;

    private async Task<RegisteredVersion?> FindVersionAsync(
        LiveModel served, ModelShelf shelf, CancellationToken cancellationToken)
    {
        if (await served.FindDigestAsync(cancellationToken) is not { } digest)
            return null;
        var view = await shelf.Registry.ReadAsync(cancellationToken);
        return await view.FindVersionAsync(place.Name, digest, cancellationToken);
    }

    private static Problem Unknown(LiveModel served, string model) => new(
        $"{served.Environment} serves model {model}{Called(served)}, which this registry does not know.",
        "Versions are numbered by a registry: set PIPELINE_REGISTRY and PIPELINE_STORE to the one it came from.");

    private static string Called(LiveModel served) =>
        served.Revision.Version is { } version ? $" (there version {version})" : "";
}
