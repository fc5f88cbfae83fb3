using Pipeline.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>How long somebody watches an environment where nothing is being rolled out.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Watch_WithoutATerminal_EndsOnceItHasLooked()
    {
        var face = new FakeFace();

        await WatchAsync(face, Token);

        face.Said.ShouldBe(["production of loan-default: nothing was ever deployed"]);
    }

    [Fact]
    public async Task Watch_AtATerminal_GoesOnUntilItIsEnded()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var looks = 0;
        var face = new FakeFace { OnScreen = () => enough.CancelAfter(++looks < 3 ? Timeout.Infinite : 0) };

        await Should.ThrowAsync<OperationCanceledException>(() => WatchAsync(face, enough.Token));

        looks.ShouldBe(3);
    }

    private async Task WatchAsync(IDeliveryFace face, CancellationToken cancellationToken)
    {
        _folder.Write(
            "environments.yml", "project: acme\nenvironments:\n  production: {engine: process, strategy: {type: recreate}}\n");
        _folder.Write("samples/loan-default/model.yml", "pipeline: 1\nname: loan-default\n");
        await using var session = new DeliverySession(
            new DeliveryRequest(_folder.Path, face) { StateHome = _folder["home"], Model = "loan-default" });
        await session.WatchAsync(cancellationToken);
    }
}
