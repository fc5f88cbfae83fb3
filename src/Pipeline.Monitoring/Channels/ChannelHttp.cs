using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Documents;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>
/// Posts JSON to the one address that was configured: by https, unless that is this machine; it follows no redirect, keeps no
/// cookie and reads no more of an answer than it needs. What it throws does not tell the address, which is a secret where it is a
/// webhook's.
/// </summary>
internal sealed class ChannelHttp : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private const int MostShown = 200;

    private static readonly JsonSerializerOptions Json = new(DocumentJson.Options) { WriteIndented = false };

    private readonly AlertChannelRequest _request;
    private readonly HttpClient _client;

    public ChannelHttp(AlertChannelRequest request)
    {
        _request = request;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 64,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    /// <summary>The address, or why messages may not go there.</summary>
    /// <param name="text">As configured.</param>
    /// <param name="reason">Does not repeat the text.</param>
    public static Uri? Accept(string text, out string reason)
    {
        reason = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            reason = "it is no address that begins with https://";
        else if (uri.UserInfo.Length > 0)
            reason = "it has a user or a password before the host";
        else if (uri.Scheme == "http" && !uri.IsLoopback)
            reason = "it begins with http://, which anybody on the way can read; only this machine may be asked so";
        return reason.Length == 0 ? uri : null;
    }

    /// <summary>The address that a variable has.</summary>
    /// <exception cref="ChannelFailedException">The variable is not set, or has no such address.</exception>
    public static Uri AddressOf(AlertChannelRequest request, Manifest.Records.SecretReference variable) =>
        Accept(request.Secret(variable), out var reason)
            ?? throw new ChannelFailedException($"the variable {variable.Variable} has no address that can be used: {reason}");

    /// <summary>What was answered, where it was accepted.</summary>
    /// <exception cref="ChannelFailedException">There is no answer, or it is another.</exception>
    public async Task<byte[]> PostAsync(
        Uri address, JsonNode body, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString(Json)))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
            },
        };
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("pipeline", Toolkit.Version));
        prepare?.Invoke(message);
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? answer : throw Refused(response, answer);
        }
        catch (HttpRequestException exception)
        {
            throw new ChannelFailedException($"{address.Host} does not answer ({Cause(exception)})");
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// What is wrong with a message is wrong with it alone; what is wrong with the address, the key or the other side is wrong
    /// with all of them.
    /// </summary>
    private ChannelFailedException Refused(HttpResponseMessage response, byte[] answer)
    {
        var status = (int)response.StatusCode;
        var text = AlertText.Line(_request.Redact(Encoding.UTF8.GetString(answer)), MostShown).Trim();
        var said = text.Length > 0 ? $": {text}" : "";
        return new ChannelFailedException(status is >= 300 and < 400
            ? $"it answers {status} and sends on elsewhere, where nothing is sent"
            : FormattableString.Invariant($"it answers {status}{said}"))
        {
            RetryAfter = RetryAfterOf(response),
            IsOfMessage = status is 400 or 413 or 415 or 422,
        };
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _request.Clock.GetUtcNow() => date - _request.Clock.GetUtcNow(),
        _ => null,
    };

    private static string Cause(HttpRequestException exception) => exception.InnerException switch
    {
        System.Security.Authentication.AuthenticationException inner => inner.Message.TrimEnd('.'),
        System.Net.Sockets.SocketException inner => inner.Message.TrimEnd('.'),
        _ => exception.HttpRequestError.ToString(),
    };
}

/// <summary>A channel of which nothing is open but a client.</summary>
internal abstract class HttpSender(AlertChannelRequest request) : IAlertSender
{
    protected AlertChannelRequest Request { get; } = request;

    protected ChannelHttp Http { get; } = new(request);

    public abstract Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken);

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return ValueTask.CompletedTask;
    }
}
