using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Puts a request to one revision and relays its answer, with nothing but the pool of connections in between. An answer of a
/// known, small length is read whole before its client is told anything, so that one that breaks off can be had from another
/// revision; any other is relayed as it comes.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    /// <summary>Of an answer that is read whole.</summary>
    public const int MostWholeBytes = 64 << 10;

    /// <summary>Of requests that are over: never more than there once were at a time.</summary>
    private readonly ConcurrentQueue<CancellationTokenSource> _timers = [];

    private readonly HttpMessageInvoker _client = Connect();
    private readonly TimeSpan _answerWithin;
    private readonly AnswerObserver _observer;
    private readonly UpstreamVersions _versions;

    /// <param name="options">How long an answer is waited for.</param>
    /// <param name="observer">Counts what was answered.</param>
    public UpstreamClient(ForwardingOptions options, AnswerObserver observer)
    {
        (_answerWithin, _observer) = (options.AnswerWithin, observer);
        _versions = new UpstreamVersions(_client, options.Http2From);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>To servers, without a proxy, redirects, cookies and anything else that changes an answer.</summary>
    public static HttpMessageInvoker Connect(int mostConnections = int.MaxValue) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxConnectionsPerServer = mostConnections,
        ActivityHeadersPropagator = null,
        // As they were read.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    });

    /// <summary>
    /// Where there is no answer, its client is told nothing yet, or is cut off in the middle of one. A server of several that
    /// cannot be sent anything is no failure of the revision's.
    /// </summary>
    public async ValueTask<Attempt> SendAsync(Exchange exchange)
    {
        var servers = exchange.Upstream.Servers;
        var server = servers.Choose();
        while (true)
        {
            server.Begin();
            var attempt = await SendAsync(exchange, server);
            server.End();
            if (!attempt.WasNotSent || await servers.FindOtherAsync(server) is not { } other)
                return attempt;
            server = other;
        }
    }

    private async ValueTask<Attempt> SendAsync(Exchange exchange, Server server)
    {
        var (context, body, upstream) = (exchange.Context, exchange.Body, exchange.Upstream);
        var content = body.Length == 0 && !TellsLength(context.Request) ? null : new BodyContent(body);
        if (TryCreate(context.Request, content, upstream, server) is not { } request)
            return Attempt.OfBadRequest;
        var timer = _timers.TryDequeue(out var used) ? used : new CancellationTokenSource();
        var leaving = context.RequestAborted.UnsafeRegister(static x => ((CancellationTokenSource)x!).Cancel(), timer);
        try
        {
            timer.CancelAfter(_answerWithin);
            using var response = await _client.SendAsync(request, timer.Token);
            return await RelayAsync(exchange, response, timer);
        }
        catch (Exception exception) when (Attempt.OfFailure(context, exception) is { } failure)
        {
            if (failure.Result == AttemptResult.ConnectionFailure)
                _versions.Forget(server);
            if (!context.Response.HasStarted)
                context.Response.Clear();
            return failure;
        }
        finally
        {
            await leaving.DisposeAsync();
            body.IsShared |= content is { IsBeingRead: true };
            if (timer.TryReset())
                _timers.Enqueue(timer);
            else
                timer.Dispose();
        }
    }

    private async ValueTask<Attempt> RelayAsync(Exchange exchange, HttpResponseMessage response, CancellationTokenSource timer)
    {
        var context = exchange.Context;
        var length = HasNoBody(context.Request, response) ? 0 : response.Content.Headers.ContentLength;
        if (length is <= MostWholeBytes)
            return await RelayWholeAsync(exchange, response, (int)length, timer.Token);
        if (!HeaderRelay.TryToClient(response, context.Response, exchange.Upstream))
            return Attempt.OfBadAnswer;
        var (from, to) = (await response.Content.ReadAsStreamAsync(timer.Token), context.Response.BodyWriter);
        while (await from.ReadAsync(to.GetMemory(), timer.Token) is var read and > 0)
        {
            to.Advance(read);
            // How long the client takes is not the revision's doing.
            timer.CancelAfter(Timeout.InfiniteTimeSpan);
            await to.FlushAsync(context.RequestAborted);
            timer.CancelAfter(_answerWithin);
        }

        _observer.Count(exchange, Attempt.Of(context));
        return Attempt.Of(context);
    }

    /// <summary>What it came to is counted before the client has it, so that no client can ask for counts that lack it.</summary>
    private async ValueTask<Attempt> RelayWholeAsync(
        Exchange exchange, HttpResponseMessage response, int length, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var answer = bytes.AsMemory(0, length);
        if (length > 0)
        {
            var from = await response.Content.ReadAsStreamAsync(cancellationToken);
            await from.ReadExactlyAsync(answer, cancellationToken);
        }

        var context = exchange.Context;
        if (!HeaderRelay.TryToClient(response, context.Response, exchange.Upstream))
            return Attempt.OfBadAnswer;
        var attempt = Attempt.Of(context);
        _observer.Count(exchange, attempt);
        if (length > 0)
            await context.Response.Body.WriteAsync(answer, CancellationToken.None);
        _observer.See(exchange, answer);
        ArrayPool<byte>.Shared.Return(bytes);
        return attempt;
    }

    /// <summary>Null where no client of HTTP would send it.</summary>
    private HttpRequestMessage? TryCreate(HttpRequest from, BodyContent? content, Upstream upstream, Server server)
    {
        try
        {
            var request = new HttpRequestMessage(MethodOf(from.Method), server.UriOf(from))
            {
                Version = _versions.Of(server),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = content,
            };
            HeaderRelay.ToServer(from, request, upstream);
            return request;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static HttpMethod MethodOf(string method) =>
        HttpMethods.IsPost(method) ? HttpMethod.Post
        : HttpMethods.IsGet(method) ? HttpMethod.Get
        : HttpMethods.IsConnect(method) ? throw new NotSupportedException("A gateway is no tunnel.")
        : HttpMethod.Parse(method);

    /// <summary>Whatever length its headers tell: RFC 9110, section 8.6.</summary>
    private static bool HasNoBody(HttpRequest request, HttpResponseMessage response) =>
        HttpMethods.IsHead(request.Method) || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified;

    /// <summary>A POST without a body says so; a GET need not.</summary>
    private static bool TellsLength(HttpRequest request) => request.ContentLength is not null;

    /// <summary>The request's body, as often as it is put to somebody.</summary>
    private sealed class BodyContent(WholeBody body) : HttpContent
    {
        private bool _isBegun;
        private bool _isRead;

        public bool IsBeingRead => Volatile.Read(ref _isBegun) && !Volatile.Read(ref _isRead);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Volatile.Write(ref _isBegun, true);
            await stream.WriteAsync(body.Memory, cancellationToken);
            Volatile.Write(ref _isRead, true);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}

/// <summary>A request that is put to one revision.</summary>
/// <param name="Context">Whose request it is.</param>
/// <param name="Body">The request's.</param>
/// <param name="Upstream">Who is asked.</param>
/// <param name="Began">When the request arrived, as a timestamp.</param>
/// <param name="Asked">When this revision was asked.</param>
internal readonly record struct Exchange(HttpContext Context, WholeBody Body, Upstream Upstream, long Began, long Asked);

/// <summary>What came of putting a request to one revision.</summary>
/// <param name="Result">What it says about the revision.</param>
/// <param name="Status">What the client is told, unless another revision answers; 0 where it was told the answer.</param>
/// <param name="MayRepeat">
/// Whether another may be asked. When nothing was sent, any request; when the connection broke off before the client was told
/// anything, those that change nothing, or nothing more the second time: by RFC 9110, section 9.2.2, or because they ask for a
/// prediction or its explanation, or tell an outcome.
/// </param>
internal readonly record struct Attempt(AttemptResult Result, int Status = 0, bool MayRepeat = false)
{
    private const string Explain = "/explain";

    /// <summary>Told to the server of any revision: who reads logs reads those of all.</summary>
    public const string Feedback = "/feedback";

    /// <summary>What cannot be written as HTTP, such as a method that no client may send.</summary>
    public static Attempt OfBadRequest { get; } = new(AttemptResult.BadRequest, StatusCodes.Status400BadRequest);

    /// <summary>The server's answer has a header that cannot be relayed.</summary>
    public static Attempt OfBadAnswer { get; } = new(AttemptResult.ConnectionFailure, StatusCodes.Status502BadGateway);

    public bool IsAnswered => Status == 0;

    /// <summary>Whether no byte of it left the gateway.</summary>
    public bool WasNotSent { get; private init; }

    /// <summary>Only what a revision did, or did not do in time, is its error; all else is its caller's, or nobody's.</summary>
    public static Attempt Of(HttpContext context) => new(
        IsAside(context.Request) ? AttemptResult.Aside
        : context.Response.StatusCode >= 500 ? AttemptResult.ServerError
        : AttemptResult.Answered);

    /// <summary>Null where it is a mistake of ours.</summary>
    public static Attempt? OfFailure(HttpContext context, Exception exception) => exception switch
    {
        _ when context.RequestAborted.IsCancellationRequested =>
            new Attempt(AttemptResult.GivenUp, StatusCodes.Status502BadGateway),
        OperationCanceledException when !IsUnsent(exception) => new Attempt(
            IsAside(context.Request) ? AttemptResult.Aside : AttemptResult.Timeout,
            StatusCodes.Status504GatewayTimeout),
        HttpRequestException or IOException or SocketException or OperationCanceledException => new Attempt(
            AttemptResult.ConnectionFailure,
            StatusCodes.Status502BadGateway,
            MayRepeat: !context.Response.HasStarted && (IsUnsent(exception) || ChangesNothing(context.Request)))
        {
            WasNotSent = IsUnsent(exception),
        },
        InvalidOperationException or NotSupportedException or FormatException => OfBadRequest,
        _ => null,
    };

    private static bool IsAside(HttpRequest request) => request.Path == Explain || request.Path == Feedback;

    /// <summary>
    /// Nobody takes the connection, or nobody is there to refuse it, as at the address of a container that has ended: the handler
    /// gives a cancellation by its own limit for connecting that cause, and one by ours none.
    /// </summary>
    private static bool IsUnsent(Exception exception) => exception switch
    {
        OperationCanceledException { InnerException: TimeoutException } => true,
        HttpRequestException x => x.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        _ => false,
    };

    private static bool ChangesNothing(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
        || (HttpMethods.IsPost(request.Method) && IsPrediction(request.Path.Value ?? ""));

    private static bool IsPrediction(string path) =>
        path is Upstream.Predict or Explain or Feedback
        || (path.StartsWith("/v2/models/", StringComparison.Ordinal) && path.EndsWith("/infer", StringComparison.Ordinal));
}

/// <summary>How one revision did with one request.</summary>
internal enum AttemptResult
{
    Answered,

    /// <summary>
    /// An explanation, which takes as long as thousands of predictions, or feedback, which waits for a disk: how long, and
    /// whether it can be had, says nothing about how a revision predicts.
    /// </summary>
    Aside,

    /// <summary>The client left before the answer; that says nothing about the revision.</summary>
    GivenUp,

    /// <summary>The request cannot be sent on as it is; that says nothing about the revision either.</summary>
    BadRequest,

    ServerError,
    Timeout,
    ConnectionFailure,
}
