using Pipeline.Testing;

namespace Pipeline.Core.Artifacts;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteText_NewFolder_IsMade()
    {
        await AtomicFile.WriteTextAsync(_folder["a", "b.txt"], "é", Token);

        (await File.ReadAllBytesAsync(_folder["a", "b.txt"], Token)).ShouldBe([0xC3, 0xA9]);
    }

    [Fact]
    public async Task Write_ThrowingHalfWay_KeepsTheOldAndLeavesNothingElse()
    {
        await AtomicFile.WriteTextAsync(_folder["a.txt"], "old", Token);

        await Should.ThrowAsync<TimeoutException>(() => AtomicFile.WriteAsync(_folder["a.txt"], WriteHalf, Token));

        _folder.Files.ShouldBe(["a.txt"]);
        (await File.ReadAllTextAsync(_folder["a.txt"], Token)).ShouldBe("old");
    }

    [Fact]
    public async Task Write_Cancelled_KeepsTheOld()
    {
        await AtomicFile.WriteTextAsync(_folder["a.txt"], "old", Token);
        using var source = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => AtomicFile.WriteAsync(
            _folder["a.txt"], async (stream, _) => { await WriteNew(stream); await source.CancelAsync(); }, source.Token));

        (await File.ReadAllTextAsync(_folder["a.txt"], Token)).ShouldBe("old");
    }

    [Fact]
    public async Task Write_ManyAtOnce_LeavesOneWholeText()
    {
        var texts = Enumerable.Range(0, 20).Select(x => new string((char)('a' + x), 10_000)).ToArray();

        await Task.WhenAll(texts.Select(x => AtomicFile.WriteTextAsync(_folder["a.txt"], x, Token)));

        texts.ShouldContain(await File.ReadAllTextAsync(_folder["a.txt"], Token));
        _folder.Files.ShouldBe(["a.txt"]);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task WriteHalf(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("ne"u8.ToArray(), cancellationToken);
        throw new TimeoutException();
    }

    private static async Task WriteNew(Stream stream) => await stream.WriteAsync("new"u8.ToArray(), Token);
}
