using NuGet.Versioning;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Programs;

namespace Pipeline.Distribution;

/// <summary>
/// For builds within the toolkit's own clone: packages of its programs are made of its sources, once for a state of them, into a
/// folder of the clone, and from there they go the way of any package.
/// </summary>
/// <param name="root">Of the toolkit's clone, absolute.</param>
/// <param name="clock">Measures how long it takes.</param>
public sealed class ClonePrograms(string root, TimeProvider clock) : IProgramSource
{
    private readonly DotnetCli _dotnet = new(root);
    private readonly string _temporary = Path.Combine(root, ".nuke", "temp");

    private ProgramPublisher Publisher => new(root, _dotnet);

    private string Feed => Path.Combine(_temporary, "feed");

    public async Task<ProgramPackage> FindAsync(ToolkitProgram program, string runtime, CancellationToken cancellationToken)
    {
        var digest = await Publisher.DigestAsync(program, runtime, cancellationToken);
        return new ProgramPackage(program, runtime, Development(digest).ToNormalizedString());
    }

    public async Task<ProgramFeed> OfferAsync(ProgramPackage package, IDeliveryFace face, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(face);
        var feed = new ProgramFeed(Feed, Path.Combine(_temporary, "packages"));
        var file = Path.Combine(Feed, $"{package.Id}.{package.Version}.nupkg");
        if (File.Exists(file))
            return feed;
        Directory.CreateDirectory(_temporary);
        using var turn = CompileTurn.Take(_temporary, face.Say, cancellationToken);
        using var work = LongWork.Begin($"Publishing {package.Id}", "once per state of its sources", face, clock);
        var content = await Publisher.PublishAsync(package.Program, package.Runtime, cancellationToken);
        content.Write(Feed, NuGetVersion.Parse(package.Version), Path.Combine(root, "LICENSE"));
        return feed;
    }

    /// <summary>A version before the next one, that no two states of the sources share: "0.2.0-dev-5f2c9a01b3d4".</summary>
    internal static NuGetVersion Development(Digest digest) =>
        NuGetVersion.Parse($"{Toolkit.Version}-dev-{digest.Hex[..12]}");
}
