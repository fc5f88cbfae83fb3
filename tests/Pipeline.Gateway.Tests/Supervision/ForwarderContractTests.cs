using System.Globalization;
using Pipeline.Gateway.Supervision;
using Pipeline.Gateway.Traffic;
using Pipeline.Testing;

namespace Pipeline.Supervision;

/// <summary>The forwarder of the gateway keeps to the contract of traffic controls, and no chance is in its shares.</summary>
public sealed class ForwarderContractTests : TrafficControlContract, IAsyncDisposable
{
    private Front _front = null!;

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private protected override async Task<ITrafficControl> OpenAsync()
    {
        _front = await Front.OpenAsync(x => SayAsync(x, 1), x => SayAsync(x, 2), weight: 0);
        await _front.TakeDownAsync();
        return _front.Routes;
    }

    protected override string AddressOf(int revision) => _front.AddressOf(revision);

    protected override async Task<int?> AskAsync()
    {
        using var response = await _front.PostAsync("/predict", "{}");
        return response.Headers.TryGetValues(RevisionHeader.Name, out var revision)
            ? int.Parse(revision.Single(), CultureInfo.InvariantCulture)
            : null;
    }

    private static Task SayAsync(HttpContext context, int revision) => context.Response.WriteAsync($"{revision}");
}
