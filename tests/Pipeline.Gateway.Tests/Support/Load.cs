using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Testing;

/// <summary>
/// Two clients that ask for predictions one after the other, until it is disposed. A connection that nobody takes is tried again,
/// as a client may that has sent nothing; whatever else is no good answer is a failure.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    public const int Clients = 2;

    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _over = new();
    private readonly Task _all;
    private long _answered;
    private long _refused;
    private long _longestTicks;

    public Load(Uri address) =>
        _all = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => AskAsync(new Uri(address, "/predict")))));

    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>How often nobody took a connection.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The longest that one client was without an answer.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Interlocked.Read(ref _longestTicks));

    /// <summary>Status and revision of each request that was not answered well.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Answered} answered, {Failures.Count} failed, {Refused} connections refused, ")
        + string.Create(CultureInfo.InvariantCulture, $"longest wait {LongestWait.TotalSeconds:0.00} s");

    public Task UntilAnsweredAsync(long requests, CancellationToken cancellationToken) => Patience.UntilAsync(
        $"{requests} answers",
        () => Answered >= requests,
        cancellationToken);

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
        var last = Stopwatch.GetTimestamp();
        while (!_over.IsCancellationRequested)
        {
            if (await TryAskAsync(address))
            {
                Interlocked.Increment(ref _answered);
                var wait = Stopwatch.GetElapsedTime(last).Ticks;
                last = Stopwatch.GetTimestamp();
                while (Interlocked.Read(ref _longestTicks) is var longest && wait > longest)
                    Interlocked.CompareExchange(ref _longestTicks, wait, longest);
            }

            await Task.Delay(1, CancellationToken.None);
        }
    }

    private async Task<bool> TryAskAsync(Uri address)
    {
        try
        {
            using var response = await _client.PostAsync(address, new StringContent("""{"income": 1}"""), CancellationToken.None);
            if (response.IsSuccessStatusCode)
                return true;
            Failures.Enqueue($"{(int)response.StatusCode} by {RevisionOf(response)}");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            Interlocked.Increment(ref _refused);
            await Task.Delay(TryEvery, CancellationToken.None);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            Failures.Enqueue($"no answer: {exception.GetBaseException().Message}");
        }

        return false;
    }
}
