using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Monitoring.Channels;

/// <summary>A server of webhooks that answers as a test says, and keeps what it was sent.</summary>
internal sealed class HttpStandIn : IDisposable
{
    private readonly HttpListener _listener = new();

    private HttpStandIn(int port)
    {
        Address = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public List<(string Path, WebHeaderCollection Headers, string Body)> Requests { get; } = [];

    /// <summary>Answers to the next requests; 200 and "ok" where there is none. A status of 0 is no answer.</summary>
    public Queue<(int Status, string Body, string? RetryAfter)> Answers { get; } = [];

    public static HttpStandIn Start()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new HttpStandIn(FreePort());
            }
            catch (HttpListenerException) when (tries < 10)
            {
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        lock (Requests)
            Requests.Add((context.Request.Url!.AbsolutePath, (WebHeaderCollection)context.Request.Headers, body));
        var (status, text, retryAfter) = Answers.TryDequeue(out var answer) ? answer : (200, "ok", null);
        if (status == 0)
            return;
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers[status is >= 300 and < 400 ? "Location" : "Retry-After"] = retryAfter;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }
}
