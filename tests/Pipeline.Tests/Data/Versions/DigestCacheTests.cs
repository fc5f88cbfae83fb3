using System.Security.Cryptography;
using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Data.Versions;

public sealed class DigestCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    public DigestCacheTests()
    {
        _folder.Write("a.csv", "two");
        _clock.Advance(TimeSpan.FromDays(36_500));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Digest_OfAFile_IsThatOfItsBytes()
    {
        var cache = await OpenAsync();

        (await cache.Sha256Async(_folder["a.csv"], Token)).ShouldBe(Digest.OfText("two"));
        (await cache.HexAsync(_folder["a.csv"], HashAlgorithmName.MD5, Token)).ShouldBe("b8a9f715dbb64fd5c56e7783c6820a61");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData((3 << 20) + 7)]
    public async Task Digest_OfAnySize_IsThatOfItsBytes(int size)
    {
        var bytes = Enumerable.Range(0, size).Select(x => (byte)(x * 31 >> 3)).ToArray();
        await File.WriteAllBytesAsync(_folder["b"], bytes, Token);

        (await (await OpenAsync()).Sha256Async(_folder["b"], Token)).ShouldBe(Digest.OfBytes(bytes));
    }

    [Fact]
    public async Task Digest_OfAnUnchangedFile_IsNotReadAgain()
    {
        await RememberAsync();
        Poison();

        var hex = await (await OpenAsync()).HexAsync(_folder["a.csv"], HashAlgorithmName.MD5, Token);

        hex.ShouldBe("00000000000000000000000000000000");
    }

    [Fact]
    public async Task Digest_OfTheOtherAlgorithm_IsRead()
    {
        await RememberAsync();
        Poison();

        (await (await OpenAsync()).Sha256Async(_folder["a.csv"], Token)).ShouldBe(Digest.OfText("two"));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("time set back")]
    [InlineData("other file")]
    public async Task Digest_OfAChangedFile_IsReadAgain(string change)
    {
        await RememberAsync();
        Poison();
        var time = File.GetLastWriteTimeUtc(_folder["a.csv"]);
        if (change == "other file")
            File.Delete(_folder["a.csv"]);
        _folder.Write("a.csv", "owt");
        if (change != "content")
            File.SetLastWriteTimeUtc(_folder["a.csv"], time);

        var digest = await (await OpenAsync()).HexAsync(_folder["a.csv"], HashAlgorithmName.MD5, Token);

        digest.ShouldBe(Convert.ToHexStringLower(HashOf("owt")));
    }

    [Fact]
    public async Task Digest_OfAFileWrittenJustNow_IsNotKept()
    {
        var cache = await DigestCache.OpenAsync(_folder["digests"], TimeProvider.System, Token);

        await cache.Sha256Async(_folder["a.csv"], Token);
        await cache.SaveAsync(Token);

        File.Exists(_folder["digests"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Cache_WithAByteChanged_IsNotBelieved()
    {
        await RememberAsync();
        _folder.Write("digests", _folder.Read("digests").Replace("b8a9f7", "b8a9f8"));

        var hex = await (await OpenAsync()).HexAsync(_folder["a.csv"], HashAlgorithmName.MD5, Token);

        hex.ShouldBe("b8a9f715dbb64fd5c56e7783c6820a61");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("pipeline digest cache v1 sha256:00\nx")]
    public async Task Cache_ThatIsNone_IsAsGoodAsNone(string text)
    {
        _folder.Write("digests", text);

        await RememberAsync();

        _folder.Read("digests").ShouldContain("b8a9f715dbb64fd5c56e7783c6820a61 MD5 ");
    }

    [Fact]
    public async Task Save_OfTwoAtOnce_KeepsWhatBothLearnt()
    {
        _folder.Write("b.csv", "one");
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await first.Sha256Async(_folder["a.csv"], Token);
        await second.Sha256Async(_folder["b.csv"], Token);

        await first.SaveAsync(Token);
        await second.SaveAsync(Token);

        _folder.Read("digests").ShouldContain("a.csv");
        _folder.Read("digests").ShouldContain("b.csv");
    }

    [Fact]
    public async Task Save_WhereNothingCanBeWritten_IsNoFailure()
    {
        _folder.Write("file", "");
        var cache = await DigestCache.OpenAsync(_folder["file", "digests"], _clock, Token);
        await cache.Sha256Async(_folder["a.csv"], Token);

        await Should.NotThrowAsync(() => cache.SaveAsync(Token));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] HashOf(string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
        return hash.GetHashAndReset();
    }

    private Task<DigestCache> OpenAsync() => DigestCache.OpenAsync(_folder["digests"], _clock, Token);

    private async Task RememberAsync()
    {
        var cache = await OpenAsync();
        await cache.HexAsync(_folder["a.csv"], HashAlgorithmName.MD5, Token);
        await cache.SaveAsync(Token);
    }

    /// <summary>Makes what is remembered wrong, so that it shows when it is used.</summary>
    private void Poison()
    {
        var body = _folder.Read("digests").Split('\n', 2)[1]
            .Replace("b8a9f715dbb64fd5c56e7783c6820a61", new string('0', 32), StringComparison.Ordinal);
        _folder.Write("digests", $"pipeline digest cache v1 {Digest.OfText(body)}\n{body}");
    }
}
