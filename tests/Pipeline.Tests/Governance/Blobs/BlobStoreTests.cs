using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Testing;

namespace Pipeline.Governance.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private static readonly byte[] Hello = "hello"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private BlobStore Store => new(_folder.Path);

    [Fact]
    public async Task Put_Bytes_AreKeptByTheirDigest()
    {
        var digest = await Store.PutAsync(Hello, Token);

        digest.ShouldBe(Digest.OfBytes(Hello));
        _folder.Files.ShouldBe(["sha256/2c/f24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"]);
        (await Store.ReadAsync(digest, Token)).ShouldBe(Hello);
    }

    [Fact]
    public async Task Put_LargeStream_IsReadToItsEnd()
    {
        var bytes = new byte[3_000_001];
        new Random(5).NextBytes(bytes);

        var digest = await Store.PutAsync(new MemoryStream(bytes), Token);

        (await Store.ReadAsync(digest, Token)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Put_TheSameAgain_ChangesNothing()
    {
        var digest = await Store.PutAsync(Hello, Token);
        var path = _folder[_folder.Files.Single()];
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        var again = await Store.PutAsync(new MemoryStream(Hello), Token);

        again.ShouldBe(digest);
        File.GetLastWriteTimeUtc(path).ShouldBe(DateTime.UnixEpoch);
        _folder.Files.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Put_EmptyBlob_IsABlob()
    {
        var digest = await Store.PutAsync(ReadOnlyMemory<byte>.Empty, Token);

        (await Store.ReadAsync(digest, Token)).ShouldBeEmpty();
        Store.Contains(digest).ShouldBeTrue();
    }

    [Fact]
    public async Task Put_StreamFails_LeavesNothing()
    {
        var failing = new FailingStream();

        await Should.ThrowAsync<IOException>(() => Store.PutAsync(failing, Token));

        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_BlobWasDamaged_IsMadeWholeAgain()
    {
        var digest = await Store.PutAsync(Hello, Token);
        _folder.Write(_folder.Files.Single(), "damaged");

        await Store.PutAsync(Hello, Token);

        (await Store.ReadAsync(digest, Token)).ShouldBe(Hello);
    }

    [Fact]
    public async Task Put_FromManyThreads_IsOneBlob()
    {
        var store = Store;

        await Parallel.ForAsync(0, 32, Token, async (_, token) => await store.PutAsync(Hello, token));

        _folder.Files.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Read_Damaged_SaysSoAndGivesNothing()
    {
        var digest = await Store.PutAsync(Hello, Token);
        var path = _folder.Files.Single();
        _folder.Write(path, "hellO");

        var exception = await Should.ThrowAsync<BlobDamagedException>(() => Store.ReadAsync(digest, Token));

        exception.Message.ShouldBe(
            $"'{_folder[path]}' was changed: it should be {digest} and is {Digest.OfText("hellO")}. "
            + "Restore it from a copy, or delete it and make it again.");
    }

    [Fact]
    public async Task Read_Missing_SaysWhichSettingMayBeWrong()
    {
        var digest = Digest.OfText("never put");

        var exception = await Should.ThrowAsync<BlobMissingException>(() => Store.ReadAsync(digest, Token));

        exception.Message.ShouldBe(
            $"The store '{_folder.Path}' has no {digest}. Set PIPELINE_STORE to the store it was put in, or make it again.");
    }

    [Fact]
    public void Contains_DefaultDigest_IsTheCallersBug() =>
        Should.Throw<InvalidOperationException>(() => Store.Contains(default));

    [Fact]
    public async Task Put_ShardLeadsOutOfTheStore_IsRefused()
    {
        using var outside = new TemporaryFolder();
        Directory.CreateDirectory(_folder["sha256"]);
        Directory.CreateSymbolicLink(_folder["sha256", "2c"], outside.Path);

        await Should.ThrowAsync<ArgumentException>(() => Store.PutAsync(Hello, Token));

        outside.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task Put_DraftOfAKilledProcess_IsRemovedAfterAnHour(int minutes, bool isKept)
    {
        _folder.Write("drafts/1-1", "half of it");
        var left = new FileInfo(_folder["drafts", "1-1"]);
        left.LastWriteTimeUtc = left.LastWriteTimeUtc.AddMinutes(-minutes);

        await Store.PutAsync(Hello, Token);

        File.Exists(_folder["drafts", "1-1"]).ShouldBe(isKept);
    }

    [Fact]
    public async Task Put_OldDraftIsStillHeld_IsLeftToItsWriter()
    {
        _folder.Write("drafts/1-1", "half of it");
        File.SetLastWriteTimeUtc(_folder["drafts", "1-1"], DateTime.UnixEpoch);
        await using var held = new FileStream(_folder["drafts", "1-1"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await Store.PutAsync(Hello, Token);

        File.Exists(held.Name).ShouldBeTrue();
    }

    [Fact]
    public async Task Document_PutAndRead_IsTheSameAndHasTheDigestOfItsJson()
    {
        var record = Record();

        var digest = await Store.PutAsync(record, Token);

        digest.ShouldBe(Digest.OfJson(record));
        (await Store.ReadDocumentAsync<StageRecord>(digest, Token)).OrThrow().FinishedAt.ShouldBe(record.FinishedAt);
    }

    [Fact]
    public async Task Document_BlobIsSomethingElse_IsAProblem()
    {
        var digest = await Store.PutAsync(Hello, Token);

        (await Store.ReadDocumentAsync<StageRecord>(digest, Token)).IsValid.ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private static StageRecord Record() => new()
    {
        Toolkit = "0.1.0",
        Stage = "train",
        Attempt = 1,
        Outputs = new Dictionary<string, Digest> { ["model.zip"] = Digest.OfText("model") },
        FinishedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(2),
    };

    private sealed class FailingStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.Write("half of it"u8);
            throw new IOException("The cable was pulled.");
        }
    }
}
