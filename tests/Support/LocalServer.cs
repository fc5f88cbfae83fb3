using System.Net;
using System.Net.Sockets;

namespace Pipeline.Testing;

/// <summary>Answers HTTP at a free port of this machine, one request at a time, until it is disposed.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener;

    /// <param name="handle">Writes an answer; it is closed afterwards.</param>
    public LocalServer(Func<HttpListenerContext, Task> handle)
    {
        (_listener, Address) = Listen();
        _ = ServeAsync(handle);
    }

    /// <summary>"127.0.0.1:41233".</summary>
    public string Address { get; }

    public void Dispose() => _listener.Close();

    public static async Task WriteAsync(
        HttpListenerResponse response, int status, ReadOnlyMemory<byte> body, string type = "application/json")
    {
        (response.StatusCode, response.ContentType, response.ContentLength64) = (status, type, body.Length);
        await response.OutputStream.WriteAsync(body);
    }

    /// <summary>Another program may take a port that was free a moment ago.</summary>
    private static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { $"http://{address}/" } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync(Func<HttpListenerContext, Task> handle)
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await handle(context);
                context.Response.Close();
            }
            catch (Exception exception) when (
                exception is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                if (!_listener.IsListening)
                    return;
            }
        }
    }
}
