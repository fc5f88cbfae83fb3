using System.Net.Http;
using System.Threading.Channels;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Sends copies of requests to a revision whose answers nobody is told, and compares them with those that their clients were
/// told. They wait in a queue of their own, of so many and so many bytes; where that is full, the next are dropped and counted.
/// They are sent over connections of their own, a few at a time, so that a slow candidate holds up nothing but other copies.
/// </summary>
internal sealed class Mirror : IDisposable
{
    private readonly MirrorOptions _options;
    private readonly HttpMessageInvoker _client;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<Copy> _waiting;
    private readonly Task _workers;
    private long _bytes;

    public Mirror(MirrorOptions options)
    {
        _options = options;
        _client = UpstreamClient.Connect(options.MostAtATime);
        _waiting = Channel.CreateBounded<Copy>(options.MostWaiting);
        _workers = Task.WhenAll(Enumerable.Range(0, options.MostAtATime).Select(_ => Task.Run(SendAllAsync)));
    }

    /// <param name="request">Of it, what an answer depends on is copied: no cookie, and nothing that says who asked.</param>
    /// <param name="body">The request's.</param>
    /// <param name="shadow">Is sent the copy.</param>
    /// <param name="answer">What the client was told.</param>
    public void Offer(HttpRequest request, ReadOnlyMemory<byte> body, Upstream shadow, ReadOnlyMemory<byte> answer)
    {
        var size = body.Length + answer.Length;
        var isRoom = Interlocked.Add(ref _bytes, size) <= _options.MostBytes && _waiting.Reader.Count < _options.MostWaiting;
        if (isRoom && _waiting.Writer.TryWrite(new Copy(
            shadow, body.ToArray(), request.ContentType, request.Headers.ContentEncoding.ToString(), answer.ToArray())))
            return;
        Interlocked.Add(ref _bytes, -size);
        shadow.Meter.Mirrored.Drop();
    }

    /// <summary>Copies that still wait are forgotten.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _end.Cancel();
        _workers.Wait();
        _client.Dispose();
        _end.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var copy in _waiting.Reader.ReadAllAsync(_end.Token))
            {
                await SendAsync(copy);
                Interlocked.Add(ref _bytes, -copy.Size);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The gateway ends.
        }
    }

    private async Task SendAsync(Copy copy)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        timer.CancelAfter(_options.AnswerWithin);
        try
        {
            using var response = await _client.SendAsync(copy.ToRequest(), timer.Token);
            await response.Content.LoadIntoBufferAsync(UpstreamClient.MostWholeBytes, timer.Token);
            var said = response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(timer.Token) : [];
            if ((int)response.StatusCode >= StatusCodes.Status500InternalServerError)
                copy.Shadow.Meter.Mirrored.Fail();
            else
                copy.Shadow.Meter.Mirrored.Compare(copy.Answer, said);
        }
        catch (Exception) when (!_end.IsCancellationRequested)
        {
            // Whatever it is, it is this copy's: the next one is sent all the same.
            copy.Shadow.Meter.Mirrored.Fail();
        }
    }

    private sealed record Copy(Upstream Shadow, byte[] Body, string? ContentType, string ContentEncoding, byte[] Answer)
    {
        public int Size => Body.Length + Answer.Length;

        public HttpRequestMessage ToRequest()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Shadow.Servers.Choose().PredictUri)
            {
                Content = new ByteArrayContent(Body),
            };
            if (ContentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            if (ContentEncoding.Length > 0)
                request.Content.Headers.TryAddWithoutValidation("Content-Encoding", ContentEncoding);
            HeaderRelay.Introduce(request, Shadow);
            return request;
        }
    }
}

/// <summary>What copies of requests may take.</summary>
internal sealed record MirrorOptions
{
    /// <summary>Copies that wait. Default 64.</summary>
    public int MostWaiting { get; init; } = 64;

    /// <summary>Of all copies and the answers that they are compared with. Default 4 MiB.</summary>
    public long MostBytes { get; init; } = 4 << 20;

    /// <summary>How many are sent at a time. Default 4.</summary>
    public int MostAtATime { get; init; } = 4;

    /// <summary>For the answer to a copy. Default 10 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);
}
