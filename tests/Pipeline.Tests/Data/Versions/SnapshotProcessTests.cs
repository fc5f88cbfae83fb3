using System.Runtime.Versioning;
using System.Security.Cryptography;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

/// <summary>Real processes that are killed, and what they ask of the disk.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SnapshotProcessTests : IDisposable
{
    private readonly SomeClone _clone = new("remote");

    [Fact]
    public async Task Snapshot_KilledAgainAndAgain_LeavesWholeObjectsAndAPointerToWhatIsThere()
    {
        var chance = new Random(5);

        for (var i = 0; i < 8; i++)
        {
            var pause = TimeSpan.FromMilliseconds(chance.Next(0, 30));
            await Durable.KillAfterAsync(_clone.Root, 1, pause, "snapshot", _clone.Root, "20", "1000000");

            foreach (var file in Objects)
                (await FileHash.OfAsync(_clone[file], HashAlgorithmName.MD5, Token)).ShouldBe(IdOf(file)[..32], file);
            (await PointedToAsync()).ShouldBeSubsetOf(Objects.Select(IdOf));
        }
    }

    [Fact]
    public void Snapshot_BeforeThePointer_HasFlushedEveryObjectAndItsName()
    {
        var calls = Durable.Trace(_clone.Root, "snapshot", _clone.Root, "4", "1").ToList();

        var objects = calls.Where(
            x => x.StartsWith("rename ", StringComparison.Ordinal) && x.Contains("/files/md5/", StringComparison.Ordinal));
        var pointer = calls.FindIndex(
            x => x.EndsWith("/data.dvc", StringComparison.Ordinal) && x.StartsWith("rename ", StringComparison.Ordinal));
        pointer.ShouldBeGreaterThan(0);
        objects.Count().ShouldBe(5);
        foreach (var kept in objects)
        {
            var (from, to) = (kept.Split(' ')[1], kept.Split(' ')[2]);
            var at = calls.IndexOf(kept);
            calls.IndexOf($"fsync {from}").ShouldBeInRange(0, at - 1, "the bytes are flushed before they get their name");
            calls.FindIndex(at, x => x == $"fsync {Path.GetDirectoryName(to)}").ShouldBeInRange(at + 1, pointer - 1);
        }

        calls.FindIndex(pointer, x => x == $"fsync {_clone.Root}").ShouldBeGreaterThan(pointer);
    }

    public void Dispose() => _clone.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<string> Objects =>
        _clone.Files.Where(x => x.StartsWith(".dvc/cache/files/md5/", StringComparison.Ordinal));

    private static string IdOf(string file) => string.Concat(file.Split('/')[^2], file.Split('/')[^1]);

    private async Task<IReadOnlyList<string>> PointedToAsync()
    {
        var opened = await PointerSearch.FindAsync(_clone["data"], Token);
        var place = opened.ShouldNotBeNull().OrThrow();
        var files = (await place.Project.Cache.ReadListingAsync(place.Pointer.State.Id, Token)).OrThrow();
        return [place.Pointer.State.Id.ToString(), .. files.Select(x => x.Id.ToString())];
    }
}
