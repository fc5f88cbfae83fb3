using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Governance.Blobs;

public sealed class BlobProcessTests : IDisposable
{
    private const int Size = 200_000;

    private readonly TemporaryFolder _folder = new();

    private IEnumerable<string> Blobs => _folder.Files.Where(x => x.StartsWith("sha256/", StringComparison.Ordinal));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_KilledAgainAndAgain_LeavesWholeBlobsOnly()
    {
        var kept = new HashSet<string>();
        var chance = new Random(3);

        for (var i = 0; i < 12; i++)
        {
            using var writer = new Writer(_folder.Path, "put", _folder.Path, $"{Size + i}", "255");
            kept.UnionWith(await writer.KillAfterAsync(chance.Next(1, 40), Token));
        }

        var store = new BlobStore(_folder.Path);
        foreach (var file in Blobs)
            (await store.ReadAsync(DigestOf(file), Token)).Length.ShouldBeInRange(Size, Size + 12);
        kept.ShouldBeSubsetOf(Blobs.Select(x => DigestOf(x).ToString()));
        kept.Count.ShouldBeGreaterThan(12);
    }

    [Fact]
    public async Task Put_TheSameByThreeProcesses_IsKeptOnce()
    {
        string[] put = ["put", _folder.Path, Size.ToString(CultureInfo.InvariantCulture), "40"];

        var printed = await Writer.RunTogetherAsync(_folder.Path, put, put, put);

        Blobs.Select(x => DigestOf(x).ToString()).ShouldBe(printed[0], ignoreOrder: true);
        printed.ShouldAllBe(x => x.SequenceEqual(printed[0]));
    }

    public void Dispose() => _folder.Dispose();

    private static Digest DigestOf(string file) =>
        Digest.Parse(string.Concat("sha256:", file["sha256/".Length..].Replace("/", "", StringComparison.Ordinal)));
}
