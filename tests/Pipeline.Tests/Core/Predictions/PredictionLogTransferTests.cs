using System.IO.Pipelines;
using Pipeline.Testing;

namespace Pipeline.Core.Predictions;

public sealed class PredictionLogTransferTests : IDisposable
{
    private const string First = "predictions-20260102T030405Z-aa-0001.jsonl";
    private const string Second = "predictions-20260102T030405Z-aa-0002.jsonl";

    private readonly TemporaryFolder _from = new();
    private readonly TemporaryFolder _to = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copy_OfALogThatGrows_IsOfWhatIsNew()
    {
        _from.Write(First, "one\n");
        _from.Write("notes.txt", "no log");
        (await CopyAsync()).ShouldBe(4);
        _from.Write(First, "one\ntwo\n");
        _from.Write(Second, "three\n");

        (await CopyAsync()).ShouldBe(10);

        _to.Files.ShouldBe([First, Second], ignoreOrder: true);
        _to.Read(First).ShouldBe("one\ntwo\n");
        (await CopyAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Copy_OfFilesThatGo_GoesWithThem()
    {
        _from.Write(First, "one\n");
        await CopyAsync();
        File.Delete(_from[First]);
        _from.Write(Second, "two\n");

        await CopyAsync();

        _to.Files.ShouldBe([Second]);
    }

    [Fact]
    public async Task Copy_OfAFileThatIsShorterNow_IsOfAllOfIt()
    {
        _from.Write(First, "one\ntwo\n");
        await CopyAsync();
        _from.Write(First, "new\n");

        await CopyAsync();

        _to.Read(First).ShouldBe("new\n");
    }

    [Theory]
    [InlineData("../predictions-1.jsonl 0 1\nx\n")]
    [InlineData("predictions-/etc/passwd.jsonl 0 1\nx\n")]
    [InlineData("predictions-1.jsonl 5 1\nx\n")]
    [InlineData("predictions-1.jsonl 0 -1\n\n")]
    [InlineData("predictions-1.jsonl 0 2000\nx")]
    [InlineData("predictions-1.jsonl 0 9\nx")]
    [InlineData("Unknown argument 'send-log'")]
    [InlineData("")]
    public async Task Copy_OfSomethingElse_IsRefused(string answer)
    {
        using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(answer));

        await Should.ThrowAsync<IOException>(
            () => PredictionLogTransfer.ReceiveAsync(_to.Path, new MemoryStream(), stream, mostBytes: 1000, Token));
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private async Task<long> CopyAsync()
    {
        var (request, answer) = (new Pipe(), new Pipe());
        var sending = PredictionLogTransfer.SendAsync(
            _from.Path, request.Reader.AsStream(), answer.Writer.AsStream(), Token);
        var copied = await PredictionLogTransfer.ReceiveAsync(
            _to.Path, request.Writer.AsStream(), answer.Reader.AsStream(), 1 << 20, Token);
        await sending;
        return copied;
    }
}
