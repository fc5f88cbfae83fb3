using System.Collections.Concurrent;

namespace Pipeline.Testing;

/// <summary>Two clients that ask for predictions one after the other, until it is disposed.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Clients = 2;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _over = new();
    private readonly Task _all;
    private long _answered;

    public Load(Uri address) =>
        _all = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(new Uri(address, "/predict")))));

    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Status and revision of each request that was not answered well.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public async Task UntilAnsweredAsync(long requests)
    {
        while (Answered < requests)
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _all;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _client.Dispose();
        _over.Dispose();
    }

    private static string RevisionOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Pipeline-Revision", out var values) ? values.Single() : "nobody";

    private async Task AskAsync(Uri address)
    {
        while (!_over.IsCancellationRequested)
        {
            using var response = await _client.PostAsync(address, new StringContent("""{"income": 1}"""), CancellationToken.None);
            if (response.IsSuccessStatusCode)
                Interlocked.Increment(ref _answered);
            else
                Failures.Enqueue($"{(int)response.StatusCode} by {RevisionOf(response)}");
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
