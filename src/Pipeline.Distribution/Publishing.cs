using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using Pipeline.Core.Problems;

namespace Pipeline.Distribution;

/// <summary>Pushes packages to a feed. The key is an argument of no process.</summary>
/// <param name="root">Of the clone, whose NuGet settings count.</param>
public sealed class Publishing(string root)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="packages">Files that were packed.</param>
    /// <param name="source">A name from the NuGet settings, an address, or a folder that is there.</param>
    /// <param name="key">For the feed; null where it asks for none.</param>
    /// <returns>Packages that the feed had already stay as they are there.</returns>
    /// <exception cref="InvalidInputException">The source is none.</exception>
    /// <exception cref="PackagesNotPushedException">The feed did not answer, or did not take the packages.</exception>
    public async Task PushAsync(IReadOnlyCollection<string> packages, string source, string? key)
    {
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentException.ThrowIfNullOrEmpty(source);
        var settings = Settings.LoadDefaultSettings(root);
        var known = new PackageSourceProvider(settings).LoadPackageSources().FirstOrDefault(feed => feed.Name == source);
        var place = known?.Source ?? source;
        if (!Uri.TryCreate(place, UriKind.Absolute, out var address) || (address.IsFile && !Directory.Exists(place)))
        {
            throw new InvalidInputException([new Problem(
                $"There is no feed '{source}'.", "Name one of the NuGet settings, an address, or the full path of a folder.")]);
        }

        try
        {
            await PushAsync(packages, known ?? new PackageSource(place), source, key);
        }
        catch (Exception exception) when (exception is FatalProtocolException or HttpRequestException or ArgumentException)
        {
            throw new PackagesNotPushedException(source, exception);
        }
    }

    private static async Task PushAsync(
        IReadOnlyCollection<string> packages, PackageSource feed, string source, string? key)
    {
        var update = await Repository.Factory.GetCoreV3(feed).GetResourceAsync<PackageUpdateResource>()
            ?? throw new InvalidInputException([new Problem($"The feed '{source}' takes no packages.", "Name one that does.")]);
        await update.PushAsync(
            [.. packages], symbolSource: "", (int)Patience.TotalSeconds, disableBuffering: false,
            getApiKey: _ => key ?? "", getSymbolApiKey: _ => "", noServiceEndpoint: false, skipDuplicate: true,
            allowInsecureConnections: false, allowSnupkg: false, log: NullLogger.Instance);
    }
}

/// <summary>A feed did not answer, or did not take what was pushed to it.</summary>
/// <param name="source">As it was named.</param>
/// <param name="cause">What NuGet said.</param>
public sealed class PackagesNotPushedException(string source, Exception cause) : Exception(
    $"The packages could not be pushed to '{source}': {cause.Message}", cause);
