using Pipeline.Core.Identity;
using Pipeline.Delivery;

namespace Pipeline.Targets.Delivery;

public sealed class ModelWorkspaceTests : IDisposable
{
    private const string Data = "models/loan-default/data/loans.csv";
    private const string Digests = ".nuke/temp/digests";

    private readonly DeliveryRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inputs_OfAnUnchangedFile_AreThoseRememberedAndNotReadAgain()
    {
        var workspace = await ModelWorkspace.OpenAsync(
            new DeliveryRequest(_root.Root, new FakeFace()) { Clock = new LaterClock() }, ModelWorkspace.Schema, Token);
        var first = (await workspace.DigestsAsync([workspace.DataPath], Token))[Data];
        var other = Digest.OfText("other");
        var body = _root.Read(Digests).Split('\n', 2)[1].Replace(first.Hex, other.Hex, StringComparison.Ordinal);
        _root.Write(Digests, $"pipeline digest cache v1 {Digest.OfText(body)}\n{body}");

        var again = (await workspace.DigestsAsync([workspace.DataPath], Token))[Data];
        _root.WriteData(x => x + "\n");
        var changed = (await workspace.DigestsAsync([workspace.DataPath], Token))[Data];

        first.ShouldBe(Digest.OfText(_root.Read(Data)[..^1]));
        again.ShouldBe(other);
        changed.ShouldBe(Digest.OfText(_root.Read(Data)));
    }

    public void Dispose() => _root.Dispose();

    /// <summary>Every file was written long ago.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.MaxValue;
    }
}
