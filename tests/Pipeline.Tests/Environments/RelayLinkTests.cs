using System.IO.Pipelines;
using Pipeline.Environments;

namespace Pipeline.Tests.Environments;

public sealed class RelayLinkTests : IAsyncDisposable
{
    private readonly Pipe _there = new();
    private readonly Pipe _back = new();
    private readonly RelayLink _client;
    private readonly RelayLink _relay;
    private Func<string, Stream> _listen = _ => new EchoStream();

    public RelayLinkTests()
    {
        _client = new RelayLink(_back.Reader.AsStream(), _there.Writer.AsStream());
        _relay = new RelayLink(
            _there.Reader.AsStream(), _back.Writer.AsStream(), (address, _) => Task.FromResult(_listen(address)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connections_ManyAtOnceOfAnyLength_EachGetItsOwnBytesInOrder(int seed)
    {
        var random = new Random(seed);
        var sent = Enumerable.Range(0, 20).Select(_ => new byte[random.Next(2_000_000)]).ToList();
        foreach (var bytes in sent)
            random.NextBytes(bytes);

        var got = await Task.WhenAll(sent.Select(EchoAsync));

        foreach (var (bytes, back) in sent.Zip(got))
            back.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Connection_ThatNobodyReads_HoldsNoOtherUpAndIsNotKeptInMemory()
    {
        var talker = new TalkingStream();
        _listen = address => address == "talks:1" ? talker : new EchoStream();
        await using var unread = await _client.OpenAsync("talks:1", Token);

        var echoed = await EchoAsync(new byte[1_000_000]);

        echoed.Length.ShouldBe(1_000_000);
        talker.Written.ShouldBeLessThanOrEqualTo(RelayLink.Window + RelayLink.Window / 2);
    }

    [Fact]
    public async Task Open_NobodyListens_SaysWhy()
    {
        _listen = _ => throw new IOException("nobody answers at 'a:1'");

        var refusal = await Should.ThrowAsync<IOException>(() => _client.OpenAsync("a:1", Token));

        refusal.Message.ShouldBe("nobody answers at 'a:1'");
        _listen = _ => new EchoStream();
        (await EchoAsync([1, 2, 3])).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Connection_TheOtherSideCloses_EndsBehindItsLastByte()
    {
        _listen = _ => new MemoryStream([1, 2, 3, 4]);
        await using var connection = await _client.OpenAsync("a:1", Token);

        using var all = new MemoryStream();
        await connection.CopyToAsync(all, Token);

        all.ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Connection_ReadWithoutRoom_WaitsForSomethingAndTakesNothing()
    {
        await using var connection = await _client.OpenAsync("a:1", Token);
        var waiting = connection.ReadAsync(Memory<byte>.Empty, Token);
        waiting.IsCompleted.ShouldBeFalse();

        await connection.WriteAsync(new byte[] { 7 }, Token);

        (await waiting).ShouldBe(0);
        var one = new byte[1];
        (await connection.ReadAsync(one, Token)).ShouldBe(1);
        one[0].ShouldBe((byte)7);
    }

    [Fact]
    public async Task Link_OtherSideGone_EndsWhatIsOpenAndRefusesWhatIsNew()
    {
        await using var connection = await _client.OpenAsync("a:1", Token);

        await _relay.DisposeAsync();

        (await connection.ReadAsync(new byte[1], Token)).ShouldBe(0);
        await _client.Ended.WaitAsync(Token);
        await Should.ThrowAsync<IOException>(() => connection.WriteAsync(new byte[1], Token).AsTask());
        await Should.ThrowAsync<IOException>(() => _client.OpenAsync("a:1", Token));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 1, 9, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 1, 1, 0, 0 })]
    public async Task Link_FramesThatNobodyMaySend_EndIt(byte[] frame)
    {
        using var written = new MemoryStream();

        await using var link = new RelayLink(new MemoryStream([.. frame, .. new byte[7]]), written);

        await link.Ended.WaitAsync(Token);
        await Should.ThrowAsync<IOException>(() => link.OpenAsync("a:1", Token));
    }

    [Fact]
    public async Task Link_MoreSentThanIsTaken_Ends()
    {
        var flood = new Pipe();
        await using var link = new RelayLink(flood.Reader.AsStream(), new MemoryStream());
        var opening = link.OpenAsync("a:1", Token);
        await flood.Writer.WriteAsync(new byte[] { 0, 0, 0, 1, 2, 0, 0 }, Token);
        await using var connection = await opening;

        for (var sent = 0; sent <= RelayLink.Window; sent += 16 << 10)
            await flood.Writer.WriteAsync((byte[])[0, 0, 0, 1, 4, 0x40, 0, .. new byte[16 << 10]], Token);

        await link.Ended.WaitAsync(Token);
    }

    private async Task<byte[]> EchoAsync(byte[] bytes)
    {
        await using var connection = await _client.OpenAsync("echo:1", Token);
        var back = new byte[bytes.Length];
        var reading = connection.ReadExactlyAsync(back, Token).AsTask();
        await connection.WriteAsync(bytes, Token);
        await reading;
        return back;
    }

    /// <summary>Gives back what it is told.</summary>
    private sealed class EchoStream : PipedStream
    {
        private readonly Pipe _pipe = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _pipe.Reader.AsStream(leaveOpen: true).ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await _pipe.Writer.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>Never stops to talk, and counts what it was asked for.</summary>
    private sealed class TalkingStream : PipedStream
    {
        public long Written { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Written += buffer.Length;
            return buffer.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            default;
    }

    private abstract class PipedStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
