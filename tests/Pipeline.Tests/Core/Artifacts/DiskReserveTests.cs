using Pipeline.Testing;

namespace Pipeline.Core.Artifacts;

public sealed class DiskReserveTests : IDisposable
{
    private const int NoSpace = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IOException DiskFull => new("full", OperatingSystem.IsWindows() ? DiskFullOnWindows : NoSpace);

    [Fact]
    public void Hold_RoomIsThere_TakesIt()
    {
        var reserve = new DiskReserve(_folder.Path, 100_000);

        reserve.Hold().ShouldBeTrue();

        new FileInfo(reserve.Path).Length.ShouldBe(100_000);
    }

    [Fact]
    public void Hold_FolderRefuses_IsNoFailure() => new DiskReserve(_folder["gone"]).Hold().ShouldBeFalse();

    [Fact]
    public async Task Write_DiskIsFull_GivesTheReserveUpAndWritesAgain()
    {
        var reserve = new DiskReserve(_folder.Path, 1000);
        var tries = new List<bool>();

        await reserve.WriteAsync(Try, Token);

        tries.ShouldBe([true, false]);

        Task Try(CancellationToken token)
        {
            tries.Add(reserve.IsHeld);
            return tries.Count == 1 ? throw DiskFull : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Write_DiskIsFullEvenSo_IsToldTheWriter()
    {
        var tries = 0;

        await Should.ThrowAsync<IOException>(() => new DiskReserve(_folder.Path, 1000).WriteAsync(Try, Token));

        tries.ShouldBe(2);

        Task Try(CancellationToken token)
        {
            tries++;
            throw DiskFull;
        }
    }

    [Fact]
    public async Task Write_AnotherFailure_KeepsTheReserve()
    {
        var reserve = new DiskReserve(_folder.Path, 1000);

        await Should.ThrowAsync<FileNotFoundException>(() => reserve.WriteAsync(_ => throw new FileNotFoundException(), Token));

        reserve.IsHeld.ShouldBeTrue();
    }

    [Fact]
    public async Task Write_ARealDiskThatIsFull_IsDone()
    {
        using var disk = SmallDisk.Mount(_folder["disk"], 1 << 20);
        var reserve = new DiskReserve(_folder["disk"], 256 << 10);
        reserve.Hold().ShouldBeTrue();
        disk.Fill();

        await reserve.WriteAsync(x => AtomicFile.WriteTextAsync(_folder["disk", "state"], new string('s', 100_000), x), Token);

        new FileInfo(_folder["disk", "state"]).Length.ShouldBe(100_000);
        reserve.IsHeld.ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();
}
