using System.Runtime.Versioning;
using Pipeline.Testing;

namespace Pipeline.Packaging.Layers;

/// <summary>Real processes that are killed, and what they ask of the disk.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExtractionProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Extract_KilledAgainAndAgain_IsCompleteOrAbsent()
    {
        var image = await PackageAsync();
        await new LayerExtractor(new ExtractionLimits()).ExtractAsync(image.Layout, image.Digest, _folder["whole"], Token);
        var chance = new Random(7);

        for (var i = 0; i < 8; i++)
        {
            var pause = TimeSpan.FromMilliseconds(chance.Next(0, 20));
            await Durable.KillAfterAsync(
                _folder.Path, 1, pause, "extract", image.Layout, $"{image.Digest}", _folder["out", "revision"], "1000000");
        }

        var unpacked = Directory.GetDirectories(_folder["out"], "revision-*");
        unpacked.Length.ShouldBeGreaterThan(7);
        var whole = Contents(_folder["whole"]);
        foreach (var folder in unpacked)
            Contents(folder).ShouldBe(whole);
    }

    [Fact]
    public async Task Extract_BeforeTheFolderGetsItsName_HasFlushedAllThatIsInIt()
    {
        var image = await PackageAsync();

        var calls = Durable.Trace(
            _folder.Path, "extract", image.Layout, $"{image.Digest}", _folder["out", "revision"], "1").ToList();

        var at = calls.FindIndex(x => x.StartsWith("rename ", StringComparison.Ordinal));
        var (draft, target) = (calls[at].Split(' ')[1], calls[at].Split(' ')[2]);
        var names = Directory.EnumerateFileSystemEntries(target, "*", SearchOption.AllDirectories).Prepend(target)
            .Select(x => $"fsync {draft}{x[target.Length..]}");
        names.ShouldBeSubsetOf(calls.Take(at));
        calls.Skip(at).ShouldContain($"fsync {_folder["out"]}");
    }

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyList<string> Contents(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(x => $"{x[folder.Length..]}: {File.ReadAllText(x)}")];

    private async Task<PackagedImage> PackageAsync() =>
        (await Some.Packager(_folder).PackageAsync(await Some.RequestAsync(_folder), Token)).Value;
}
